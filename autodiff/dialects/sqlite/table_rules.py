"""Rules of tables: their own constraints (https://sqlite.org/syntax/table-constraint.html)."""

from __future__ import annotations

from autodiff.dialects.sqlite.rule_clauses import (
    Facts,
    Takers,
    check_clause,
    column_list,
    conflict_clause,
    reference_clause,
    taken_rule,
)
from autodiff.dialects.sqlite.rules import Rule
from autodiff.dialects.sqlite.stream import Stream
from autodiff.dialects.sqlite.tokens import split_at_commas


def table_rule(stream: Stream) -> Rule:
    """The next constraint of a table."""
    return taken_rule(stream, _TABLE_RULES)


def _table_key(stream: Stream) -> Facts:
    stream.expect("KEY")
    group = stream.group()
    autoincrement = bool(group) and group[-1].keyword == "AUTOINCREMENT"
    parts = split_at_commas(group[:-1] if autoincrement else group)
    return {
        "kind": "primary",
        "columns": tuple(part[0].identifier for part in parts),
        "autoincrement": autoincrement,
        "conflict": conflict_clause(stream),
    }


def _table_unique(stream: Stream) -> Facts:
    columns = column_list(stream)
    return {"kind": "unique", "columns": columns, "conflict": conflict_clause(stream)}


def _foreign(stream: Stream) -> Facts:
    stream.expect("KEY")
    columns = column_list(stream)
    stream.expect("REFERENCES")
    held = reference_clause(stream)
    return {"kind": "foreignkey", "columns": columns, "reference": held}


_TABLE_RULES: Takers = {
    "PRIMARY": _table_key,
    "UNIQUE": _table_unique,
    "CHECK": check_clause,
    "FOREIGN": _foreign,
}
