"""Completing: what a script left unsaid is taken from the state at hand."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from hypothesis import assume, given

from autodiff.core.diff import diff
from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.core.state import ReplayedState
from tests.core.samples import clause, column, table
from tests.core.strategies import pairs

IDENTITY = {"namespace", "table", "name"}


@given(pairs())
def test_an_operation_with_gaps_becomes_whole(pair: tuple[Schema, Schema]) -> None:
    before, after = pair
    state = Replay(before)
    for operation in diff(before, after):
        assert complete(_with_gaps(operation), state) == operation
        state.apply(operation)


def _with_gaps(operation: Operation) -> Operation:
    """What a script might say of ``operation``: the key, and what changes."""
    value: Any = operation.object
    names = {each.name for each in fields(value)} - IDENTITY
    match operation:
        case Drop(parts=parts) if all(each.inline for each in parts):
            blank = dict.fromkeys(names) if getattr(value, "name", None) else {}
            return Drop(replace(value, **blank), unknown=frozenset(names | {"parts"}))
        case Alter(before=before, after=after):
            same = names - set(before.changed_fields(after))
            blank = dict.fromkeys(same)
            return Alter(
                replace(before, **blank), replace(after, **blank), frozenset(same)
            )
        case _:
            return operation


def test_a_rename_brings_along_all_else() -> None:
    schema = Schema([*table("a"), column("a", "b", "TEXT")])
    blank = clause("")
    rename = Rename(
        replace(column("a", "b"), type=blank),
        replace(column("a", "c"), type=blank),
        frozenset({"type"}),
    )
    assert complete(rename, ReplayedState(schema)) == Rename(
        column("a", "b", "TEXT"), column("a", "c", "TEXT")
    )


@given(pairs())
def test_what_the_state_does_not_have_is_left_as_it_is(
    pair: tuple[Schema, Schema],
) -> None:
    drops = [each for each in diff(*pair) if isinstance(each, Drop)]
    assume(drops)
    for drop in drops:
        gap = replace(drop, unknown=frozenset({"parts"}))
        assert complete(gap, ReplayedState(Schema())).unknown == {"parts"}  # type: ignore[union-attr]


def test_a_create_is_whole_as_it_stands() -> None:
    create = Create(column("a", "b"))
    assert complete(create, ReplayedState(Schema())) is create
