"""The order: needs come first, circles are opened, and each table is worked on in one run."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from itertools import groupby

import pytest
from hypothesis import given

from autodiff.core.diff import diff
from autodiff.core.key import Key
from autodiff.core.need import edges
from autodiff.core.operation import Create, Drop, Operation, Rename, inverses
from autodiff.core.order import ordered
from autodiff.core.schema import Schema
from autodiff.errors.operations import OrderImpossible
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique
from tests.core.samples import clause, column, foreign_key, lines, primary_key, table
from tests.core.strategies import pairs


def _place(operation: Operation) -> Key:
    return operation.object.parent or operation.object.key


@given(pairs())
def test_a_table_is_worked_on_in_one_run_unless_needs_go_to_and_fro(
    pair: tuple[Schema, Schema],
) -> None:
    operations = diff(*pair)
    places = [_place(each) for each in operations]
    graph: dict[Key, set[Key]] = {place: set() for place in places}
    for earlier, followers in edges(operations).items():
        for later in followers:
            if places[earlier] != places[later]:
                graph[places[later]].add(places[earlier])
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        return
    runs = [place for place, _ in groupby(places)]
    assert len(runs) == len(set(runs)), runs


def test_new_tables_come_after_those_they_point_at() -> None:
    schema = Schema([*foreign_key("a", "b"), *table("a"), *table("b")])
    assert lines(diff(Schema(), schema)) == ["create table b", "create table a"]


def test_a_circle_of_foreign_keys_is_opened_and_closed_last() -> None:
    ring = [*table("a"), *table("b"), *foreign_key("a", "b"), *foreign_key("b", "a")]
    up = diff(Schema(), Schema(ring))
    assert lines(up) == [
        "create table a",
        "create table b",
        "create foreign key b.b_to_a (id) -> a(id)",
        "create foreign key a.a_to_b (id) -> b(id)",
    ]
    down = diff(Schema(ring), Schema())
    assert lines(down) == [
        "drop foreign key a.a_to_b",
        "drop foreign key b.b_to_a",
        "drop table b",
        "drop table a",
    ]


def test_a_foreign_key_to_its_own_table_stays_in_the_create_table() -> None:
    schema = Schema([*table("a"), *foreign_key("a", "a")])
    assert lines(diff(Schema(), schema)) == ["create table a"]


def test_tables_outside_a_circle_keep_their_foreign_keys_inside() -> None:
    ring = [*table("a"), *table("b"), *foreign_key("a", "b"), *foreign_key("b", "a")]
    schema = Schema([*ring, *table("c"), *foreign_key("c", "a")])
    created = [each for each in diff(Schema(), schema) if isinstance(each, Create)]
    (third,) = [each for each in created if each.object.key.name == "c"]
    assert [each.kind for each in third.parts] == ["column", "primary", "foreignkey"]


def test_a_foreign_key_is_made_again_around_a_new_type_of_both_its_ends() -> None:
    def schema(type_: str) -> Schema:
        tables = [*table("a", type_), *table("b", type_)]
        return Schema([*tables, *foreign_key("a", "b")])

    assert lines(diff(schema("INTEGER"), schema("BIGINT"))) == [
        "drop foreign key a.a_to_b",
        "alter column a.id: type INTEGER -> BIGINT",
        "alter column b.id: type INTEGER -> BIGINT",
        "create foreign key a.a_to_b (id) -> b(id)",
    ]


def test_a_foreign_key_is_made_again_around_a_new_primary_key() -> None:
    tables = [*table("a"), *table("b"), *foreign_key("a", "b")]
    before = Schema(tables)
    after = before.with_objects([primary_key("b", "other")])
    assert lines(diff(before, after)) == [
        "drop foreign key a.a_to_b",
        "drop primary key b",
        "create primary key b (id)",
        "create foreign key a.a_to_b (id) -> b(id)",
    ]


def test_added_columns_come_in_the_order_of_the_models() -> None:
    before = Schema(table("a"))
    after = Schema([*table("a"), column("a", "z"), column("a", "b")])
    assert lines(diff(before, after)) == [
        "create column a.z INTEGER",
        "create column a.b INTEGER",
    ]
    assert lines(diff(after, before)) == ["drop column a.b", "drop column a.z"]


def test_two_tables_cannot_swap_their_names_and_the_error_names_them() -> None:
    a, b = Table("", "a"), Table("", "b")
    with pytest.raises(OrderImpossible, match="table a, table b"):
        ordered([Rename(a, b), Rename(b, a)])


def test_the_order_is_the_same_under_any_hash_seed() -> None:
    command = [sys.executable, "-m", "tests.core.samples"]
    outputs = {
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
    assert outputs.pop().count(b"\n") > 15


def _with_mood(default: str, *labels: str) -> Schema:
    mood = Enum("", "mood", labels)
    typed = Column(
        "", "a", "m", clause("mood"), default=clause(default), uses=(mood.key,)
    )
    return Schema([mood, Table("", "a"), typed])


def test_a_default_leaves_a_label_before_it_goes_and_takes_one_after_it_came() -> None:
    two, one = _with_mood("'b'", "a", "b"), _with_mood("'a'", "a")
    assert [each.object.kind for each in diff(two, one)] == ["column", "enum"]
    assert [each.object.kind for each in diff(one, two)] == ["enum", "column"]


def test_a_foreign_key_comes_after_the_index_that_it_is_found_by_and_goes_before() -> (
    None
):
    index = Index("", "a", "ix", (IndexPart(clause("id"), "id"),))
    bare = Schema([Table("", "a"), column("a", "id"), *table("b")])
    full = bare.with_objects([*foreign_key("a", "b"), index])
    assert [each.object.kind for each in diff(bare, full)] == ["index", "foreignkey"]
    assert [each.object.kind for each in diff(full, bare)] == ["foreignkey", "index"]


def test_a_name_is_free_before_it_is_taken_by_another_table() -> None:
    def schema(name: str) -> Schema:
        index = Index("", name, "ix", (IndexPart(clause("id"), "id"),))
        return Schema([*table(name), index])

    assert lines(diff(schema("a"), schema("b"))) == ["drop table a", "create table b"]


def test_a_new_foreign_key_waits_for_the_end_of_a_unique_constraint_it_could_use() -> (
    None
):
    old, new = (Unique("", "b", name, columns=("id",)) for name in ("old", "new"))
    (key,) = foreign_key("a", "b")
    up: list[Operation] = [Drop(old), Create(new), Create(key)]
    assert edges(up) == {0: {2}, 1: {2}, 2: set()}
    assert edges(inverses(up)) == {0: {1, 2}, 1: set(), 2: set()}


def test_a_table_that_waits_for_another_is_not_begun_before() -> None:
    before = Schema([*table("a"), *table("b"), column("b", "n"), column("a", "n")])
    unique = Unique("", "b", "uq", columns=("n",))
    key = ForeignKey("", "a", "fk", ("n",), "", "b", ("n",))
    comment = replace(column("a", "id"), comment="x")
    assert lines(diff(before, before.with_objects([comment, unique, key]))) == [
        "create unique b.uq (n)",
        "alter column a.id: comment none -> 'x'",
        "create foreign key a.fk (n) -> b(n)",
    ]
