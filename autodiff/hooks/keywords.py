"""The keywords of context.configure: what each may be, and what a wrong one was meant to be."""

from __future__ import annotations

from dataclasses import fields

from autodiff.errors.models import ContextValueWrong
from autodiff.errors.nearest import nearest
from autodiff.execute.unawaited import unrun_function
from autodiff.hooks.configured import Hooks

OF_RUN = ("target_metadata", "on_version_apply", "arguments", "suffix", "database")
"""What is said to ``context.run`` instead."""

EITHER = ("compare_type", "compare_server_default")
"""A function, or yes or no."""

YES_OR_NO = ("include_schemas",)

SEVERAL = ("process_revision_directives",)
"""One function, or a list of them."""


def likely_keyword(name: str) -> str:
    """A hint at what a keyword that is none was meant to be, or nothing."""
    if name in OF_RUN:
        return " It is one of context.run()."
    known = [each.name for each in fields(Hooks)]
    close = nearest(name, known, 1)
    return f" Did you mean {close[0]}?" if close else ""


def checked(hooks: Hooks) -> Hooks:
    """``hooks`` as they are; raises ContextValueWrong."""
    for each in fields(hooks):
        value = getattr(hooks, each.name)
        if not _fits(each.name, value):
            given = f"{type(value).__name__} {value!r:.60}"
            raise ContextValueWrong("configure", each.name, _expected(each.name), given)
        check_plain("configure", each.name, value)
    return hooks


def check_plain(function: str, keyword: str, value: object) -> None:
    """Refuse functions that are ``async`` or have a ``yield``: nobody would run them."""
    for each in value if isinstance(value, list | tuple) else (value,):
        sort = unrun_function(each) if callable(each) else ""
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
