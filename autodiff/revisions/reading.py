"""Reading the header of a revision file without running the file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from autodiff.errors.scripts import (
    RevisionIncomplete,
    RevisionNotLiteral,
    RevisionUnreadable,
)
from autodiff.revisions.header import Header, check_branch_label, check_revision_id
from autodiff.revisions.literals import Literal, ModuleTop, module_top

_SCRIPT = re.compile(rb"^(?:async )?def (?:up|down)grade", re.MULTILINE)
_CREATED = re.compile(r"^create date:[ \t]*(.*?)[ \t]*$", re.IGNORECASE | re.MULTILINE)


def read_header(path: str) -> Header | None:
    """Read the header of one file; return None if the file is no revision.

    A file without ``revision``, ``down_revision``, ``upgrade`` and ``downgrade`` is a
    helper module. Raises a ``ScriptsBroken`` for a file that is a revision but wrong.
    Function bodies are not looked at: an error in them shows when the file is run.
    """
    source = _read(path)
    top = module_top(source, path)
    if "revision" in top.literals:
        return header_of(top, path)
    if "down_revision" in top.literals or _SCRIPT.search(source):
        raise RevisionIncomplete(path, "revision")
    return None


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - Path doubles the time
            return stream.read()
    except OSError as error:
        raise RevisionUnreadable(path, error.strerror or str(error)) from None


def header_of(top: ModuleTop, path: str) -> Header:
    """Return the header of the revision at ``path`` from the top level of its module."""
    created = _CREATED.search(top.docstring)
    return Header(
        revision=_revision(top.literals["revision"], path),
        down_revisions=_strings(top.literals, "down_revision", path),
        branch_labels=_labels(top.literals, path),
        depends_on=_strings(top.literals, "depends_on", path),
        replaces=_strings(top.literals, "replaces", path),
        doc=top.docstring.partition("\n")[0].strip(),
        longdoc=top.docstring,
        path=path,
        create_date=created[1] if created else "",
    )


def _revision(literal: Literal, path: str) -> str:
    if not isinstance(literal.value, str):
        raise RevisionNotLiteral(path, literal.line, "revision", "a plain string")
    check_revision_id(literal.value, path)
    return literal.value


def _labels(literals: Mapping[str, Literal], path: str) -> tuple[str, ...]:
    labels = _strings(literals, "branch_labels", path)
    for label in labels:
        check_branch_label(label, path)
    return labels


def _strings(literals: Mapping[str, Literal], name: str, path: str) -> tuple[str, ...]:
    """Return a value that is None, a string or a sequence of strings as a tuple of distinct strings.

    Raises RevisionNotLiteral for any other value.
    """
    literal = literals.get(name)
    if literal is None or literal.value is None:
        return ()
    value = literal.value
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
        return tuple(dict.fromkeys(value))
    wanted = "None, a string or a tuple of strings written out"
    raise RevisionNotLiteral(path, literal.line, name, wanted)
