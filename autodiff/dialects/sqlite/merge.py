"""Merging the operations of a block into statements, if possible with one rebuild for a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from autodiff.core.fold import in_parent
from autodiff.core.key import Key
from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.state import ReplayedState, State
from autodiff.core.statement import Statement
from autodiff.dialects.sqlite import ddl_column, ddl_constraint, ddl_table
from autodiff.dialects.sqlite.catalog import (
    CatalogDialect,
    entries,
    statistics_tables,
)
from autodiff.dialects.sqlite.ddl_column import can_be_added, can_be_dropped
from autodiff.dialects.sqlite.ddl_constraint import index_sql
from autodiff.dialects.sqlite.ddl_table import (
    check_no_rows_lost,
    check_not_interrupted,
    table_sql,
)
from autodiff.dialects.sqlite.rebuild import check_columns_unused, probes, rebuild
from autodiff.dialects.sqlite.session import is_on
from autodiff.dialects.sqlite.stored import Changes, StoredTable
from autodiff.dialects.sqlite.table_text import table_text
from autodiff.errors.sqlite import TableUnknown
from autodiff.kinds.column import Column
from autodiff.kinds.index import Index
from autodiff.kinds.table import Table

CHANGES: Changes = {
    **ddl_column.CHANGES,
    **ddl_constraint.CHANGES,
    **ddl_table.CHANGES,
}
"""Changes inside a table; all other operations create, drop or rename one."""


def statements(
    operations: Sequence[Operation], state: State, dialect: CatalogDialect
) -> Iterator[Statement]:
    """Yield the statements of ``operations``; consecutive ones on one table are merged."""
    for table, group in groupby(operations, key=_table_changed):
        if table is None:
            for operation in group:
                yield from dialect.emitter(operation)(operation, dialect, state)
        else:
            yield from TableChanges(table, state, dialect).statements(list(group))


def _table_changed(operation: Operation) -> Key | None:
    if (type(operation), type(operation.object)) not in CHANGES:
        return None
    value = operation.before if isinstance(operation, Rename) else operation.object
    return value.key if isinstance(value, Table) else value.parent


def _changed(
    stored: StoredTable, operation: Operation, dialect: CatalogDialect
) -> StoredTable:
    """Apply ``operation`` to the stored texts. Raises PartUnknown if its object does not exist."""
    change = CHANGES[type(operation), type(operation.object)]
    return change(stored, operation, dialect)


class TableChanges:
    """The changes to one table."""

    def __init__(self, table: Key, state: State, dialect: CatalogDialect) -> None:
        self._table = table
        self._state = state
        self._dialect = dialect
        self._now = _stored(table, state, dialect)

    def statements(self, operations: Sequence[Operation]) -> Iterator[Statement]:
        """Yield statements in place if all operations allow it; else one rebuild for each run of
        operations between renames of columns.
        """
        mentions = self._mentions(operations)
        if self._now is None or self._all_in_place(operations, mentions):
            yield from self._in_place(operations, mentions)
            return
        for renames, group in groupby(operations, key=_renames_column):
            if renames:
                yield from self._in_place(list(group), mentions)
            else:
                yield from self._rebuilt(_options_last(group))

    def _mentions(self, operations: Sequence[Operation]) -> list[str]:
        """Return the texts of triggers and views if a column is dropped, which they may name."""
        connection = self._state.connection
        drops = any(
            isinstance(operation, Drop) and isinstance(operation.object, Column)
            for operation in operations
        )
        if connection is None or not drops:
            return []
        namespace, types = self._table.namespace, ("trigger", "view")
        return [row.sql for row in entries(connection, self._dialect, namespace, types)]

    def _all_in_place(
        self, operations: Sequence[Operation], mentions: Sequence[str]
    ) -> bool:
        """Whether all operations can be done in place, each on the result of those before it."""
        stored = self._now
        for operation in operations:
            whole = self._whole(operation, stored)
            if not stays_in_place(whole, stored, mentions, self._dialect):
                return False
            if stored is not None:
                stored = _changed(stored, whole, self._dialect)
        return True

    def _whole(self, operation: Operation, stored: StoredTable | None) -> Operation:
        """Complete the fields that the script left out from the table at this point."""
        if stored is None:
            return operation
        return complete(operation, ReplayedState(stored.schema(self._dialect)))

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
                self._now = _changed(self._now, whole, self._dialect)

    def _known(self) -> State:
        if self._now is None:
            return self._state
        return ReplayedState(self._now.schema(self._dialect))

    def _rebuilt(self, operations: Sequence[Operation]) -> Iterator[Statement]:
        assert self._now is not None
        before = after = self._now
        for operation in operations:
            after = _changed(after, self._whole(operation, after), self._dialect)
        check_columns_unused(before, after)
        yield from self._rebuild(before, after)
        self._now = StoredTable(
            after.namespace, after.text, after.indexes, after.triggers
        )

    def _rebuild(self, before: StoredTable, after: StoredTable) -> Iterator[Statement]:
        connection, dialect = self._state.connection, self._dialect
        if connection is None:
            yield from rebuild(before, after, dialect)
            return
        check_not_interrupted(connection, self._table, dialect)
        check_no_rows_lost(connection, self._table, dialect, own=True)
        legacy = is_on(connection, "legacy_alter_table")
        tries = probes(connection, before, after, dialect)
        statistics = statistics_tables(connection, dialect, self._table.namespace)
        yield from rebuild(before, after, dialect, legacy=legacy, statistics=statistics)
        yield from tries


def _renames_column(operation: Operation) -> bool:
    return isinstance(operation, Rename) and isinstance(operation.before, Column)


def _options_last(operations: Iterable[Operation]) -> list[Operation]:
    """Sort changes of the table itself to the end: AUTOINCREMENT depends on the primary key."""
    return sorted(operations, key=lambda operation: isinstance(operation.object, Table))


# --- in place or by a rebuild ---------------------------------------------------------------------

DROP_COLUMN_SINCE = (3, 35)


def stays_in_place(
    operation: Operation,
    stored: StoredTable | None,
    mentions: Iterable[str],
    dialect: CatalogDialect,
) -> bool:
    """Whether SQLite can do ``operation`` without a rebuild of the table ``stored``.

    ``stored`` is None if the table is unknown. ``mentions`` are the texts of triggers and views,
    which must not name a dropped column. DROP COLUMN depends on the version of ``dialect``.
    """
    match operation:
        case Create(object=Column() as column, fill=fill):
            return fill is None and can_be_added(column)
        case Drop(object=Column() as column):
            version = dialect.sa.server_version_info or DROP_COLUMN_SINCE
            if stored is None or tuple(version) < DROP_COLUMN_SINCE:
                return False
            return can_be_dropped(column.name, stored, mentions)
        case Rename(before=Column()):
            return True
        case Alter(before=Table() as before, after=Table() as after):
            return before.options == after.options
        case Alter(before=Column() as before, after=Column() as after):
            return set(before.changed_fields(after)) <= {"comment"}
    return isinstance(operation.object, Index)


# --- the table before -----------------------------------------------------------------------------


def _stored(key: Key, state: State, dialect: CatalogDialect) -> StoredTable | None:
    """Return a table's stored texts from the live database, or None if it does not exist.

    Offline they are written from the replayed schema, without triggers, which are unknown.
    """
    if state.connection is None:
        return _as_written(key, state, dialect)
    types = ("table", "index", "trigger")
    rows = entries(state.connection, dialect, key.namespace, types, only=key.name)
    tables = [row for row in rows if row.type == "table"]
    if not tables:
        return None
    return StoredTable(
        key.namespace,
        table_text(tables[0].sql),
        tuple(row.sql for row in rows if row.type == "index"),
        tuple(row.sql for row in rows if row.type == "trigger"),
    )


def _as_written(key: Key, state: State, dialect: CatalogDialect) -> StoredTable | None:
    table, parts = state.get(key), sorted(state.under(key), key=in_parent)
    if not isinstance(table, Table) or not parts:
        return None
    sql = table_sql(dialect.quote(table.name), table, parts, dialect)
    indexes = [
        index_sql(replace(part, namespace=""), dialect)
        for part in parts
        if isinstance(part, Index)
    ]
    return StoredTable(key.namespace, table_text(sql), tuple(indexes))
