"""Renames: what refers to the renamed thing follows, and the inverse leads back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from autodiff.core.describe import describe
from autodiff.core.operation import Create, Drop, Operation, Rename
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from autodiff.errors.operations import ReplayConflict
from autodiff.kinds.check import Check
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.table import Table
from tests.core.samples import clause, column, foreign_key, primary_key, table
from tests.core.strategies import lacks, schemas


@st.composite
def renames(draw: st.DrawFn) -> tuple[Schema, Rename]:
    """A schema and a rename of anything in it that has a name and may get another."""
    schema = draw(schemas)
    nameable = [
        each
        for each in schema.values()
        if each.kind != "namespace" and getattr(each, "name", None)
    ]
    assume(nameable)
    before: Any = draw(st.sampled_from(nameable))
    return schema, Rename(before, replace(before, name="fresh"))


@given(renames())
def test_a_rename_leaves_nothing_that_lacks_what_it_needs(
    case: tuple[Schema, Rename],
) -> None:
    schema, rename = case
    result = replay(schema, [rename])
    assert len(result) == len(schema)
    assert not lacks(result.values())


@given(renames())
def test_the_inverse_of_a_rename_leads_back(case: tuple[Schema, Rename]) -> None:
    schema, rename = case
    result = replay(schema, [rename, rename.inverse])
    assert list(result.values()) == list(schema.values())


@given(renames())
def test_a_rename_is_described_with_its_new_name(case: tuple[Schema, Rename]) -> None:
    _, rename = case
    assert (
        describe(rename) == f"rename {' '.join(rename.before.words.split())} to fresh"
    )


def test_a_foreign_key_follows_the_table_that_it_points_at() -> None:
    schema = Schema([*table("a"), *table("b"), *foreign_key("a", "b")])
    result = replay(schema, [Rename(Table("", "b"), Table("", "c"))])
    assert result == Schema(
        [
            *table("a"),
            *table("c"),
            replace(foreign_key("a", "c")[0], name="a_to_b"),  # type: ignore[call-arg]
        ]
    )


def test_a_move_to_another_namespace_says_where_to() -> None:
    assert describe(Rename(Table("", "a"), Table("s", "a"))) == "rename table a to s.a"


def test_a_primary_key_keeps_its_key_under_another_name() -> None:
    schema = Schema(table("a"))
    result = replay(schema, [Rename(primary_key("a"), primary_key("a", "pk"))])
    assert result == schema.with_objects([primary_key("a", "pk")])


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (Create(Table("", "a")), "table a cannot be created: it exists already"),
        (Drop(Table("", "b")), "table b cannot be dropped: it does not exist"),
        (Rename(Table("", "b"), Table("", "c")), "table b cannot be renamed"),
        (Rename(Table("", "a"), Table("", "x")), "renamed: table x exists"),
    ],
)
def test_a_step_that_does_not_fit_is_named(operation: Operation, words: str) -> None:
    with pytest.raises(ReplayConflict, match=words):
        replay(Schema([*table("a"), *table("x")]), [operation])


def test_guarded_steps_pass_where_there_is_nothing_to_do() -> None:
    schema = Schema(table("a"))
    create = Create(Table("", "a", "other"), if_not_exists=True)
    drop = Drop(Table("", "b"), if_exists=True)
    assert replay(schema, [create, drop]) == schema


def test_dropping_a_table_takes_all_that_stands_in_it() -> None:
    schema = Schema([*table("a"), *table("b")])
    assert replay(schema, [Drop(Table("", "b"))]) == Schema(table("a"))


def test_both_ends_of_a_foreign_key_follow_their_columns() -> None:
    schema = Schema([*table("a"), *table("b"), *foreign_key("a", "b")])
    old, new = column("b", "id"), column("b", "number")
    result = replay(schema, [Rename(old, new)])
    assert not lacks(result.values())
    (key,) = [each for each in result.values() if each.kind == "foreignkey"]
    assert describe(Create(key)) == "create foreign key a.a_to_b (id) -> b(number)"
    result = replay(schema, [Rename(column("a", "id"), column("a", "number"))])
    assert not lacks(result.values())


def test_an_index_and_a_check_follow_their_column() -> None:
    index = Index("", "a", "ix", (IndexPart(clause("id"), "id"),), columns=("id",))
    check = Check("", "a", "ck", clause("id > 0"), columns=("id",))
    schema = Schema([*table("a"), index, check])
    result = replay(schema, [Rename(column("a", "id"), column("a", "number"))])
    assert not lacks(result.values())
