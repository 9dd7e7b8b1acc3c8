"""Mentions: the columns that SQL names, found as by a slower way that looks at every column."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from autodiff.kinds.mentions import columns_mentioned

TABLE = sa.Table(
    "t",
    sa.MetaData(),
    sa.Column("a", sa.Integer),
    sa.Column("Big", sa.Integer, key="b"),
    sa.Column('q"t', sa.Integer),
    sa.Column("two words", sa.Integer),
    sa.Column("other", sa.Integer, key="a2"),
)


def _plainly(sql: str) -> tuple[str, ...]:
    """Each token held against each column, one by one."""
    token = r"""'(?:[^']|'')*'|"(?:[^"]|"")+"|`(?:[^`]|``)+`|[^\W\d]\w*"""
    found: list[str] = []
    for text in re.findall(token, sql):
        bare = text[1:-1]
        for column in TABLE.columns:
            name = column.name
            hit = {
                '"': bare.replace('""', '"') == name,
                "`": bare.replace("``", "`") == name,
                "'": False,
            }.get(text[0], text.lower() == name.lower())
            if hit and name not in found:
                found.append(name)
    return tuple(found)


@pytest.mark.parametrize(
    ("sql", "columns"),
    [
        ("a > 0 AND A < 9", ("a",)),
        ("big = 1", ("Big",)),
        ('"Big" = 1', ("Big",)),
        ('"big" = 1', ()),
        ("b = 1", ()),
        ('"q""t" + `two words`', ('q"t', "two words")),
        ("'a' = 'it''s a'", ()),
        ("a2 + other", ("other",)),
        ("other + a + other", ("other", "a")),
        ("length(a) >= 1.5", ("a",)),
    ],
)
def test_columns_are_found_by_their_names(sql: str, columns: tuple[str, ...]) -> None:
    assert columns_mentioned(sql, TABLE) == columns
    assert _plainly(sql) == columns
