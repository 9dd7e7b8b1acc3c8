"""Knows which names look most like one that was mistyped."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, names: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """At most ``most`` of the names that resemble ``name``, the best first."""
    from difflib import get_close_matches

    return tuple(get_close_matches(name, list(names), n=most, cutoff=0.6))
