"""Renaming: a new name is written where SQLite itself would write it."""

from __future__ import annotations

import sqlite3

import pytest

from autodiff.dialects.sqlite.edits import (
    index_with_renamed_column,
    with_renamed_column,
)
from autodiff.dialects.sqlite.expressions import normal_expression
from autodiff.dialects.sqlite.table_text import table_text

TABLES = [
    "CREATE TABLE t (a INT, b INT DEFAULT 1)",
    "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT)",
    "CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b), UNIQUE (b, A), CHECK (a > b))",
    "CREATE TABLE t (a INT CONSTRAINT a UNIQUE, b INT, CONSTRAINT a CHECK (a <> 'a'))",
    "CREATE TABLE t (a TEXT, b TEXT CHECK (lower(\"a\") = 'a' OR [a] = `a` OR t.a = b))",
    "CREATE TABLE t (a INT, b INT AS (a * 2), c AS (abs(a) + 1) STORED)",
    "CREATE TABLE t (a INT, b INT REFERENCES t (a), FOREIGN KEY (a) REFERENCES t (b))",
    "CREATE TABLE t (a INT REFERENCES other (a), b INT, FOREIGN KEY (b, a) REFERENCES a (a, b))",
    "CREATE TABLE t (a INT, b INT CONSTRAINT a REFERENCES t)",
    "CREATE TABLE t (a a, b INT -- a comment of a\n)",
    "CREATE TABLE t (a TEXT COLLATE nocase, b TEXT, CHECK (a COLLATE nocase = b))",
    "CREATE TABLE t (a INT, b INT, CHECK (max(a, b) IN (a, 5) AND cast(a AS text) <> b))",
]
INDEXES = [
    "CREATE INDEX a ON t (a, b)",
    "CREATE UNIQUE INDEX i ON t (b DESC, lower(a) COLLATE nocase) WHERE a IS NOT NULL",
]


def _same(ours: str, theirs: str) -> None:
    assert normal_expression(ours) == normal_expression(theirs)


@pytest.mark.parametrize("sql", TABLES)
@pytest.mark.parametrize("new", ["z", "Odd Name"])
def test_a_table_reads_as_after_sqlites_own_rename(sql: str, new: str) -> None:
    database = sqlite3.connect(":memory:")
    database.execute(sql)
    quoted = f'"{new}"'
    database.execute(f"ALTER TABLE t RENAME COLUMN a TO {quoted}")
    (stored,) = database.execute("SELECT sql FROM sqlite_master").fetchone()
    _same(with_renamed_column(table_text(sql), "a", quoted).sql, stored)


@pytest.mark.parametrize("sql", INDEXES)
def test_an_index_reads_as_after_sqlites_own_rename(sql: str) -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE t (a, b)")
    database.execute(sql)
    database.execute("ALTER TABLE t RENAME COLUMN a TO z")
    (stored,) = database.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'index'"
    ).fetchone()
    _same(index_with_renamed_column(sql, "a", "z"), stored)
