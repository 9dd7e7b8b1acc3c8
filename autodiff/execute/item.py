"""An item: one thing that a script hands over, either operations or something opaque."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autodiff.core.describe import describe
from autodiff.core.operation import Operation


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that are turned into statements together: one, or those of a batch block."""

    operations: tuple[Operation, ...]

    def described(self) -> str:
        return "; ".join(describe(each) for each in self.operations)


@dataclass(frozen=True, slots=True)
class Sql:
    """SQL of the script's own: text, or a SQLAlchemy construct, with parameters."""

    statement: Any
    parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = field(
        default=None
    )

    def described(self) -> str:
        return f"execute {' '.join(str(self.statement).split())}"


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows to be inserted into a table."""

    table: Any
    rows: tuple[Mapping[str, Any], ...]
    multiinsert: bool = True

    def described(self) -> str:
        return f"insert {len(self.rows)} rows into {self.table.name}"


@dataclass(frozen=True, slots=True)
class Opaque:
    """A look at live data, which no recording can know the outcome of."""

    what: str

    def described(self) -> str:
        return f"opaque: {self.what}"


Item = Group | Sql | Rows | Opaque
