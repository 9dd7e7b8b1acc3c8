"""Compile keys: equal for types and expressions that SQLAlchemy certainly writes alike, so that
only one of them is compiled.
"""

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
    """Return a value that is equal for two types only if SQLAlchemy writes both alike; None where
    that is uncertain.

    It is certain for a type whose class is SQLAlchemy's own, without a user's ``@compiles``, and
    whose attributes are all plain values: its compiler then reads nothing but the class and these
    values. True and 1 are equal, so the classes of the values count too. Users' types, and types
    that contain others (arrays, variants), are compiled each time.
    """
    class_ = type(type_)
    if not _is_plain(class_):
        return None
    held = vars(type_)
    if "_type_affinity" in held:  # SQLAlchemy's note of the class's own
        held = {name: held[name] for name in held if name != "_type_affinity"}
    classes = tuple(map(type, held.values()))
    if not _TAME.issuperset(classes):
        return None
    return class_, *held, *classes, *held.values()


def expression_key(expression: Any) -> Hashable | None:
    """Return the like of :func:`type_key` for a default, condition or expression: certain for a
    plain string, ``text()`` without parameters, ``true()``, ``null()``, ``func.now()`` and the
    like.
    """
    class_ = type(expression)
    if class_ is str:
        return class_, expression
    if class_ is TextClause:
        certain = not expression._bindparams and _is_plain(class_)
        return (class_, expression.text) if certain else None
    if class_ in _CONSTANTS or (class_ in _CLOCKS and not len(expression.clauses)):
        return (class_,) if _is_plain(class_) else None
    return None


_ways: dict[type, Any] = {}
"""How classes are compiled that were seen to be plain: another way means another look."""


def _is_plain(class_: type) -> bool:
    """Whether the class is SQLAlchemy's own, and no user registered a way to compile it:
    ``@compiles`` replaces its ``_compiler_dispatch`` and adds ``_compiler_dispatcher``.
    """
    way = getattr(class_, "_compiler_dispatch", None)
    if way is not None and _ways.get(class_) is way:
        return True
    own = class_.__module__.startswith("sqlalchemy.")
    if way is None or not own or hasattr(class_, "_compiler_dispatcher"):
        return False
    _ways[class_] = way
    return True
