"""Short cuts of reading: whatever they accept, the long way reads alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autodiff.dialects.sqlite.column_text import column_shape, column_text
from autodiff.dialects.sqlite.index_text import _taken_apart, index_text
from autodiff.dialects.sqlite.plain import plain_rule
from autodiff.dialects.sqlite.rules import Rule
from autodiff.dialects.sqlite.stream import Stream
from autodiff.dialects.sqlite.table_rules import table_rule
from autodiff.dialects.sqlite.table_said import Said, plain_table, table_said
from autodiff.dialects.sqlite.table_text import table_text
from autodiff.dialects.sqlite.tokens import tokens
from tests.dialects.sqlite.zoo import INDEXES, TABLES

NAMES = st.sampled_from(["a", "Id", "_x1", "key", "check_", '"q"', "[b]", "größe"])
LISTS = st.lists(NAMES, min_size=1, max_size=3).map(", ".join)
STARTS = st.one_of(st.just(""), NAMES.map(lambda name: f"CONSTRAINT {name} "))
ACTIONS = st.sampled_from(
    ["", "CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION", "cascade"]
)
BODIES = st.one_of(
    LISTS.map(lambda names: f"UNIQUE ({names})"),
    LISTS.map(lambda names: f"PRIMARY KEY ({names})"),
    st.tuples(LISTS, NAMES, LISTS, ACTIONS, ACTIONS).map(
        lambda p: f"FOREIGN KEY({p[0]}) REFERENCES {p[1]} ({p[2]})"
        f"{p[3] and f' ON DELETE {p[3]}'}{p[4] and f' ON UPDATE {p[4]}'}"
    ),
    st.tuples(NAMES, st.sampled_from(["> 0", "<> 'a'", "IN (1, 2)", "% 2 = 1.5"])).map(
        lambda p: f"CHECK ({p[0]} {p[1]})"
    ),
)
ENDS = st.sampled_from(["", "\n", " ON CONFLICT FAIL", " -- note\n", " UNIQUE (a)"])


@given(STARTS, BODIES, ENDS)
def test_a_constraint(start: str, body: str, end: str) -> None:
    text = f"\n\t{start}{body}{end}"
    quick = plain_rule(text)
    if quick is not None:
        stream = Stream(text, tokens(text))
        slow = table_rule(stream)
        assert stream.ended
        assert quick == replace(slow, start=0, end=0)


@pytest.mark.parametrize("sql", TABLES)
def test_a_column(sql: str) -> None:
    for item in table_text(sql).columns:
        quick, slow = column_shape(item.text), column_text(item.text)
        assert (quick.name, quick.type) == (slow.name, slow.type)
        places = [replace(rule, start=0, end=0) for rule in slow.rules]
        assert [replace(rule, start=0, end=0) for rule in quick.rules] == places


@pytest.mark.parametrize("sql", INDEXES)
def test_an_index(sql: str) -> None:
    assert index_text(sql) == _taken_apart(sql)


COLUMNS = st.sampled_from(
    [
        "a INTEGER NOT NULL",
        "\"B c\" VARCHAR(9) DEFAULT 'x'",
        "c NUMERIC(10, 2) DEFAULT (1 + 2) CHECK (c IN (1, \n\t2))",
        "d TEXT DEFAULT 'p, \n\tq'",
        "e TEXT DEFAULT 'it''s, \n\t''' UNIQUE",
        '"f, \n\tg" INT REFERENCES t (a)',
        "`h, \n\ti` INT, j INT",
        "[k, \n\tl] INT",
        "m INT /* n, \n\to INT */",
        "p INT -- q, \n\tr",
        "s INT AS (a, \n\tb)",
        "t TEXT DEFAULT '(' PRIMARY KEY",
        "unique_ INT",
        "u",
        "(",
        "v INT)",
        "'w, \n\tx' INT",
        "CONSTRAINT c CHECK (a > 0)",
        "FOREIGN KEY(a, \n\tb) REFERENCES t (c, d)",
        "PRIMARY KEY (a)",
        "UNIQUE (a) CHECK (b > 0)",
    ]
)


@given(st.lists(COLUMNS, min_size=1, max_size=4), st.sampled_from(["", " STRICT"]))
def test_a_table(items: list[str], tail: str) -> None:
    inside = ", \n\t".join(items)
    sql = f"CREATE TABLE t (\n\t{inside}\n){tail}"
    quick = plain_table(sql)
    if quick is not None:
        assert _placeless(quick) == _placeless(table_text(sql))


def _placeless(said: Said) -> object:
    columns = [(each.name, each.type, _rules(each.rules)) for each in said.shapes]
    rules = [(_rules([rule]), column) for rule, column in said.constraint_rules]
    return said.name, said.names, columns, rules, said.options


def _rules(rules: Iterable[Rule]) -> list[Rule]:
    return [replace(each, start=0, end=0) for each in rules]


@pytest.mark.parametrize("sql", TABLES)
def test_a_table_of_the_zoo(sql: str) -> None:
    assert _placeless(table_said(sql)) == _placeless(table_text(sql))


def test_the_plain_forms_are_used() -> None:
    assert plain_rule("\n\tFOREIGN KEY(a, b) REFERENCES t (c, d)") is not None
    assert plain_rule("FOREIGN KEY(a) REFERENCES t (b) ON DELETE SET NULL") is not None
    assert plain_rule("CONSTRAINT u UNIQUE (a)\n") is not None
    assert plain_rule("\n\tPRIMARY KEY (a, b)") is not None
    assert plain_rule("CONSTRAINT c CHECK (n > 0)") is not None
    lines = ["a INT NOT NULL", "b NUMERIC(10, 2) DEFAULT '0'", "UNIQUE (a)"]
    inside = ", \n\t".join(lines)
    assert plain_table(f"CREATE TABLE t (\n\t{inside}\n)") is not None
    said = [column_shape(f"\n\t{name} INT NOT NULL").said for name in ("a", '"B c"')]
    assert said[0] == said[1]
