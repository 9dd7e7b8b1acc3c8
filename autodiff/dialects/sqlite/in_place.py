"""In place: which operations SQLite can do without a rebuild (https://sqlite.org/lang_altertable.html)."""

from __future__ import annotations

from collections.abc import Iterable

from autodiff.core.dialect import Dialect
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.dialects.sqlite.expressions import is_constant, names_in
from autodiff.dialects.sqlite.standing import Standing
from autodiff.dialects.sqlite.table_text import TableText
from autodiff.kinds.column import Column
from autodiff.kinds.index import Index
from autodiff.kinds.table import Table

DROP_COLUMN_SINCE = (3, 35)


def stays_in_place(
    operation: Operation,
    standing: Standing | None,
    mentions: Iterable[str],
    dialect: Dialect,
) -> bool:
    """Whether ``operation`` needs no rebuild of the table that stands as ``standing``.

    ``mentions`` are the texts of triggers and views, which must not name a dropped column.
    """
    match operation:
        case Create(object=Column() as column, fill=fill):
            return fill is None and _can_be_added(column)
        case Drop(object=Column() as column):
            version = dialect.sa.server_version_info or DROP_COLUMN_SINCE
            if standing is None or tuple(version) < DROP_COLUMN_SINCE:
                return False
            return _can_be_dropped(column.name, standing, mentions)
        case Rename(before=Column()):
            return True
        case Alter(before=Table() as before, after=Table() as after):
            return before.options == after.options
        case Alter(before=Column() as before, after=Column() as after):
            return set(before.changed_fields(after)) <= {"comment"}
    return isinstance(operation.object, Index)


def _can_be_added(column: Column) -> bool:
    """ADD COLUMN gives its default to the rows that are there, so that must be one value.

    A NOT NULL column without a default goes the same way: SQLite refuses it in clear words where
    there are rows.
    """
    if column.computed is not None:
        return not column.computed.stored
    return column.default is None or is_constant(column.default.sql)


def _can_be_dropped(name: str, standing: Standing, mentions: Iterable[str]) -> bool:
    """DROP COLUMN refuses what any constraint, index, trigger or view names."""
    others = [*_other_items(standing.text, name), *standing.indexes]
    own = standing.text.column(name)
    if own is None:
        return False
    bound = {"primary", "unique", "check", "foreignkey", "generated"}
    if any(rule.kind in bound for rule in own.rules):
        return False
    wanted = name.lower()
    return not any(wanted in names_in(sql) for sql in (*others, *mentions))


def _other_items(text: TableText, name: str) -> list[str]:
    columns = [
        item.text
        for item, column in zip(text.columns, text.column_texts, strict=True)
        if column.name.lower() != name.lower()
    ]
    return [*columns, *(item.text for item in text.constraints)]
