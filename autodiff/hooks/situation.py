"""The situation: where a hook is called."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.frozen import frozen
from autodiff.settings import Settings


@frozen
class Situation:
    """The database and settings that a hook is called for.

    ``dialect`` is SQLAlchemy's (``.name`` is "postgresql"); ``connection`` is None where there is
    no database. ``database`` is one of the setting ``databases``, or "".
    """

    dialect: Any
    connection: Connection | None
    settings: Settings
    database: str = ""


@frozen
class PrintSituation(Situation):
    """The situation of a hook that writes source.

    It adds the import lines that the script needs: ``imports.add("import shop")``.
    """

    imports: set[str] = field(default_factory=set)
