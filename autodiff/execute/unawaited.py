"""Unrun code: functions whose call runs nothing (``async``, generators), and results of such calls."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from types import (
    AsyncGeneratorType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    MethodType,
)
from typing import Any

from autodiff.errors.running import WorkNotDone
from autodiff.errors.users_code import users_code

_FUNCTIONS: tuple[tuple[Callable[[Any], bool], str], ...] = (
    (inspect.iscoroutinefunction, "a coroutine function"),
    (inspect.isasyncgenfunction, "an asynchronous generator function"),
    (inspect.isgeneratorfunction, "a generator function"),
)
_RESULTS: tuple[tuple[tuple[type[Any], ...], str], ...] = (
    ((CoroutineType,), "a coroutine"),
    ((GeneratorType,), "a generator"),
    ((AsyncGeneratorType,), "an asynchronous generator"),
    ((Awaitable,), "something to be awaited"),
    ((map, filter), "an iterator"),
    ((FunctionType, MethodType, partial), "a function"),
)
"""Only built-in iterators: a database cursor is an iterator too, but has done its work."""

_FRAMES = ("cr_frame", "gi_frame", "ag_frame")


def unrun_function(function: object) -> str:
    """Return the kind of ``function`` if calling it runs nothing yet, for messages; else "".

    A decorated ``async`` function counts as what the decorator returned, which may well run it.
    """
    within = _within(function)
    for is_one, words in _FUNCTIONS:
        if is_one(function) or is_one(within):
            return words
    return ""


def _within(function: object) -> object:
    """Return the function that a call of a partial, a method or a callable object runs."""
    while True:
        if isinstance(function, partial):
            function = function.func
        elif isinstance(function, MethodType | staticmethod | classmethod):
            function = function.__func__
        else:
            break
    if isinstance(function, FunctionType | type):
        return function
    return inspect.getattr_static(type(function), "__call__", function)


def unrun_result(result: object) -> str:
    """Return the kind of ``result`` if it is still to be run or awaited, for messages; else ""."""
    if any(getattr(result, name, result) is None for name in _FRAMES):
        return ""  # it was run to its end
    for types, words in _RESULTS:
        if isinstance(result, types):
            if isinstance(result, CoroutineType | GeneratorType):
                result.close()  # else Python complains about it, later and elsewhere
            return words
    return ""


def call(
    what: str,
    function: Callable[..., Any],
    *values: Any,
    arguments: Mapping[str, Any] | None = None,
) -> None:
    """Call a function of the user with ``values`` and ``arguments``; ``what`` names it in messages.

    Raises CodeEnded; WorkNotDone if the result is still to be run; and what the function raises.
    """
    with users_code(what):
        result = function(*values, **(arguments or {}))
    left = unrun_result(result)
    if left:
        raise WorkNotDone(what, left)
