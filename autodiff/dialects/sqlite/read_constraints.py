"""Reading constraints from a stored CREATE TABLE, and what its primary key implies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.dialects.sqlite.catalog import CatalogDialect, MasterRow, entries
from autodiff.dialects.sqlite.expressions import columns_in, with_known_columns
from autodiff.dialects.sqlite.rules import Reference, StoredRule
from autodiff.dialects.sqlite.table_text import ColumnText, TableText, table_text
from autodiff.kinds.check import Check
from autodiff.kinds.foreign_key import ForeignKey, match_clause
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique

TableName = tuple[str, str]
"""Namespace and table."""


def constraints(place: TableName, text: TableText, dialect: Dialect) -> list[Object]:
    """Return the constraints of a table: first those written at columns, then its own.

    A foreign key without target columns gets them by :func:`with_target`.
    """
    return [
        _constraint(place, rule, column, text.names, dialect)
        for rule, column in text.constraint_rules
    ]


def _constraint(
    place: TableName,
    rule: StoredRule,
    column: str | None,
    names: Mapping[str, str],
    dialect: Dialect,
) -> Object:
    """Return a constraint of the table ``place`` as an object.

    ``column`` is the column that the rule is written at, None for a table constraint; ``names`` are
    the columns' spellings by their names in lower case.
    """
    stated = rule.columns if column is None else (column,)
    columns = tuple([names.get(name.lower(), name) for name in stated])
    options = (("sqlite_on_conflict", rule.conflict),) if rule.conflict else ()
    if rule.kind == "primary":
        return PrimaryKey(*place, rule.name, columns, options)
    if rule.kind == "unique":
        return Unique(*place, rule.name, columns, options=options)
    if rule.kind == "check":
        condition = with_known_columns(dialect.expression_clause(rule.sql), names)
        used = columns_in(rule.sql, names.values())
        return Check(*place, rule.name, condition, options, used)
    assert rule.reference is not None
    return _foreign_key(place, rule.name, columns, rule.reference)


def _foreign_key(
    place: TableName, name: str | None, columns: tuple[str, ...], reference: Reference
) -> ForeignKey:
    namespace, _ = place
    return ForeignKey(
        *place,
        name,
        columns,
        namespace,
        reference.table,
        reference.columns,
        reference.on_delete,
        reference.on_update,
        match_clause(reference.match),
        reference.deferral,
    )


# --- primary keys ---------------------------------------------------------------------------------


def key_rule(text: TableText) -> tuple[StoredRule, tuple[str, ...]] | None:
    """Return the primary key's rule and its columns; None if there is no key."""
    for rule, column in text.constraint_rules:
        if rule.kind == "primary":
            return rule, rule.columns if column is None else (column,)
    return None


def rowid_column(text: TableText) -> ColumnText | None:
    """Return the column that is an alias of the rowid, or None: INTEGER PRIMARY KEY
    (https://sqlite.org/lang_createtable.html#rowid), without DESC if written at the column.
    """
    key = key_rule(text)
    if key is None or "WITHOUT ROWID" in text.options:
        return None
    rule, columns = key
    column = text.column(columns[0]) if len(columns) == 1 else None
    if column is None or column.type.upper() != "INTEGER" or rule.descending:
        return None
    return column


def not_null_by_key(text: TableText) -> frozenset[str]:
    """Return the columns, in lower case, that are NOT NULL because of the primary key."""
    key = key_rule(text)
    if key is None:
        return frozenset()
    if rowid_column(text) or text.options & {"STRICT", "WITHOUT ROWID"}:
        return frozenset(name.lower() for name in key[1])
    return frozenset()


# --- targets of foreign keys ----------------------------------------------------------------------


class Targets:
    """The tables that foreign keys refer to; looked up if they are not among ``rows``."""

    def __init__(
        self,
        connection: Connection,
        dialect: CatalogDialect,
        namespace: str,
        rows: Iterable[MasterRow],
    ) -> None:
        self._connection = connection
        self._dialect = dialect
        self._namespace = namespace
        self._known = {row.name.lower(): row for row in rows if row.type == "table"}

    def table(self, name: str) -> TableText | None:
        """Return a table by its name in any case; None if there is none, or a virtual one."""
        entry = self._known.get(name.lower()) or self._look_up(name)
        return None if entry is None or entry.virtual else table_text(entry.sql)

    def _look_up(self, name: str) -> MasterRow | None:
        rows = entries(
            self._connection, self._dialect, self._namespace, ("table",), only=name
        )
        for row in rows:
            self._known[name.lower()] = row
            return row
        return None


def with_target(value: Object, targets: Targets) -> Object:
    """Return a foreign key with its target's table and columns as they are spelled there."""
    if not isinstance(value, ForeignKey):
        return value
    target = targets.table(value.target_table)
    if target is None:
        return value
    key = key_rule(target)
    stated = value.target_columns or (key[1] if key else ())
    columns = tuple(target.names.get(name.lower(), name) for name in stated)
    if (target.name, columns) == (value.target_table, value.target_columns):
        return value
    return replace(value, target_table=target.name, target_columns=columns)
