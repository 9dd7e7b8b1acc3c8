"""Rows of losses: the rows that an operation takes something from, looked for and counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Drop
from autodiff.core.schema import Schema
from autodiff.execute.live import LiveState
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum, labels_gone
from autodiff.kinds.place import table_key
from autodiff.lint.losses import COMES_BACK_EMPTY, Loss
from autodiff.lint.misfits import misfit
from autodiff.lint.origins import Origins
from autodiff.lint.row_count import row_count

Rows = sa.Select[Any]


class LossRows:
    """Finds the rows of losses in a database that holds ``schema``, where the operations begin;
    with ``look`` false none is looked at.
    """

    def __init__(
        self, connection: Connection, dialect: Dialect, schema: Schema, *, look: bool
    ) -> None:
        self.origins = Origins(self._known)
        self._connection = connection
        self._dialect = dialect
        self._schema = schema
        self._live = LiveState(connection, dialect)
        self._look = look

    def _known(self, key: Key) -> Object | None:
        """What is there under a key; the database is asked of what was not looked at before."""
        found = self._schema.get(key)
        return self._live.get(key) if found is None else found

    def existed(self, loss: Loss) -> bool:
        """Whether the operation is about what was there before the run."""
        value = loss.operation.object
        if isinstance(value, Enum) or loss.rule == COMES_BACK_EMPTY:
            return True
        return self.origins.of(value.key) is not None

    def counted(self, loss: Loss) -> Loss:
        """The loss with the number of its rows."""
        found = list(self._rows(loss)) if self._look else []
        if not found:
            return loss
        counts = [
            row_count(self._connection, self._dialect, rows, which)
            for rows, which in found
        ]
        return replace(loss, rows=sum(counts[1:], counts[0]))

    def _rows(self, loss: Loss) -> Iterator[tuple[Rows, str]]:
        """The queries for the rows of a loss, and which rows those are."""
        operation = loss.operation
        match operation:
            case Drop(object=Column() as column):
                yield from self._with_value(column)
            case Drop(object=table):
                if key := self.origins.of(table.key):
                    yield _from(key), ""
            case Alter(before=Column() as before, after=Column() as after):
                yield from self._recast(loss, before, after)
            case Alter(before=Enum() as before, after=Enum() as after):
                yield from self._with_label(operation, before, after)

    def _with_value(self, column: Column) -> Iterator[tuple[Rows, str]]:
        if key := self.origins.of(column.key):
            held = self._held(key)
            yield _from(_table(key)).where(held.is_not(None)), " with a value"

    def _recast(
        self, loss: Loss, before: Column, after: Column
    ) -> Iterator[tuple[Rows, str]]:
        key = self.origins.of(after.key)
        unfit = None
        if key and loss.refused:
            unfit = misfit(before, after, self._held(key), self._dialect)
        if key and unfit is not None:
            yield _from(_table(key)).where(unfit), " like that"
        else:
            yield from self._with_value(after)

    def _with_label(
        self, operation: Alter[Object], before: Enum, after: Enum
    ) -> Iterator[tuple[Rows, str]]:
        gone = labels_gone(before, after, operation.inner_renames)
        for column in self._schema.values():
            if isinstance(column, Column) and before.key in column.needs():
                held = sa.cast(self._held(column.key), sa.String())
                yield _from(_table(column.key)).where(held.in_(gone)), " like that"

    def _held(self, key: Key) -> sa.ColumnElement[Any]:
        return sa.literal_column(self._dialect.quote(key.name))


def _table(column: Key) -> Key:
    return table_key(column.namespace, column.table)


def _from(table: Key) -> Rows:
    one: sa.ColumnElement[int] = sa.literal_column("1").label("one")
    return sa.select(one).select_from(
        sa.table(table.name, schema=table.namespace or None)
    )
