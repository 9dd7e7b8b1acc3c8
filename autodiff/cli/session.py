"""The session: what was said before the command's name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Session:
    """The options of the program."""

    config: str | None
    section: str | None
    url: str | None
    x_arguments: tuple[str, ...]
