"""What a script leaves unsaid, as the value of a field."""

from __future__ import annotations

from typing import Any, Final


class Unknown:
    """The class of :data:`UNKNOWN`, its only value: equal to itself alone."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __reduce__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final[Any] = Unknown()
"""Stands in any field of which a script does not say what it holds, until
:func:`autodiff.core.knowledge.complete` fills it. Its type is Any, since every field may hold it.
"""
