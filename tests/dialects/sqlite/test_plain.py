"""Short cuts of reading: whatever they accept, the long way reads alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autodiff.dialects.sqlite.column_text import column_shape, column_text
from autodiff.dialects.sqlite.index_text import _taken_apart, index_text
from autodiff.dialects.sqlite.plain import plain_rule
from autodiff.dialects.sqlite.stream import Stream
from autodiff.dialects.sqlite.table_rules import table_rule
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


def test_the_plain_forms_are_used() -> None:
    assert plain_rule("\n\tFOREIGN KEY(a, b) REFERENCES t (c, d)") is not None
    assert plain_rule("FOREIGN KEY(a) REFERENCES t (b) ON DELETE SET NULL") is not None
    assert plain_rule("CONSTRAINT u UNIQUE (a)\n") is not None
    assert plain_rule("\n\tPRIMARY KEY (a, b)") is not None
    assert plain_rule("CONSTRAINT c CHECK (n > 0)") is not None
    said = [column_shape(f"\n\t{name} INT NOT NULL").said for name in ("a", '"B c"')]
    assert said[0] == said[1]
