"""Revisions that exist only as a compiled file (``.pyc``)."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.machinery import SourcelessFileLoader
from inspect import cleandoc
from types import CodeType, ModuleType

from autodiff.errors import AutodiffError
from autodiff.errors.scripts import RevisionUnreadable
from autodiff.errors.users_code import users_code
from autodiff.revisions.files import compiled_files
from autodiff.revisions.header import Header
from autodiff.revisions.literals import NAMES, Literal, ModuleTop
from autodiff.revisions.reading import header_of


def compiled_headers(
    locations: Iterable[str], recursive: bool = False
) -> tuple[Header, ...]:
    """Return the headers of the ``.pyc`` files that have no ``.py`` beside them.

    These files are run, since their code cannot be parsed. Raises what ``read_header`` raises.
    """
    headers = (_header(path) for path in compiled_files(locations, recursive))
    return tuple(header for header in headers if header is not None)


def _header(path: str) -> Header | None:
    module = ModuleType("autodiff_revision")
    untouched = "Nothing was started; the database was not touched."
    try:
        with users_code(f"The revision file {path}", untouched):
            exec(code_of(path), module.__dict__)
    except AutodiffError:
        raise
    except Exception as problem:
        raise RevisionUnreadable(path, str(problem)) from None
    names = vars(module)
    if "revision" not in names:
        return None
    literals = {name: Literal(names[name], 0) for name in NAMES if name in names}
    return header_of(ModuleTop(cleandoc(module.__doc__ or ""), literals), path)


def code_of(path: str) -> CodeType:
    """Return the code of a compiled file. Raises ImportError for a file of another Python."""
    code = SourcelessFileLoader("autodiff_revision", path).get_code("autodiff_revision")
    assert code is not None
    return code
