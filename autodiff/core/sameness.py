"""Sameness: which SQLAlchemy types are certainly written alike, so that one of them is compiled."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

_TAME = (str, bool, int, float, type(None))
"""Values that are told by ``==`` and cannot change; True and 1 are kept apart by their class."""


def type_key(type_: Any) -> Hashable | None:
    """A value that is equal for two types only if SQLAlchemy writes the same for both; None where
    that cannot be known.

    It is known of a type whose class is SQLAlchemy's own and not compiled in a way that a user
    registered (``@compiles``, which leaves a mark on the class), and of which all that the
    instance holds is plain: its compiler then sees nothing but the class and these values. Users'
    types, and types that hold others (arrays, variants), are compiled each time.
    """
    class_ = type(type_)
    if not class_.__module__.startswith("sqlalchemy."):
        return None
    if hasattr(class_, "_compiler_dispatcher"):
        return None
    held = [class_]
    for name, value in vars(type_).items():
        if name == "_type_affinity":  # SQLAlchemy's note of the class's own
            continue
        if type(value) not in _TAME:
            return None
        held += (name, type(value), value)
    return tuple(held)
