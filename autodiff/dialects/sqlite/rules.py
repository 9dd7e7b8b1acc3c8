"""The parser of constraints and clauses of columns and tables, with their places in the text.

The grammar is that of https://sqlite.org/syntax/column-constraint.html and table-constraint.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from autodiff.dialects.sqlite.tokens import (
    BLANK,
    NAME,
    Stream,
    source,
    split_at_commas,
    unquoted,
)
from autodiff.errors.sqlite import SQLUnreadable
from autodiff.frozen import frozen
from autodiff.kinds.deferral import Deferral


@frozen
class Reference:
    """The clause after REFERENCES; without ``columns`` it refers to the target's primary key."""

    table: str
    columns: tuple[str, ...] = ()
    on_delete: str | None = None
    on_update: str | None = None
    match: str | None = None
    deferral: Deferral = Deferral()


class StoredRule(NamedTuple):
    """A constraint or clause, with its place in the text.

    ``kind`` is primary, unique, check, foreignkey (as the kinds are called), notnull, null, default,
    collate, generated or deferral; "nothing" for CONSTRAINT with a name only. ``start`` includes
    CONSTRAINT and the name.
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

    def moved(self, by: int) -> StoredRule:
        """Return the rule with its place moved by a number of characters."""
        return self._replace(start=self.start + by, end=self.end + by)


CONSTRAINTS = frozenset({"primary", "unique", "check", "foreignkey"})
"""The kinds of rules that are objects of their own."""

Facts = dict[str, Any]
"""Fields of a rule, by name."""

Readers = Mapping[str, Callable[[Stream], Facts]]
"""The parsers of rules, by their first word."""


def column_rule(stream: Stream) -> StoredRule:
    """Parse the next rule of a column."""
    return _rule(stream, _COLUMN_RULES)


_NAMED = re.compile(
    rf"{BLANK} (?P<word>CONSTRAINT)(?![\w$]) {BLANK} (?P<name>{NAME})",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def constraints_in(text: str) -> tuple[StoredRule, ...]:
    """Parse the table constraints in ``text``: one, or several if commas between them are missing.

    What follows the name is cached, as many constraints differ only in their name.
    """
    named = _NAMED.match(text)
    if named is None:
        return _constraints_after_name(text)
    place = named.end()
    first, *others = _constraints_after_name(text[place:])
    first = first._replace(
        start=named.start("word"),
        end=first.end + place,
        name=first.name or unquoted(named["name"]),
    )
    return (first, *[rule.moved(place) for rule in others])


@lru_cache(maxsize=20_000)
def _constraints_after_name(sql: str) -> tuple[StoredRule, ...]:
    stream = Stream(sql)
    rules = [_rule(stream, _TABLE_RULES)]
    while not stream.ended:
        rules.append(_rule(stream, _TABLE_RULES))
    return tuple(rules)


def _rule(stream: Stream, readers: Readers) -> StoredRule:
    start, name = stream.start, None
    while stream.skip("CONSTRAINT"):
        name = stream.identifier()
    if stream.ended:
        return StoredRule("nothing", start, stream.end, name)
    word = stream.take()
    if word.keyword not in readers:
        raise SQLUnreadable(stream.sql, word.text)
    facts = readers[word.keyword](stream)
    return StoredRule(start=start, end=stream.end, name=name, **facts)


# --- parts of several rules -----------------------------------------------------------------------


def _on_conflict(stream: Stream) -> str | None:
    """Parse ON CONFLICT if it is next; None without it, or for ABORT, the default."""
    if not stream.skip("ON", "CONFLICT"):
        return None
    word = stream.take().text.upper()
    return None if word == "ABORT" else word


def _column_list(stream: Stream) -> tuple[str, ...]:
    parts = split_at_commas(stream.group())
    return tuple(part[0].identifier for part in parts)


def _deferral(stream: Stream) -> Deferral | None:
    """Parse [NOT] DEFERRABLE [INITIALLY ...] if it is next; None without it."""
    negated = stream.sees("NOT", "DEFERRABLE")
    if not (stream.skip("NOT", "DEFERRABLE") or stream.skip("DEFERRABLE")):
        return None
    deferred = stream.skip("INITIALLY") and stream.take().keyword == "DEFERRED"
    return Deferral() if negated else Deferral(True, deferred)


def _action(stream: Stream) -> str | None:
    first = stream.take().keyword
    words = f"{first} {stream.take().keyword}" if first in ("SET", "NO") else first
    return None if words == "NO ACTION" else words


def _reference(stream: Stream) -> Reference:
    """Parse the clause after REFERENCES."""
    table = stream.identifier()
    columns = _column_list(stream) if stream.sees("(") else ()
    facts: Facts = {}
    while True:
        if stream.skip("ON"):
            event = stream.take().keyword
            action = _action(stream)
            if event in ("DELETE", "UPDATE"):  # ON INSERT is accepted, without effect
                facts[f"on_{event.lower()}"] = action
        elif stream.skip("MATCH"):
            facts["match"] = stream.take().text
        elif (deferral := _deferral(stream)) is not None:
            facts["deferral"] = deferral
        else:
            return Reference(table, columns, **facts)


def _check(stream: Stream) -> Facts:
    sql = source(stream.sql, stream.group())
    return {"kind": "check", "sql": sql, "conflict": _on_conflict(stream)}


# --- rules of columns -----------------------------------------------------------------------------


def _column_key(stream: Stream) -> Facts:
    stream.expect("KEY")
    descending = stream.skip("DESC")
    if not descending:
        stream.skip("ASC")
    conflict = _on_conflict(stream)
    return {
        "kind": "primary",
        "descending": descending,
        "conflict": conflict,
        "autoincrement": stream.skip("AUTOINCREMENT"),
    }


def _column_unique(stream: Stream) -> Facts:
    return {"kind": "unique", "conflict": _on_conflict(stream)}


def _column_reference(stream: Stream) -> Facts:
    return {"kind": "foreignkey", "reference": _reference(stream)}


def _not(stream: Stream) -> Facts:
    if stream.skip("NULL"):
        return {"kind": "notnull", "conflict": _on_conflict(stream)}
    stream.expect("DEFERRABLE")
    if stream.skip("INITIALLY"):
        stream.take()
    return {"kind": "deferral", "reference": Reference("")}


def _deferrable(stream: Stream) -> Facts:
    deferred = stream.skip("INITIALLY") and stream.take().keyword == "DEFERRED"
    reference = Reference("", deferral=Deferral(True, deferred))
    return {"kind": "deferral", "reference": reference}


def _null(stream: Stream) -> Facts:
    _on_conflict(stream)
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


_COLUMN_RULES: Readers = {
    "PRIMARY": _column_key,
    "UNIQUE": _column_unique,
    "CHECK": _check,
    "REFERENCES": _column_reference,
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


# --- constraints of tables ------------------------------------------------------------------------


def _table_key(stream: Stream) -> Facts:
    stream.expect("KEY")
    group = stream.group()
    autoincrement = bool(group) and group[-1].keyword == "AUTOINCREMENT"
    parts = split_at_commas(group[:-1] if autoincrement else group)
    return {
        "kind": "primary",
        "columns": tuple(part[0].identifier for part in parts),
        "autoincrement": autoincrement,
        "conflict": _on_conflict(stream),
    }


def _table_unique(stream: Stream) -> Facts:
    columns = _column_list(stream)
    return {"kind": "unique", "columns": columns, "conflict": _on_conflict(stream)}


def _foreign_key(stream: Stream) -> Facts:
    stream.expect("KEY")
    columns = _column_list(stream)
    stream.expect("REFERENCES")
    reference = _reference(stream)
    return {"kind": "foreignkey", "columns": columns, "reference": reference}


_TABLE_RULES: Readers = {
    "PRIMARY": _table_key,
    "UNIQUE": _table_unique,
    "CHECK": _check,
    "FOREIGN": _foreign_key,
}
