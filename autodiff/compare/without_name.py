"""Nameless: what two constraints or indexes have in common that differ in nothing but their name."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from autodiff.core.object import Object


def nameless(value: Object) -> Hashable:
    """``value`` less its name; of one that has none, its key, which carries what it says."""
    if getattr(value, "name", None) is None:
        return value.key
    changes: dict[str, Any] = {"name": ""}
    return replace(value, **changes)
