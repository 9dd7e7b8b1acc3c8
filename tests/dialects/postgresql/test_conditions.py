"""Conditions told without the server: each is exactly what the server says, or is not told."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from autodiff.dialects.postgresql.conditions import predicted
from autodiff.dialects.registry import dialect_named

DIALECT: Any = dialect_named("postgresql")
COLUMNS = {
    "si": "smallint",
    "a": "integer",
    "a2": "integer",
    "bi": "bigint",
    "n": "numeric(5,2)",
    "f": "double precision",
    "s": "character varying(10)",
    "s2": "character varying",
    "t": "text",
    "ch": "character(3)",
    "bo": "boolean",
    "d": "date",
    "ts": "timestamp with time zone",
    "m": "mood",
    "arr": "integer[]",
    "Odd one": "text",
    "u": "uuid",
    "j": "jsonb",
    "r": "real",
}
TOLD = [
    "a > 0",
    "a >= -5",
    "a <> a2",
    "a != 3 and a2 < 4 and bi > 1",
    "a > 0 or n >= 0 or f > 1",
    "a > 0 and (t = 'b' or t = 'c')",
    "(a > 0 and a2 > 0) and bi > 0",
    "a > 0 and (a2 > 0 and bi > 0)",
    "(a > 0 or a2 > 0) or (bi > 0 or bo)",
    "NOT bo",
    "not (a > 0 or bo)",
    "bo",
    "bo = true",
    "bo and a is not null",
    "a IS NULL",
    "a between 1 and 5",
    "a > 0 and a2 between 1 and 5",
    "n between 0 and 99.5",
    "n > 0.5",
    "n > 0",
    "n > -1",
    "f >= 0",
    "f <= 0.5",
    "a < n",
    "a < 0.5",
    "bi > 0",
    "bi > a",
    "si > 0",
    "s = 'x'",
    "ch = 'x'",
    "s <> ''",
    "t = 'it''s'",
    "s = t",
    "s = s2",
    "s like 'a%'",
    "t not like 'a%'",
    "t ilike '%a'",
    "s in ('a', 'b')",
    "s NOT IN ('a','b')",
    "t in ('a','b')",
    "t in ('a')",
    "a in (1, 2, 3)",
    "a not in (1)",
    "bi in (1, 2)",
    "n in (1, 2.5)",
    "m = 'a'",
    "m in ('a', 'b')",
    "d > '2020-01-01'",
    "length(s) > 3",
    "char_length(t) <= 10",
    "lower(t) = t",
    "upper(s) = s",
    "\"Odd one\" = 'x'",
    "u = '00000000-0000-0000-0000-000000000001'",
]
LEFT = [
    "a + 1 > 2",
    "ts > now()",
    "d > '1 Jan 2020'",
    "coalesce(a, 0) > 1",
    "a::text = '1'",
    "j ? 'a'",
    "unknown_column > 1",
    "s = E'\\\\x'",
    "a > 0 -- remark",
    "t is distinct from 'x'",
    "a > 99999999999",
    "'a' = 'b'",
    "a >",
    "",
    "(a > 0",
]


def told(sql: str) -> str | None:
    return predicted(sql, COLUMNS, DIALECT.quote)


def server_says(url: str, conditions: list[str]) -> dict[str, str]:
    columns = ", ".join(f"{DIALECT.quote(k)} {v}" for k, v in COLUMNS.items())
    checks = ", ".join(
        f"constraint c{number} check ({condition})"
        for number, condition in enumerate(conditions)
    )
    options = {"no_parameters": True}
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("create type mood as enum ('a', 'b')")
        create = f"create table t ({columns}, {checks})"
        connection.exec_driver_sql(create, execution_options=options)
        said = connection.exec_driver_sql(
            "select conname, pg_get_expr(conbin, conrelid) from pg_constraint "
            "where conrelid = 't'::regclass"
        ).all()
    engine.dispose()
    return {conditions[int(name[1:])]: text for name, text in said}


def test_what_is_told_is_what_the_server_says(postgresql_url: str) -> None:
    assert {each: told(each) for each in TOLD} == server_says(postgresql_url, TOLD)


@pytest.mark.parametrize("sql", LEFT)
def test_what_only_the_server_knows(sql: str) -> None:
    assert told(sql) is None


@given(st.text("anst <>=()'0123.andorinbetwis%,\"-", max_size=30))
def test_no_text_breaks_it(sql: str) -> None:
    assert told(sql) is None or isinstance(told(sql), str)


_NUMBERS = st.integers(-3, 3).map(str) | st.just("0.5")
_SIDES = st.sampled_from(["a", "a2", "bi", "n", "f", "si"])
_PREDICATES = st.one_of(
    st.builds("{} {} {}".format, _SIDES, st.sampled_from("<>="), _NUMBERS | _SIDES),
    st.builds("{} in ({}, {})".format, _SIDES, _NUMBERS, _NUMBERS),
    st.builds("{} between {} and {}".format, _SIDES, _NUMBERS, _NUMBERS),
    st.sampled_from(["bo", "s = 'x'", "t in ('x','y')", "s is null", "m <> 'a'"]),
)
CONDITIONS = st.recursive(
    _PREDICATES,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not ({})".format, inner),
        st.builds("({} and {} and {})".format, inner, inner, inner),
    ),
    max_leaves=5,
)


def test_hundreds_at_random(postgresql_url: str) -> None:
    """Drawn once, asked in one table."""
    drawn: list[str] = []

    @settings(max_examples=300, database=None)
    @given(CONDITIONS)
    def draw(condition: str) -> None:
        drawn.append(condition)

    draw()
    known = [each for each in dict.fromkeys(drawn) if told(each) is not None]
    assert len(known) > 20
    assert {each: told(each) for each in known} == server_says(postgresql_url, known)
