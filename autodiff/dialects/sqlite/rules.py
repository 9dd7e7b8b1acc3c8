"""Rules: the constraints and clauses that SQLite's grammar has for columns and tables, taken from tokens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autodiff.dialects.sqlite.stream import Stream, source
from autodiff.dialects.sqlite.tokens import split_at_commas
from autodiff.errors import SQLUnreadable
from autodiff.kinds.deferral import Deferral


@dataclass(frozen=True, slots=True)
class Reference:
    """What follows REFERENCES; no ``columns`` means the primary key of the target."""

    table: str
    columns: tuple[str, ...] = ()
    on_delete: str | None = None
    on_update: str | None = None
    match: str | None = None
    deferral: Deferral = Deferral()


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint or clause, with its place in the text that it was read from.

    ``kind``: primary, unique, check, foreignkey (as the kinds are called), notnull, null, default,
    collate, generated, deferral. ``start`` includes CONSTRAINT and the name.
    """

    kind: str
    start: int
    end: int = 0
    name: str | None = None
    columns: tuple[str, ...] = ()
    sql: str = ""
    conflict: str | None = None
    descending: bool = False
    autoincrement: bool = False
    stored: bool = False
    reference: Reference | None = None


CONSTRAINTS = frozenset({"primary", "unique", "check", "foreignkey"})
"""The rules that are objects of their own."""


def column_rule(stream: Stream) -> Rule:
    """The next rule of a column definition."""
    return _rule(stream, _COLUMN_RULES)


def table_rule(stream: Stream) -> Rule:
    """The next constraint of a table."""
    return _rule(stream, _TABLE_RULES)


def begins_table_rule(stream: Stream) -> bool:
    """Whether what comes is a table constraint; these words never name a column unquoted."""
    words = ("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN")
    return stream.peek().keyword in words


Facts = dict[str, Any]
"""Fields of a rule, by name."""


def _rule(stream: Stream, takers: dict[str, Callable[[Stream], Facts]]) -> Rule:
    start, name = stream.start, None
    while stream.skip("CONSTRAINT"):
        name = stream.identifier()
    if stream.ended:
        return Rule("nothing", start, stream.end, name)
    word = stream.take().keyword
    if word not in takers:
        raise SQLUnreadable(stream.sql, stream.peek(-1).text)
    facts = takers[word](stream)
    return Rule(start=start, end=stream.end, name=name, **facts)


# --- clauses that several rules have --------------------------------------------------------------


def _conflict(stream: Stream) -> str | None:
    """ON CONFLICT and its way; ABORT is what holds where nothing is said."""
    if not stream.skip("ON", "CONFLICT"):
        return None
    word = stream.take().text.upper()
    return None if word == "ABORT" else word


def _columns(stream: Stream) -> tuple[str, ...]:
    parts = split_at_commas(stream.group())
    return tuple(part[0].identifier for part in parts)


def _deferral(stream: Stream) -> Deferral | None:
    """[NOT] DEFERRABLE [INITIALLY ...], if it comes; only deferred by default is deferred."""
    negated = stream.sees("NOT", "DEFERRABLE")
    if not (stream.skip("NOT", "DEFERRABLE") or stream.skip("DEFERRABLE")):
        return None
    deferred = False
    if stream.skip("INITIALLY"):
        deferred = stream.take().keyword == "DEFERRED"
    return Deferral() if negated else Deferral(True, deferred)


def _action(stream: Stream) -> str | None:
    first = stream.take().keyword
    words = f"{first} {stream.take().keyword}" if first in ("SET", "NO") else first
    return None if words == "NO ACTION" else words


def _reference(stream: Stream) -> Reference:
    table = stream.identifier()
    columns = _columns(stream) if stream.sees("(") else ()
    facts: Facts = {}
    while True:
        if stream.skip("ON", "DELETE"):
            facts["on_delete"] = _action(stream)
        elif stream.skip("ON", "UPDATE"):
            facts["on_update"] = _action(stream)
        elif stream.skip("ON", "INSERT"):
            _action(stream)
        elif stream.skip("MATCH"):
            facts["match"] = stream.take().text
        elif (deferral := _deferral(stream)) is not None:
            facts["deferral"] = deferral
        else:
            return Reference(table, columns, **facts)


# --- rules of columns -----------------------------------------------------------------------------


def _column_key(stream: Stream) -> Facts:
    stream.expect("KEY")
    descending = stream.skip("DESC")
    if not descending:
        stream.skip("ASC")
    conflict = _conflict(stream)
    return {
        "kind": "primary",
        "descending": descending,
        "conflict": conflict,
        "autoincrement": stream.skip("AUTOINCREMENT"),
    }


def _column_unique(stream: Stream) -> Facts:
    return {"kind": "unique", "conflict": _conflict(stream)}


def _check(stream: Stream) -> Facts:
    sql = source(stream.sql, stream.group())
    return {"kind": "check", "sql": sql, "conflict": _conflict(stream)}


def _references(stream: Stream) -> Facts:
    return {"kind": "foreignkey", "reference": _reference(stream)}


def _not(stream: Stream) -> Facts:
    if stream.skip("NULL"):
        return {"kind": "notnull", "conflict": _conflict(stream)}
    stream.expect("DEFERRABLE")
    if stream.skip("INITIALLY"):
        stream.take()
    return {"kind": "deferral", "reference": Reference("")}


def _deferrable(stream: Stream) -> Facts:
    deferred = stream.skip("INITIALLY") and stream.take().keyword == "DEFERRED"
    held = Reference("", deferral=Deferral(True, deferred))
    return {"kind": "deferral", "reference": held}


def _null(stream: Stream) -> Facts:
    _conflict(stream)
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


_COLUMN_RULES: dict[str, Callable[[Stream], Facts]] = {
    "PRIMARY": _column_key,
    "UNIQUE": _column_unique,
    "CHECK": _check,
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


# --- rules of tables ------------------------------------------------------------------------------


def _table_key(stream: Stream) -> Facts:
    stream.expect("KEY")
    group = stream.group()
    autoincrement = bool(group) and group[-1].keyword == "AUTOINCREMENT"
    parts = split_at_commas(group[:-1] if autoincrement else group)
    return {
        "kind": "primary",
        "columns": tuple(part[0].identifier for part in parts),
        "autoincrement": autoincrement,
        "conflict": _conflict(stream),
    }


def _table_unique(stream: Stream) -> Facts:
    columns = _columns(stream)
    return {"kind": "unique", "columns": columns, "conflict": _conflict(stream)}


def _foreign(stream: Stream) -> Facts:
    stream.expect("KEY")
    columns = _columns(stream)
    stream.expect("REFERENCES")
    held = _reference(stream)
    return {"kind": "foreignkey", "columns": columns, "reference": held}


_TABLE_RULES: dict[str, Callable[[Stream], Facts]] = {
    "PRIMARY": _table_key,
    "UNIQUE": _table_unique,
    "CHECK": _check,
    "FOREIGN": _foreign,
}
