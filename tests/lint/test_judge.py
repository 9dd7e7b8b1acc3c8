"""What operations take from rows, told without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autodiff.core.clause import Clause
from autodiff.core.execute import Execute
from autodiff.core.object import Object
from autodiff.core.operation import Alter, AnyOperation, Create, Drop, Operation, Rename
from autodiff.core.schema import Schema
from autodiff.core.state import ReplayedState
from autodiff.dialects.registry import dialect_named
from autodiff.kinds.column import Column, Computed
from autodiff.kinds.enum import Enum
from autodiff.kinds.index import Index
from autodiff.kinds.table import Table
from autodiff.lint.change import Change, opposite
from autodiff.lint.finding import ScriptFunction
from autodiff.lint.judge import judged
from autodiff.lint.origins import Origins
from autodiff.lint.row_count import RowCount

PG = dialect_named("postgresql+psycopg://")
TABLE = Table("", "users")
MAIL = Column("", "users", "mail", PG.type_clause("VARCHAR(50)"))
SHORT = replace(MAIL, type=PG.type_clause("VARCHAR(5)"))
LONG = replace(MAIL, type=PG.type_clause("VARCHAR(99)"))
MADE = replace(MAIL, computed=Computed(Clause("1", "1"), stored=True))
MOOD = Enum("", "mood", ("glad", "sad"))
HOME = replace(MAIL, namespace="crm")


def told(
    step: AnyOperation,
    direction: ScriptFunction = "upgrade",
    back: tuple[AnyOperation, ...] = (),
) -> list[str]:
    state = ReplayedState(Schema())
    change = Change(direction, PG, state, (step,), lambda: opposite(back))
    return [finding.sentence for finding in judged(change)]


END = "; a downgrade cannot restore them."
UPGRADES: dict[str, tuple[AnyOperation, list[str]]] = {
    "a table": (
        Drop(TABLE),
        [f"Data loss: table users is dropped with its rows{END}"],
    ),
    "a column": (Drop(MAIL), [f"Data loss: values of users.mail are dropped{END}"]),
    "of a namespace": (
        Drop(HOME),
        [f"Data loss: values of crm.users.mail are dropped{END}"],
    ),
    "a computed column": (Drop(MADE), []),
    "a column that becomes computed": (
        Alter(MAIL, MADE),
        [f"Data loss: values of users.mail are replaced by computed ones{END}"],
    ),
    "a column that stops being computed": (Alter(MADE, MAIL), []),
    "an index": (Drop(Index("", "users", "ix", ())), []),
    "a shorter text": (
        Alter(MAIL, SHORT),
        ["May fail: values of users.mail longer than 5 characters are refused."],
    ),
    "a longer text": (Alter(MAIL, LONG), []),
    "a cast by the script's own words": (
        Alter(MAIL, SHORT, options=(("postgresql_using", "left(mail, 5)"),)),
        [f"Data loss: values of users.mail become what USING says{END}"],
    ),
    "a type that nobody knows": (
        Alter(replace(MAIL, type=Clause("", "")), SHORT, frozenset({"before.type"})),
        [],
    ),
    "a label": (
        Alter(MOOD, replace(MOOD, labels=("glad",))),
        ["May fail: rows that hold 'sad' are refused."],
    ),
    "a label under a new name": (
        Alter(
            MOOD, replace(MOOD, labels=("glad", "low")), inner_renames=(("sad", "low"),)
        ),
        [],
    ),
    "a rename": (Rename(MAIL, replace(MAIL, name="post")), []),
    "a create": (Create(MAIL), []),
    "SQL": (Execute("delete from users"), []),
}


@pytest.mark.parametrize(("step", "expected"), UPGRADES.values(), ids=UPGRADES)
def test_an_upgrade(step: AnyOperation, expected: list[str]) -> None:
    assert told(step) == expected


@pytest.mark.parametrize("step", [Drop(TABLE), Drop(MAIL), Alter(MAIL, MADE)])
def test_sql_of_the_way_back_may_restore(step: AnyOperation) -> None:
    (sentence,) = told(step, back=(Execute("insert into users select * from kept"),))
    assert "restore" not in sentence


def test_a_downgrade_drops_what_was_written_since() -> None:
    assert told(Drop(MAIL), "downgrade") == [
        "Data loss: values of users.mail are dropped."
    ]


SOLID = replace(MAIL, nullable=False)
BACK: dict[str, tuple[Create, list[str]]] = {
    "a table": (Create(TABLE), ["table users comes back without rows"]),
    "a column": (Create(MAIL), ["users.mail comes back with NULL in each row"]),
    "one with a value": (
        Create(SOLID, fill=Clause("''", "''")),
        ["users.mail comes back with '' in each row"],
    ),
    "one with a default": (
        Create(replace(SOLID, default=Clause("'x'", "'x'"))),
        ["users.mail comes back with its default 'x' in each row"],
    ),
    "one that counts": (
        Create(replace(SOLID, autoincrement=True)),
        ["users.mail comes back with new numbers"],
    ),
    "one that is computed": (Create(MADE), []),
}


@pytest.mark.parametrize(("step", "expected"), BACK.values(), ids=BACK)
def test_what_comes_back_comes_without_what_was_in_it(
    step: Create[Object], expected: list[str]
) -> None:
    dropped = (Drop(step.object),)
    assert told(step, "downgrade", dropped) == [f"Data loss: {x}." for x in expected]
    assert told(step, "downgrade") == [], "nothing was dropped on the way there"
    assert told(step, "upgrade", dropped) == [], "an upgrade brings nothing back"


def test_no_name_breaks_out_of_its_line() -> None:
    odd = replace(MAIL, name="a\nb\r\x85c")
    (sentence,) = told(Drop(odd))
    assert sentence.splitlines() == [sentence]


# --- rows -----------------------------------------------------------------------------------------

COUNTS = {
    RowCount(0): "no row",
    RowCount(1): "1 row",
    RowCount(9999, which=" with a value"): "9,999 rows with a value",
    RowCount(10_000): "10,000 rows",
    RowCount(10_000, more=True): "more than 10,000 rows",
    RowCount(which=" with a value"): "not counted",
    RowCount(1) + RowCount(2): "3 rows",
    RowCount(6000) + RowCount(6000): "more than 10,000 rows",
    RowCount(1) + RowCount(): "not counted",
}


@pytest.mark.parametrize(("count", "words"), COUNTS.items())
def test_counts_in_words(count: RowCount, words: str) -> None:
    assert str(count) == words


# --- origins --------------------------------------------------------------------------------------

PEOPLE = Table("", "people")
POST = replace(MAIL, name="post")
PEOPLES_POST = replace(POST, table="people")
PASSED: dict[str, tuple[tuple[Operation, ...], Column, Column | None]] = {
    "nothing": ((), MAIL, MAIL),
    "what is not there": ((), POST, None),
    "a renamed column": ((Rename(MAIL, POST),), POST, MAIL),
    "a renamed table and column": (
        (Rename(MAIL, POST), Rename(TABLE, PEOPLE)),
        PEOPLES_POST,
        MAIL,
    ),
    "in the other order": (
        (Rename(TABLE, PEOPLE), Rename(replace(MAIL, table="people"), PEOPLES_POST)),
        PEOPLES_POST,
        MAIL,
    ),
    "a new column": ((Create(POST),), POST, None),
    "a new table": ((Create(PEOPLE),), PEOPLES_POST, None),
    "a name taken again": ((Rename(MAIL, POST), Create(MAIL)), MAIL, None),
    "one that was dropped and created": ((Drop(MAIL), Create(MAIL)), MAIL, None),
    "a column that is there already": ((Create(MAIL, if_not_exists=True),), MAIL, MAIL),
    "an index": ((Create(Index("", "users", "mail", ())),), MAIL, MAIL),
}


@pytest.mark.parametrize(("passed", "column", "origin"), PASSED.values(), ids=PASSED)
def test_where_a_column_stood_before(
    passed: tuple[Operation, ...], column: Column, origin: Column | None
) -> None:
    origins = Origins(Schema([TABLE, MAIL]).get)
    for operation in passed:
        origins.follow(operation)
    assert origins.of(column.key) == (origin and origin.key)
