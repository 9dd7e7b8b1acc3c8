"""Grouping: the operations of a block turned into statements, one rebuild a table at most where it can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.knowledge import complete
from autodiff.core.operation import Drop, Operation, Rename
from autodiff.core.state import ReplayedState, State
from autodiff.core.statement import Statement
from autodiff.dialects.sqlite.catalog import entries, statistics_tables
from autodiff.dialects.sqlite.changes import CHANGES, changed
from autodiff.dialects.sqlite.guards import (
    check_columns_free,
    check_no_rows_lost,
    check_not_interrupted,
    pragma,
    probes,
)
from autodiff.dialects.sqlite.in_place import stays_in_place
from autodiff.dialects.sqlite.rebuild import rebuild
from autodiff.dialects.sqlite.standing import Standing, standing_of
from autodiff.errors.sqlite import TableUnknown
from autodiff.kinds.column import Column
from autodiff.kinds.table import Table


def statements(
    operations: Sequence[Operation], state: State, dialect: Dialect
) -> Iterator[Statement]:
    """The statements of ``operations``, neighbours on one table taken together."""
    for table, group in groupby(operations, key=_table):
        if table is None:
            for operation in group:
                yield from dialect.emitter(operation)(operation, dialect, state)
        else:
            yield from TableChanges(table, state, dialect).statements(list(group))


def _table(operation: Operation) -> Key | None:
    """The table that stays and is changed; None where a table comes, goes or is renamed."""
    if (type(operation), type(operation.object)) not in CHANGES:
        return None
    value = operation.before if isinstance(operation, Rename) else operation.object
    return value.key if isinstance(value, Table) else value.parent


class TableChanges:
    """The changes to one table."""

    def __init__(self, table: Key, state: State, dialect: Dialect) -> None:
        self._table = table
        self._state = state
        self._dialect = dialect
        self._now = standing_of(table, state, dialect)

    def statements(self, operations: Sequence[Operation]) -> Iterator[Statement]:
        """Each operation in place if all can be; else one rebuild between renames of columns."""
        mentions = self._mentions(operations)
        if self._now is None or self._all_in_place(operations, mentions):
            yield from self._in_place(operations, mentions)
            return
        for renames, group in groupby(operations, key=_renames_column):
            if renames:
                yield from self._in_place(list(group), mentions)
            else:
                yield from self._rebuilt(_settings_last(group))

    def _mentions(self, operations: Sequence[Operation]) -> list[str]:
        """The texts of triggers and views, where it matters who names a column."""
        connection = self._state.connection
        drops = any(
            isinstance(each, Drop) and isinstance(each.object, Column)
            for each in operations
        )
        if connection is None or not drops:
            return []
        rows = entries(connection, self._table.namespace, ("trigger", "view"))
        return [each.sql for each in rows]

    def _all_in_place(
        self, operations: Sequence[Operation], mentions: Sequence[str]
    ) -> bool:
        """Whether each operation stays in place where the ones before it have led."""
        standing = self._now
        for each in operations:
            each = self._whole(each, standing)
            if not stays_in_place(each, standing, mentions, self._dialect):
                return False
            if standing is not None:
                standing = changed(standing, each, self._dialect)
        return True

    def _whole(self, operation: Operation, standing: Standing | None) -> Operation:
        """``operation`` with what the script left unsaid, as it stands at this point."""
        if standing is None:
            return operation
        return complete(operation, ReplayedState(standing.schema(self._dialect)))

    def _in_place(
        self, operations: Sequence[Operation], mentions: Sequence[str]
    ) -> Iterator[Statement]:
        for operation in operations:
            if self._now is None and not stays_in_place(
                operation, None, mentions, self._dialect
            ):
                raise TableUnknown(str(self._table.name))
            whole = self._whole(operation, self._now)
            emit = self._dialect.emitter(whole)
            yield from emit(whole, self._dialect, self._known())
            if self._now is not None:
                self._now = changed(self._now, whole, self._dialect)

    def _known(self) -> State:
        if self._now is None:
            return self._state
        return ReplayedState(self._now.schema(self._dialect))

    def _rebuilt(self, operations: Sequence[Operation]) -> Iterator[Statement]:
        assert self._now is not None
        before = after = self._now
        for operation in operations:
            after = changed(after, self._whole(operation, after), self._dialect)
        check_columns_free(before, after)
        yield from self._sent(before, after)
        self._now = Standing(after.namespace, after.text, after.indexes, after.triggers)

    def _sent(self, before: Standing, after: Standing) -> Iterator[Statement]:
        connection = self._state.connection
        if connection is None:
            yield from rebuild(before, after, self._dialect)
            return
        check_not_interrupted(connection, self._table)
        check_no_rows_lost(connection, self._table, self._dialect, own=True)
        legacy = pragma(connection, "legacy_alter_table")
        tries = probes(connection, before, after, self._dialect)
        yield from rebuild(
            before,
            after,
            self._dialect,
            legacy=legacy,
            statistics=statistics_tables(connection, self._table.namespace),
        )
        yield from tries


def _renames_column(operation: Operation) -> bool:
    return isinstance(operation, Rename) and isinstance(operation.before, Column)


def _settings_last(operations: Iterator[Operation]) -> list[Operation]:
    """What is set for the table itself comes last: AUTOINCREMENT needs the key to be there."""
    return sorted(operations, key=lambda each: isinstance(each.object, Table))
