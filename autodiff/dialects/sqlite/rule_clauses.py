"""Clauses that several rules have, and how any rule is taken from tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from autodiff.dialects.sqlite.rules import Reference, Rule
from autodiff.dialects.sqlite.stream import Stream, source
from autodiff.dialects.sqlite.tokens import split_at_commas
from autodiff.errors.sqlite import SQLUnreadable
from autodiff.kinds.deferral import Deferral

Facts = dict[str, Any]
"""Fields of a rule, by name."""

Takers = Mapping[str, Callable[[Stream], Facts]]
"""By the word with which a rule begins: what takes the rest of it."""


def taken_rule(stream: Stream, takers: Takers) -> Rule:
    """The next rule, with its name and place. Raises SQLUnreadable where there is none."""
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


def conflict_clause(stream: Stream) -> str | None:
    """ON CONFLICT and its way; ABORT is what holds where nothing is said."""
    if not stream.skip("ON", "CONFLICT"):
        return None
    word = stream.take().text.upper()
    return None if word == "ABORT" else word


def column_list(stream: Stream) -> tuple[str, ...]:
    parts = split_at_commas(stream.group())
    return tuple(part[0].identifier for part in parts)


def deferral_clause(stream: Stream) -> Deferral | None:
    """[NOT] DEFERRABLE [INITIALLY ...], if it comes; only deferred by default is deferred."""
    negated = stream.sees("NOT", "DEFERRABLE")
    if not (stream.skip("NOT", "DEFERRABLE") or stream.skip("DEFERRABLE")):
        return None
    deferred = False
    if stream.skip("INITIALLY"):
        deferred = stream.take().keyword == "DEFERRED"
    return Deferral() if negated else Deferral(True, deferred)


def action_clause(stream: Stream) -> str | None:
    first = stream.take().keyword
    words = f"{first} {stream.take().keyword}" if first in ("SET", "NO") else first
    return None if words == "NO ACTION" else words


def reference_clause(stream: Stream) -> Reference:
    table = stream.identifier()
    columns = column_list(stream) if stream.sees("(") else ()
    facts: Facts = {}
    while True:
        if stream.skip("ON"):
            event = stream.take().keyword
            action = action_clause(stream)
            if event in ("DELETE", "UPDATE"):  # INSERT has no effect
                facts[f"on_{event.lower()}"] = action
        elif stream.skip("MATCH"):
            facts["match"] = stream.take().text
        elif (deferral := deferral_clause(stream)) is not None:
            facts["deferral"] = deferral
        else:
            return Reference(table, columns, **facts)


def check_clause(stream: Stream) -> Facts:
    """What follows CHECK."""
    sql = source(stream.sql, stream.group())
    return {"kind": "check", "sql": sql, "conflict": conflict_clause(stream)}
