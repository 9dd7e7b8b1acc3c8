"""The session: what was said before the command's name."""

from __future__ import annotations

from autodiff.frozen import frozen


@frozen
class Session:
    """The options of the program."""

    config: str | None
    section: str | None
    url: str | None
    x_arguments: tuple[str, ...]
