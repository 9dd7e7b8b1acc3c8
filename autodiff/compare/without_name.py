"""Comparing constraints and indexes without their names."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

from autodiff.core.object import Object


def nameless(value: Object) -> Hashable:
    """Return ``value`` with an empty name, to be compared; its key where it has no name, since that
    key is made of what it contains.
    """
    if getattr(value, "name", None) is None:
        return value.key
    changes: dict[str, Any] = {"name": ""}
    return replace(value, **changes)
