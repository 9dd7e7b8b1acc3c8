"""Unrun code: functions whose call does nothing yet, and what such a call gives back."""

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
"""Cursors of databases are iterators too, and have done their work: so only the built-in ones."""

_FRAMES = ("cr_frame", "gi_frame", "ag_frame")


def unrun_function(function: object) -> str:
    """Which sort of function a call of which does nothing yet; "" for one that does its work.

    What a decorator made of an ``async`` function counts as it is: it may well run that.
    """
    within = _within(function)
    for is_one, words in _FUNCTIONS:
        if is_one(function) or is_one(within):
            return words
    return ""


def _within(function: object) -> object:
    """The function that a call of a partial, a method or a callable object ends up in."""
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
    """What a function gave back that is still to be run or awaited; "" where it is none."""
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
    """Call a function of the user's for what it does; ``what`` it is, is for people.

    Raises CodeEnded, WorkNotDone where it gives back what is still to be run, and what it raises.
    """
    with users_code(what):
        result = function(*values, **(arguments or {}))
    left = unrun_result(result)
    if left:
        raise WorkNotDone(what, left)
