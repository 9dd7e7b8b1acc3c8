"""The standard dialect: SQL as the kinds write it, and SQLAlchemy's own compilers; others start here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from autodiff.core.dialect import Definition, Dialect, Emitter
from autodiff.kinds import DEFINITIONS, EMITTERS


class StandardDialect(Dialect):
    """Standard SQL; a database's package merges its exceptions into the tables."""

    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = EMITTERS
    definitions: ClassVar[Mapping[type, Definition]] = DEFINITIONS
