"""What the database is asked to spell: only what is written otherwise, and each thing once."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest
from sqlalchemy.engine import Connection
from sqlalchemy.engine.default import DefaultDialect

from autodiff.compare.spelling import spelled
from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.core.question import Question, SpellingRefused
from autodiff.core.schema import Schema
from autodiff.dialects.standard import StandardDialect
from autodiff.kinds.check import Check
from autodiff.kinds.column import UNSTATED, Column
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.table import Table

NOBODY = cast(Connection, None)


class Asked(StandardDialect):
    """Spells every default ``x`` as ``X``, and remembers what it was asked."""

    def __init__(self, refusal: str = "") -> None:
        super().__init__(DefaultDialect(paramstyle="named"))
        self.questions: list[Question] = []
        self.refusal = refusal

    def spell(
        self, connection: Connection, questions: Sequence[Question], declared: Schema
    ) -> Mapping[Question, Object]:
        if self.refusal:
            raise SpellingRefused(self.refusal)
        self.questions += questions
        return {question: _upper(question.subject) for question in questions}


def _upper(subject: Any) -> Object:
    if isinstance(subject, Column) and subject.default is not None:
        normal = subject.default.normal.upper()
        return Column("", "", "", subject.type, default=Clause(normal, normal))
    if isinstance(subject, Check):
        normal = subject.condition.normal.upper()
        return Check("", "", None, Clause(normal, normal))
    return cast(Object, subject)


def clause(sql: str) -> Clause:
    return Clause(sql, sql)


def column(table: str, name: str, default: str | None, type_: str = "text") -> Column:
    stated = None if default is None else clause(default)
    return Column("", table, name, clause(type_), default=stated)


def schema(*objects: Object) -> Schema:
    tables = dict.fromkeys(each.key.table for each in objects)
    return Schema([*(Table("", name) for name in tables), *objects])


def test_equal_questions_of_many_tables_are_asked_once() -> None:
    dialect = Asked()
    names = [f"t{number}" for number in range(20)]
    mine = schema(*(column(name, "a", "x") for name in names))
    live = schema(*(column(name, "a", "X") for name in names))
    assert spelled(NOBODY, dialect, mine, live) == live
    assert len(dialect.questions) == 1


def test_defaults_of_columns_of_other_types_are_other_questions() -> None:
    dialect = Asked()
    mine = schema(column("t", "a", "x"), column("t", "b", "x", "integer"))
    live = schema(column("t", "a", "X"), column("t", "b", "X", "integer"))
    spelled(NOBODY, dialect, mine, live)
    assert len(dialect.questions) == 2


@pytest.mark.parametrize(
    "mine",
    [
        column("t", "a", "X"),  # the live text itself
        Column("", "t", "a", clause("text"), default=UNSTATED),
        Column("", "t", "a", clause("text"), nullable=False, default=clause("X")),
        column("t", "new", "x"),  # nothing there to compare it with
        Index("", "t", "ix", (IndexPart(clause("a"), "a"),)),
    ],
)
def test_what_needs_no_question(mine: Object) -> None:
    dialect = Asked()
    live = schema(column("t", "a", "X"))
    spelled(NOBODY, dialect, schema(mine), live)
    assert not dialect.questions


def test_an_unnamed_check_is_held_against_all_of_its_table() -> None:
    dialect = Asked()
    live = schema(
        Check("", "t", "one", clause("A")), Check("", "t", "two", clause("B"))
    )
    mine = schema(Check("", "t", None, clause("b")), Check("", "t", None, clause("A")))
    known = spelled(NOBODY, dialect, mine, live)
    conditions = {x.condition.normal for x in known.values() if isinstance(x, Check)}
    assert conditions == {"A", "B"}
    assert [question.subject for question in dialect.questions] == [
        Check("", "", None, clause("b"))
    ]


def test_a_question_names_its_table_only_where_the_text_does() -> None:
    dialect = Asked()
    live = schema(*(Check("", name, "ck", clause("A")) for name in ("users", "posts")))
    mine = schema(
        Check("", "users", "ck", clause("users.a > 0")),
        Check("", "posts", "ck", clause("a > 0")),
    )
    spelled(NOBODY, dialect, mine, live)
    assert {question.table for question in dialect.questions} == {"users", ""}


def test_a_question_has_the_columns_that_are_mentioned() -> None:
    dialect = Asked()
    live = schema(Check("", "t", "ck", clause("A")), column("t", "a", None))
    check = Check("", "t", "ck", clause("a"), columns=("a",))
    mine = schema(check, column("t", "a", None), column("t", "b", None))
    spelled(NOBODY, dialect, mine, live)
    [question] = dialect.questions
    assert question.columns == (Column("", "", "a", clause("text")),)


def test_where_nobody_may_ask_words_are_compared_and_one_warning_says_so() -> None:
    dialect = Asked("read-only session")
    mine = schema(column("t", "a", "( 'x' )"), column("t", "b", "'y'"))
    live = schema(column("t", "a", "'x'"), column("t", "b", "'z'"))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        known = spelled(NOBODY, dialect, mine, live)
    assert [live.get(key) == known[key] for key in known] == [True, True, False]
    [warning] = said
    assert "read-only session" in str(warning.message)
