"""The keywords of context.configure: valid values, and the likely meaning of unknown names."""

from __future__ import annotations

from dataclasses import fields

from autodiff.errors.models import ContextValueWrong
from autodiff.errors.nearest import nearest
from autodiff.execute.unawaited import unrun_function
from autodiff.hooks.configured import Hooks

OF_RUN = ("target_metadata", "on_version_apply", "arguments", "suffix", "database")
"""Keywords of ``context.run`` instead."""

EITHER = ("compare_type", "compare_server_default")
"""A function, True or False."""

YES_OR_NO = ("include_schemas",)

SEVERAL = ("process_revision_directives",)
"""One function, or a list of them."""


def likely_keyword(name: str) -> str:
    """Return a hint at what an unknown keyword was meant to be, or an empty text."""
    if name in OF_RUN:
        return " It is one of context.run()."
    keywords = [field.name for field in fields(Hooks)]
    close = nearest(name, keywords, 1)
    return f" Did you mean {close[0]}?" if close else ""


def checked(hooks: Hooks) -> Hooks:
    """Return ``hooks`` unchanged; raises ContextValueWrong where one has a wrong type."""
    for field in fields(hooks):
        value = getattr(hooks, field.name)
        if not _fits(field.name, value):
            given = f"{type(value).__name__} {value!r:.60}"
            raise ContextValueWrong(
                "configure", field.name, _expected(field.name), given
            )
        check_plain("configure", field.name, value)
    return hooks


def check_plain(function: str, keyword: str, value: object) -> None:
    """Raise ContextValueWrong for functions with ``async`` or ``yield``: nothing would run them."""
    for item in value if isinstance(value, list | tuple) else (value,):
        sort = unrun_function(item) if callable(item) else ""
        if sort:
            expected = "a plain function, without async and yield"
            raise ContextValueWrong(function, keyword, expected, sort)


def _fits(name: str, value: object) -> bool:
    if value is None:
        return True
    if name in YES_OR_NO:
        return isinstance(value, bool)
    if name in SEVERAL and isinstance(value, list | tuple):
        return all(callable(each) for each in value)
    return callable(value) or (name in EITHER and isinstance(value, bool))


def _expected(name: str) -> str:
    if name in YES_OR_NO:
        return "True or False"
    if name in SEVERAL:
        return "a function or a list of functions"
    return "True, False or a function" if name in EITHER else "a function"
