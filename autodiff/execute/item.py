"""Items: what a script passes to the migration, such as operations, SQL and rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from autodiff.core.describe import describe
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.frozen import frozen


@frozen
class Group:
    """Operations that are turned into statements together: one, or those of a batch block."""

    operations: tuple[Operation, ...]

    def described(self) -> str:
        """Return one line that describes the item."""
        return "; ".join(describe(each) for each in self.operations)

    def content(self) -> str:
        """Return the full text of the operations, the same in every process that runs the script."""
        return "; ".join(_said(each) for each in self.operations)


@frozen
class Sql:
    """SQL of the script's own: text, or a SQLAlchemy construct, with parameters."""

    statement: Any
    parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = field(
        default=None
    )

    @property
    def is_text(self) -> bool:
        """Whether the SQL is plain text without parameters."""
        return isinstance(self.statement, str) and self.parameters is None

    def described(self) -> str:
        """Return one line that describes the item."""
        return f"execute {' '.join(str(self.statement).split())}"

    def content(self) -> str:
        """Return the SQL without its values: these may come from a clock or from chance."""
        return self.described()


@frozen
class InsertedRows:
    """Rows to be inserted into a table."""

    table: Any
    rows: tuple[Mapping[str, Any], ...]
    multiinsert: bool = True

    def described(self) -> str:
        """Return one line that describes the item."""
        return f"insert {len(self.rows)} rows into {self.table.name}"

    def content(self) -> str:
        """Return the number of rows without their values: these may come from a clock or from chance."""
        return self.described()


@frozen
class Opaque:
    """A step whose outcome a recording cannot know: a look at live data, or SQL that was sent on
    the live connection and not through ``op``.
    """

    what: str

    def described(self) -> str:
        """Return one line that describes the item."""
        return f"opaque: {self.what}"

    def content(self) -> str:
        return self.described()


Item = Group | Sql | InsertedRows | Opaque


def fills_of(item: Item) -> tuple[str, ...]:
    """Return the SQL of the fill values of the item's operations.

    ``content`` leaves them out, since they may come from a clock or from chance.
    """
    if not isinstance(item, Group):
        return ()
    able = (each for each in item.operations if isinstance(each, Create | Alter))
    return tuple(each.fill.sql for each in able if each.fill is not None)


def _said(operation: Operation) -> str:
    match operation:
        case Create(object=value, parts=parts):
            return f"create {value!r} {parts!r}"
        case Drop(object=value):
            return f"drop {value.key}"
        case Rename(before=before, after=after):
            return f"rename {before.key} {after.key}"
        case Alter(
            before=before, after=after, options=options, inner_renames=inner_renames
        ):
            labels = f" {inner_renames!r}" if inner_renames else ""
            return f"alter {before!r} {after!r} {options!r}{labels}"
