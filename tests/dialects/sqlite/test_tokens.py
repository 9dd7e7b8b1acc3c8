"""Tokens: nothing of the text is lost, and what stands in quotes is one token."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autodiff.dialects.sqlite.tokens import all_tokens, tokens, unquoted
from autodiff.errors.sqlite import SQLUnreadable
from tests.dialects.sqlite.zoo import INDEXES, TABLES

PIECES = st.sampled_from(
    ["'a''b'", '"c""d"', "`e`", "[f g]", "x'0f'", "12.5e-3", ".5", "0xff", "word"]
    + ["-- note\n", "/* , ) */", " ", "\n", "(", ")", ",", "||", "<>", "->>", "größe"]
)


@given(st.lists(PIECES))
def test_the_pieces_make_up_the_text(pieces: list[str]) -> None:
    sql = " ".join(pieces)
    assert "".join(token.text for token in all_tokens(sql)) == sql


@pytest.mark.parametrize("sql", [*TABLES, *INDEXES])
def test_every_token_lies_where_it_says(sql: str) -> None:
    for token in tokens(sql):
        assert sql[token.start : token.end] == token.text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"a""b"', 'a"b'),
        ("`a``b`", "a`b"),
        ("[a b]", "a b"),
        ("'a''b'", "a'b"),
        ("plain", "plain"),
    ],
)
def test_quotes_are_taken_off(text: str, name: str) -> None:
    assert unquoted(text) == name
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE t ({text} INT)")
    assert database.execute("SELECT name FROM pragma_table_info('t')").fetchone() == (
        name,
    )


def test_what_is_no_sql_is_refused() -> None:
    with pytest.raises(SQLUnreadable):
        tokens("CREATE TABLE t (a 'unfinished)")
