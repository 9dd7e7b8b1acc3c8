"""A change that others lean on from both sides goes by a state in between."""

from __future__ import annotations

from dataclasses import replace

from autodiff.core.clause import Clause
from autodiff.core.diff import diff
from autodiff.core.operation import inverses
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum
from autodiff.kinds.table import Table

OLD = Enum("", "mood", ("a", "b"))
NEW = Enum("", "mood", ("a", "c"), rebuild=True)
BOTH = Enum("", "mood", ("a", "c", "b"))


def _schema(mood: Enum, default: str) -> Schema:
    column = Column(
        "",
        "t",
        "m",
        Clause("mood", "mood"),
        default=Clause(default, default),
        uses=(mood.key,),
    )
    return Schema([mood, Table("", "t"), column])


def test_the_default_moves_while_both_labels_are_there() -> None:
    before, after = _schema(OLD, "'b'"), _schema(NEW, "'c'")
    operations = diff(before, after)
    assert [each.object.kind for each in operations] == ["enum", "column", "enum"]
    assert operations[0].object == BOTH
    assert replay(before, operations) == after
    assert replay(after, inverses(operations)) == before


def test_nothing_in_between_where_nothing_moves() -> None:
    assert OLD.intermediate(replace(NEW, rebuild=False)) is None
    assert NEW.intermediate(BOTH) is None
