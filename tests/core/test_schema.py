"""Schemas and their parts are values: equal by what they say, whatever the order."""

from __future__ import annotations

from hypothesis import given
from hypothesis.strategies import DataObject, data, sampled_from

from autodiff.core.clause import Clause
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.core.state import ReplayedState
from tests.core.samples import column, foreign_key, table
from tests.core.strategies import schemas


@given(schemas)
def test_equal_in_any_order_and_then_of_one_hash(schema: Schema) -> None:
    other = Schema(reversed(list(schema.values())))
    assert other == schema
    assert hash(other) == hash(schema)


@given(schemas)
def test_taking_objects_out_and_putting_them_back(schema: Schema) -> None:
    for key, value in schema.items():
        less = schema.without([key])
        assert less != schema
        assert key not in less
        assert less.with_objects([value]) == schema


@given(schemas)
def test_a_replay_and_a_schema_give_the_same_state(schema: Schema) -> None:
    replayed, plain = Replay(schema), ReplayedState(schema)
    for key in schema:
        assert replayed.get(key) == plain.get(key)
        assert replayed.under(key) == plain.under(key)
        assert replayed.users(key) == plain.users(key)


@given(schemas, schemas, data())
def test_what_is_known_of_a_comparison_is_what_comparing_anew_finds(
    mine: Schema, other: Schema, chance: DataObject
) -> None:
    keys = chance.draw(sampled_from([mine.unlike(other), tuple(mine)]))
    values = sampled_from([None, *mine.values(), *other.values()])
    states = {key: chance.draw(values) for key in keys}
    changed = mine.with_states(states)
    afresh = Schema(changed.values())
    assert changed.unlike(other) == tuple(
        k for k in afresh if afresh[k] != other.get(k)
    )
    assert (changed == other) == (afresh == other) == (other == changed)


def test_what_is_put_in_replaces_what_has_its_key() -> None:
    schema = Schema(table("a")).with_objects([column("a", "id", "TEXT")])
    assert [each.kind for each in schema.values()] == ["table", "column", "primary"]
    assert schema[column("a", "id").key] == column("a", "id", "TEXT")


def test_under_a_table_its_own_in_order() -> None:
    schema = Schema([*foreign_key("a", "b"), *table("b"), *table("a")])
    key, *_ = [each.key for each in table("a")]
    assert [each.kind for each in schema.under(key)] == [
        "foreignkey",
        "column",
        "primary",
    ]


def test_a_schema_is_not_equal_to_a_mapping() -> None:
    assert Schema() != {}


def test_clauses_are_compared_by_normal_form_only() -> None:
    assert Clause("INTEGER", "INT") == Clause("INTEGER", "integer", source=int)
    assert Clause("a", "INT") != Clause("b", "INT")
    assert Clause("a", "INT", int).with_normal("b") == Clause("b", "")
