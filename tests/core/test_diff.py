"""The differ: leads from one schema to the other and back, through states a database allows."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from autodiff.core.describe import describe
from autodiff.core.diff import diff
from autodiff.core.operation import Drop, inverses, unmade
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from tests.core.strategies import pairs, schemas
from tests.core.walk import walk

Pair = tuple[Schema, Schema]


@given(schemas)
def test_a_schema_does_not_differ_from_itself(schema: Schema) -> None:
    assert diff(schema, schema) == ()


@given(pairs())
def test_replaying_the_difference_gives_the_other_schema(pair: Pair) -> None:
    before, after = pair
    assert replay(before, diff(before, after)) == after


@given(pairs())
def test_replaying_the_inverses_leads_back(pair: Pair) -> None:
    before, after = pair
    assert replay(after, inverses(diff(before, after))) == before


@settings(max_examples=150)
@given(pairs())
def test_each_step_up_leaves_a_state_that_a_database_allows(pair: Pair) -> None:
    before, after = pair
    assert walk(before, diff(before, after)) == after


@settings(max_examples=150)
@given(pairs())
def test_each_step_down_leaves_a_state_that_a_database_allows(pair: Pair) -> None:
    before, after = pair
    assert walk(after, inverses(diff(before, after))) == before


@given(pairs())
def test_what_a_foreign_key_points_at_is_never_taken_from_under_it(pair: Pair) -> None:
    before, after = pair
    state = before
    for operation in diff(before, after):
        following = replay(state, [operation])
        if isinstance(operation, Drop):
            gone = {
                key
                for each in unmade(operation)
                for key in each.provides()
                if key.kind == "candidate"
            }
            left = [
                each for each in following.values() if gone & set(each.depends_on())
            ]
            assert not left, f"{operation} while {left} stand"
        state = following


@given(pairs(), st.randoms())
def test_the_order_of_the_input_does_not_matter(pair: Pair, random: Random) -> None:
    before, after = pair
    shuffled = diff(_shuffled(before, random), _shuffled(after, random))
    assert shuffled == diff(before, after)


def _shuffled(schema: Schema, random: Random) -> Schema:
    """Another order of the same objects; the columns of a table stay as they lie in it."""
    columns = {
        key: iter([each for each in schema.under(key) if each.kind == "column"])
        for key in schema
    }
    values = list(schema.values())
    random.shuffle(values)
    return Schema(
        next(columns[each.parent]) if each.kind == "column" and each.parent else each
        for each in values
    )


@given(pairs())
def test_each_operation_is_described_in_one_line(pair: Pair) -> None:
    for operation in diff(*pair):
        line = describe(operation)
        assert line.splitlines() == [line]
        assert (operation.object.title or operation.object.kind) in line
