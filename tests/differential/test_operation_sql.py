"""Every operation with its options on five databases: the reference tool's SQL, or a listed reason."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.accepted import needs, needs_sqlalchemy

from .operation_cases import CASES
from .operation_differences import DIFFERENCES, REFUSED
from .operation_rows import OLDER, Row, fault, row_for, row_of, rows
from .operation_sql import DIALECTS, Compared, Outcome, compared

NEEDED = {
    "create table, all sorts of things in it": needs_sqlalchemy(
        "2.1", "defaults of SQLite stand in parentheses"
    ),
    "create table, oracle options": needs(sa.Table, "oracle_tablespace"),
    "create table, strict": needs(sa.Table, "sqlite_strict"),
    "drop index if exists": needs_sqlalchemy("2.1", "SQL Server has IF EXISTS"),
    "unique, include": needs(sa.UniqueConstraint, "postgresql_include"),
}
"""Cases that are about what not every release of SQLAlchemy can say or write."""

REASONS = {difference.name: difference for difference in DIFFERENCES}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=NEEDED.get(name, ())) for name in CASES]
)
def test_the_sql_is_the_same_or_the_difference_is_listed(
    name: str, dialect: str
) -> None:
    case = compared(name, dialect)
    assert fault(case, row_for(case)) == "", case


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_reason_of_a_row_shows_in_its_sql(dialect: str) -> None:
    unshown = [
        f"{row.name}: {reason}"
        for row in rows(dialect).values()
        for reason in row.why
        if not _shows(row, dialect, reason)
    ]
    assert unshown == []


def _shows(row: Row, dialect: str, reason: str) -> bool:
    """Tell whether a listed reason may be given for a row."""
    listed = REASONS.get(reason)
    if listed is None or dialect not in listed.dialects:
        return False
    refused = row.ours[0].startswith("fails: ")
    sides = (row.theirs, listed.theirs), (row.ours, listed.ours)
    return refused == (listed.ours == REFUSED) and all(
        any(word in line for word in words or ("",) for line in lines)
        for lines, words in sides
    )


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_row_is_of_a_case(dialect: str) -> None:
    names = [name for case in CASES for name in (case, case + OLDER)]
    assert [*rows(dialect)] == [name for name in names if name in rows(dialect)]


def test_each_listed_difference_is_met() -> None:
    met = {
        reason for name in DIALECTS for row in rows(name).values() for reason in row.why
    }
    assert [each.name for each in DIFFERENCES if each.name not in met] == []


def test_each_listed_difference_has_a_name_of_its_own() -> None:
    assert len(REASONS) == len(DIFFERENCES)


def test_there_are_enough_cases() -> None:
    assert len(CASES) * len(DIALECTS) >= 350


# --- the test of the test -------------------------------------------------------------------------

DIFFERS = Compared("drop", "mysql", Outcome(("DROP a",)), Outcome(("DROP b",)))
CRASHES = Compared("drop", "mysql", Outcome(("DROP a",)), Outcome(error="Oh: no"))
AGREES = Compared("drop", "mysql", Outcome(("DROP a",)), Outcome(("DROP a",)))


@pytest.mark.parametrize(
    ("case", "row", "words"),
    [
        pytest.param(DIFFERS, None, "not there", id="a difference without a row"),
        pytest.param(DIFFERS, row_of(DIFFERS), "no reason", id="one without a reason"),
        pytest.param(
            DIFFERS, row_of(AGREES, ("RENAME COLUMN",)), "else than", id="another one"
        ),
        pytest.param(
            CRASHES, row_of(DIFFERS, ("RENAME COLUMN",)), "else than", id="a new error"
        ),
        pytest.param(
            AGREES,
            row_of(AGREES),
            "the same",
            id="a row without difference",
            marks=needs_sqlalchemy("2.1", "the rows are of it"),
        ),
    ],
)
def test_what_is_not_explained_fails(
    case: Compared, row: Row | None, words: str
) -> None:
    assert words in fault(case, row)


def test_what_is_explained_does_not_fail() -> None:
    assert fault(DIFFERS, row_of(DIFFERS, ("RENAME COLUMN",))) == ""
    assert fault(AGREES, None) == ""
