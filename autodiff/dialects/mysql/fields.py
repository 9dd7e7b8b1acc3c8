"""Fields of values: replaced where they differ, and only then, since most of a schema stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from autodiff.core.object import Object

T = TypeVar("T", bound=Object)


def with_fields(value: T, **fields: Any) -> T:
    """``value`` with ``fields``; itself where it has them already."""
    if all(getattr(value, name) == each for name, each in fields.items()):
        return value
    return replace(value, **fields)
