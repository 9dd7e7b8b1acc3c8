"""What a migration tool must do to take part: compare, write a script, run it up and down."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Script:
    """The source of a revision, with ``upgrade()`` and ``downgrade()``; ``empty`` where the tool
    found nothing to do.
    """

    source: str
    empty: bool


class Tool(Protocol):
    """A migration tool."""

    name: str

    def script(
        self, connection: sa.Connection, metadata: sa.MetaData, schemas: tuple[str, ...]
    ) -> Script:
        """The revision that brings the database to the models."""
        ...

    def run(self, engine: sa.Engine, script: Script, function: str) -> None:
        """Call a function of the script on the database."""
        ...


def function_of(script: Script, name: str) -> object:
    """The function of a script that is run as a module would be."""
    names: dict[str, object] = {"__name__": "pair"}
    with warnings.catch_warnings():
        warnings.simplefilter("error", SyntaxWarning)
        code = compile(script.source, "<script>", "exec")
    exec(code, names)
    return names[name]
