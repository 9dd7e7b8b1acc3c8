"""Rules of columns: what may follow a column's type (https://sqlite.org/syntax/column-constraint.html)."""

from __future__ import annotations

from autodiff.dialects.sqlite.rule_clauses import (
    Facts,
    Takers,
    check_clause,
    conflict_clause,
    reference_clause,
    taken_rule,
)
from autodiff.dialects.sqlite.rules import Reference, Rule
from autodiff.dialects.sqlite.stream import Stream, source
from autodiff.kinds.deferral import Deferral


def column_rule(stream: Stream) -> Rule:
    """The next rule of a column definition."""
    return taken_rule(stream, _COLUMN_RULES)


def _column_key(stream: Stream) -> Facts:
    stream.expect("KEY")
    descending = stream.skip("DESC")
    if not descending:
        stream.skip("ASC")
    conflict = conflict_clause(stream)
    return {
        "kind": "primary",
        "descending": descending,
        "conflict": conflict,
        "autoincrement": stream.skip("AUTOINCREMENT"),
    }


def _column_unique(stream: Stream) -> Facts:
    return {"kind": "unique", "conflict": conflict_clause(stream)}


def _references(stream: Stream) -> Facts:
    return {"kind": "foreignkey", "reference": reference_clause(stream)}


def _not(stream: Stream) -> Facts:
    if stream.skip("NULL"):
        return {"kind": "notnull", "conflict": conflict_clause(stream)}
    stream.expect("DEFERRABLE")
    if stream.skip("INITIALLY"):
        stream.take()
    return {"kind": "deferral", "reference": Reference("")}


def _deferrable(stream: Stream) -> Facts:
    deferred = stream.skip("INITIALLY") and stream.take().keyword == "DEFERRED"
    held = Reference("", deferral=Deferral(True, deferred))
    return {"kind": "deferral", "reference": held}


def _null(stream: Stream) -> Facts:
    conflict_clause(stream)
    return {"kind": "null"}


def _default(stream: Stream) -> Facts:
    begin = stream.start
    if stream.sees("("):
        stream.group()
    else:
        if stream.peek().text in ("+", "-"):
            stream.take()
        stream.take()
    return {"kind": "default", "sql": stream.sql[begin : stream.end]}


def _collate(stream: Stream) -> Facts:
    return {"kind": "collate", "sql": stream.identifier()}


def _generated(stream: Stream) -> Facts:
    stream.expect("ALWAYS")
    stream.expect("AS")
    return _as(stream)


def _as(stream: Stream) -> Facts:
    sql = source(stream.sql, stream.group())
    stored = stream.skip("STORED")
    if not stored:
        stream.skip("VIRTUAL")
    return {"kind": "generated", "sql": sql, "stored": stored}


_COLUMN_RULES: Takers = {
    "PRIMARY": _column_key,
    "UNIQUE": _column_unique,
    "CHECK": check_clause,
    "REFERENCES": _references,
    "NOT": _not,
    "NULL": _null,
    "DEFAULT": _default,
    "COLLATE": _collate,
    "GENERATED": _generated,
    "AS": _as,
    "DEFERRABLE": _deferrable,
}
COLUMN_RULE_WORDS = frozenset({"CONSTRAINT", *_COLUMN_RULES} - {"GENERATED"})
"""The words that end a column's type. GENERATED does only before ALWAYS."""
