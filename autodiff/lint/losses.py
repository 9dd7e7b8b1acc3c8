"""Losses: what operations take from rows that are there, and how many rows that are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Literal

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Step
from autodiff.core.own_operation import OwnOperation
from autodiff.frozen import frozen
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum, labels_gone
from autodiff.kinds.table import Table
from autodiff.lint.row_count import RowCount

Direction = Literal["upgrade", "downgrade"]

DROP_TABLE = "DS102"
DROP_COLUMN = "DS103"
CAST = "DS108"
LABEL_REMOVED = "DS110"
COMES_BACK_EMPTY = "DS115"


@frozen
class Loss:
    """What ``operation`` takes from rows: ``what`` in words, less what comes before and after.

    ``refused``: nothing is taken, the operation fails where there are such rows. ``lasting``: the
    way back cannot undo it. ``rows`` are counted where somebody looked. No value is kept.
    """

    rule: str
    operation: Operation
    direction: Direction
    what: str
    refused: bool = False
    lasting: bool = False
    rows: RowCount | None = None

    @property
    def sentence(self) -> str:
        """In words, without the number of rows."""
        return self._said("")

    def __str__(self) -> str:
        return self._said(f" ({self.rows})" if self.rows else "")

    def _said(self, counted: str) -> str:
        head = "May fail" if self.refused else "Data loss"
        tail = "; a downgrade cannot restore them" if self.lasting else ""
        return f"{head}{counted}: {' '.join(self.what.split())}{tail}."


@frozen
class Opposite:
    """The other direction of a script: the keys that it drops, and whether it brings values back
    for all we know, with SQL of its own.
    """

    dropped: frozenset[Key] = frozenset()
    restores: bool = False


def opposite(steps: Iterable[Step]) -> Opposite:
    """What ``steps`` are to the other direction."""
    known = tuple(steps)
    operations = [each for each in known if not isinstance(each, OwnOperation)]
    dropped = (each.object.key for each in operations if isinstance(each, Drop))
    return Opposite(frozenset(dropped), len(operations) < len(known))


def losses(
    step: Step, direction: Direction, dialect: Dialect, other: Opposite
) -> Iterator[Loss]:
    """What a step takes from rows."""
    if isinstance(step, OwnOperation):
        return
    if isinstance(step, Create):
        if direction == "downgrade" and step.object.key in other.dropped:
            yield from _comes_back(step, direction)
        return
    lasting = direction == "upgrade" and not other.restores
    for rule in RULES:
        for loss in rule(step, direction, dialect):
            yield replace(loss, lasting=lasting and not loss.refused)


# --- the rules ------------------------------------------------------------------------------------


def _dropped_table(
    operation: Operation, direction: Direction, dialect: Dialect
) -> Iterator[Loss]:
    match operation:
        case Drop(object=Table() as table):
            what = f"table {place_of(table.key)} is dropped with its rows"
            yield Loss(DROP_TABLE, operation, direction, what)


def _dropped_column(
    operation: Operation, direction: Direction, dialect: Dialect
) -> Iterator[Loss]:
    """What is computed can be computed again."""
    match operation:
        case Drop(object=Column(computed=None) as column):
            what = f"values of {place_of(column.key)} are dropped"
            yield Loss(DROP_COLUMN, operation, direction, what)
        case Alter(before=Column(computed=None), after=Column() as column):
            if column.computed is not None:
                what = f"values of {place_of(column.key)} are replaced by computed ones"
                yield Loss(DROP_COLUMN, operation, direction, what)


def _cast(
    operation: Operation, direction: Direction, dialect: Dialect
) -> Iterator[Loss]:
    """Another type; how a script's own USING reads values is not known."""
    match operation:
        case Alter(before=Column() as before, after=Column() as after):
            if before.type == after.type or not before.type.sql or before.computed:
                return
            recast = dialect.recast(before.type, after.type)
            place = place_of(after.key)
            if recast and "postgresql_using" in dict(operation.options):
                what = f"values of {place} become what USING says"
                yield Loss(CAST, operation, direction, what)
                return
            if recast.changed:
                what = f"values of {place} {recast.changed}"
                yield Loss(CAST, operation, direction, what)
            if recast.refused:
                what = f"values of {place} {recast.refused} {dialect.refusal}"
                yield Loss(CAST, operation, direction, what, refused=True)


def _removed_label(
    operation: Operation, direction: Direction, dialect: Dialect
) -> Iterator[Loss]:
    match operation:
        case Alter(
            before=Enum() as before, after=Enum() as after, inner_renames=renames
        ):
            gone = labels_gone(before, after, renames)
            if gone:
                labels = " or ".join(f"'{each}'" for each in gone)
                what = f"rows that hold {labels} {dialect.refusal}"
                yield Loss(LABEL_REMOVED, operation, direction, what, refused=True)


RULES: tuple[Callable[[Operation, Direction, Dialect], Iterator[Loss]], ...] = (
    _dropped_table,
    _dropped_column,
    _cast,
    _removed_label,
)


def _comes_back(operation: Create[Object], direction: Direction) -> Iterator[Loss]:
    """What was dropped on the way there, and is created again."""
    value = operation.object
    if isinstance(value, Table):
        what = f"table {place_of(value.key)} comes back without rows"
    elif isinstance(value, Column) and value.computed is None:
        what = f"{place_of(value.key)} comes back {_held_instead(operation, value)}"
    else:
        return
    yield Loss(COMES_BACK_EMPTY, operation, direction, what)


def _held_instead(operation: Create[Object], column: Column) -> str:
    """What rows get in a column that comes back."""
    if column.default is not None:
        return f"with its default {column.default.sql} in each row"
    if operation.fill is not None:
        return f"with {operation.fill.sql} in each row"
    if column.identity is not None or column.autoincrement:
        return "with new numbers"
    return "with NULL in each row" if column.nullable else "without its values"


def place_of(key: Key) -> str:
    """A table or column as users write it: ``users.mail``."""
    return ".".join(each for each in key[1:] if each)
