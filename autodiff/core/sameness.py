"""Sameness: what SQLAlchemy certainly writes alike, so that one of them is compiled."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sqlalchemy import TextClause
from sqlalchemy.sql import functions
from sqlalchemy.sql.elements import False_, Null, True_

_TAME = frozenset({str, bool, int, float, type(None)})
"""Classes of values that are told by ``==`` and cannot change."""

_CONSTANTS = frozenset({True_, False_, Null})
"""Elements that hold nothing."""

_CLOCKS = frozenset(
    {
        functions.now,
        functions.current_date,
        functions.current_time,
        functions.current_timestamp,
        functions.localtime,
        functions.localtimestamp,
    }
)
"""Functions that are written by their name alone, where they have no arguments."""


def type_key(type_: Any) -> Hashable | None:
    """A value that is equal for two types only if SQLAlchemy writes the same for both; None where
    that cannot be known.

    It is known of a type whose class is SQLAlchemy's own and not compiled in a way that a user
    registered, and of which all that the instance holds is plain: its compiler then sees nothing
    but the class and these values. True and 1 are equal, so the classes of the values count too.
    Users' types, and types that hold others (arrays, variants), are compiled each time.
    """
    class_ = type(type_)
    if not _is_own(class_) or _is_recompiled(class_):
        return None
    held = vars(type_)
    if "_type_affinity" in held:  # SQLAlchemy's note of the class's own
        held = {name: held[name] for name in held if name != "_type_affinity"}
    classes = tuple(map(type, held.values()))
    if not _TAME.issuperset(classes):
        return None
    return class_, *held, *classes, *held.values()


def expression_key(expression: Any) -> Hashable | None:
    """As :func:`type_key`, of what a default, condition or expression is written as: known of a
    plain string, of ``text()`` without parameters, of ``true()``, ``null()``, ``func.now()`` and
    the like.
    """
    class_ = type(expression)
    if class_ is str:
        return class_, expression
    if class_ is TextClause:
        known = not expression._bindparams and not _is_recompiled(class_)
        return (class_, expression.text) if known else None
    if class_ in _CONSTANTS or (class_ in _CLOCKS and not len(expression.clauses)):
        return None if _is_recompiled(class_) else (class_,)
    return None


def _is_own(class_: type) -> bool:
    """Whether the class is SQLAlchemy's."""
    return class_.__module__.startswith("sqlalchemy.")


def _is_recompiled(class_: type) -> bool:
    """Whether a user registered a way to compile it: ``@compiles`` marks the class so."""
    return hasattr(class_, "_compiler_dispatcher")
