"""Keywords of ``op`` functions: unknown ones are refused, with the nearest valid name."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from functools import cache, wraps
from inspect import Parameter, signature
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import __all__ as DATABASES
from sqlalchemy.dialects import registry
from sqlalchemy.exc import ArgumentError, SAWarning

from autodiff.dialects.script_words import is_script_word, script_words
from autodiff.errors.nearest import nearest
from autodiff.errors.operations import KeywordUnknown

P = ParamSpec("P")
R = TypeVar("R")

_SAMPLES: dict[type[Any], Callable[..., Any]] = {
    sa.Table: lambda **given: sa.Table("t", sa.MetaData(), **given),
    sa.Column: lambda **given: sa.Column("c", sa.Integer(), **given),
    sa.Index: lambda **given: sa.Index("i", **given),
    sa.PrimaryKeyConstraint: lambda **given: sa.PrimaryKeyConstraint("c", **given),
    sa.UniqueConstraint: lambda **given: sa.UniqueConstraint("c", **given),
    sa.CheckConstraint: lambda **given: sa.CheckConstraint("1 = 1", **given),
    sa.ForeignKeyConstraint: lambda **given: sa.ForeignKeyConstraint(
        ["c"], ["t.c"], **given
    ),
}
"""By class of SQLAlchemy: a function that makes an instance from dialect keywords only."""


def strict(
    *constructs: type[Any], own: Iterable[str] = (), shape: type | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator; the function then raises KeywordUnknown for an unknown ``**options``.

    Valid are dialect keywords of SQLAlchemy's ``constructs``, the names ``own``, and the keywords
    that a database has for the operation ``shape`` (Alter, Drop) of a column; any of them may
    begin with ``existing_``.
    """
    words = frozenset(own)

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        named = _named(function)

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            for name in kwargs.keys() - named:
                if not _is_valid(name, constructs, words, shape):
                    brought = script_words(shape) if shape else ()
                    likely = _likely(name, {*named, *words, *brought}, constructs)
                    raise KeywordUnknown(function.__name__, name, likely)
            return function(*args, **kwargs)

        return checked

    return decorate


def _named(function: Callable[..., Any]) -> frozenset[str]:
    kinds = (Parameter.VAR_KEYWORD, Parameter.VAR_POSITIONAL)
    parameters = signature(function).parameters.values()
    return frozenset(each.name for each in parameters if each.kind not in kinds)


def _is_valid(
    name: str, constructs: tuple[Any, ...], words: frozenset[str], shape: type | None
) -> bool:
    bare = name.removeprefix("existing_")
    if bare in words or any(_takes(each, bare) for each in constructs):
        return True
    return shape is not None and is_script_word(bare, shape)


@cache
def _takes(construct: type[Any], name: str) -> bool:
    """Whether SQLAlchemy accepts ``name`` as a dialect keyword of ``construct``.

    For an unknown dialect it only warns, so the warning is turned into an error.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", SAWarning)
        try:
            _SAMPLES[construct](**{name: None})
        except (ArgumentError, TypeError, SAWarning):
            return False
    return True


def _likely(name: str, words: Iterable[str], constructs: tuple[Any, ...]) -> str:
    """Return a hint with the valid name nearest to ``name``, or "" if none is near."""
    theirs = (word for construct in constructs for word in _dialect_words(construct))
    close = nearest(name.removeprefix("existing_"), [*words, *theirs], 1)
    return f" Did you mean {close[0]}?" if close else ""


@cache
def _dialect_words(construct: type[Any]) -> tuple[str, ...]:
    return tuple(
        f"{database}_{argument}"
        for database in DATABASES
        for class_, arguments in registry.load(database).construct_arguments or ()
        if issubclass(construct, class_)
        for argument in arguments
    )
