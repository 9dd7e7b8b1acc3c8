"""The nearest names: those that look most like one that was mistyped."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(
    name: str, names: Iterable[str], most: int = 3, *, likeness: float = 0.6
) -> tuple[str, ...]:
    """At most ``most`` of the names that resemble ``name``, the best first; ``likeness`` is the least
    ratio of ``difflib``, between 0 and 1.
    """
    from difflib import get_close_matches  # not for commands that go well

    return tuple(get_close_matches(name, list(names), n=most, cutoff=likeness))
