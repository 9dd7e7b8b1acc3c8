"""Keys: what a primary key means for the columns of its table."""

from __future__ import annotations

from autodiff.dialects.sqlite.column_text import ColumnText
from autodiff.dialects.sqlite.rules import Rule
from autodiff.dialects.sqlite.table_text import TableText


def key_rule(text: TableText) -> tuple[Rule, tuple[str, ...]] | None:
    """The primary key's rule and its columns."""
    for rule, column in text.constraint_rules:
        if rule.kind == "primary":
            return rule, rule.columns if column is None else (column,)
    return None


def rowid_column(text: TableText) -> ColumnText | None:
    """The column that is another name of the rowid: INTEGER PRIMARY KEY
    (https://sqlite.org/lang_createtable.html#rowid), not DESC where written at the column.
    """
    found = key_rule(text)
    if found is None or "WITHOUT ROWID" in text.options:
        return None
    rule, columns = found
    column = text.column(columns[0]) if len(columns) == 1 else None
    if column is None or column.type.upper() != "INTEGER" or rule.descending:
        return None
    return column


def not_null_by_key(text: TableText) -> frozenset[str]:
    """Columns, in small letters, that hold no NULL since they are the primary key."""
    found = key_rule(text)
    if found is None:
        return frozenset()
    if rowid_column(text) or text.options & {"STRICT", "WITHOUT ROWID"}:
        return frozenset(each.lower() for each in found[1])
    return frozenset()
