"""Reading: what create_all makes of models is what the models say; of anything else, nothing is imagined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from autodiff.core.describe import describe
from autodiff.core.scope import Scope
from autodiff.dialects.registry import dialect_of
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.keys import column_key, table_key
from tests.cases.journey import Models, clean_after_create_all, differences, metadata_of
from tests.dialects.sqlite import models
from tests.dialects.sqlite.changes import ck, col, fk, table, uq
from tests.dialects.sqlite.live import engine_of, found, schema


@pytest.mark.parametrize("each", models.ALL, ids=lambda each: each.__name__)
def test_after_create_all_there_is_nothing_to_do(sqlite_url: str, each: Models) -> None:
    clean_after_create_all(sqlite_url, each)


def _operations(url: str, sql: Sequence[str], declared: Models) -> list[str]:
    engine = engine_of(url, *sql)
    with engine.connect() as connection:
        return [
            describe(each) for each in differences(connection, metadata_of(declared))
        ]


@pytest.mark.parametrize(
    ("sql", "declared"),
    [
        ("CREATE TABLE t (id integer primary key, s varchar(20))", table(col("s", sa.String(20)))),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER CHECK(A>0))", table(col("a"), ck("a > 0"))),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER UNIQUE)", table(col("a"), uq("a"))),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER CONSTRAINT u UNIQUE)", table(col("a"), uq("a"))),
        ("CREATE TABLE t (id INTEGER CONSTRAINT k PRIMARY KEY)", table()),
        ("CREATE TABLE t (id INTEGER NOT NULL, CONSTRAINT k PRIMARY KEY (ID))", table()),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER REFERENCES t)", table(col("a"), fk(["a"], ["t.id"]))),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER REFERENCES T (ID) ON DELETE NO ACTION)", table(col("a"), fk(["a"], ["t.id"]))),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER DEFAULT NULL NULL)", table(col("a"))),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER DEFAULT(1+1))", table(col("a", server_default=sa.text("1 + 1")))),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR DEFAULT \"x\")", table(col("s", sa.String, server_default="x"))),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER AS (a*2))", table(col("a"), col("b", sa.Integer, sa.Computed("a * 2")))),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)", table(sqlite_autoincrement=True)),
        ("CREATE TABLE t (id INTEGER, PRIMARY KEY (id AUTOINCREMENT))", table(sqlite_autoincrement=True)),
        ("CREATE TABLE T (ID INTEGER PRIMARY KEY, A INTEGER REFERENCES T, CHECK (A > 0))", table(col("a"), fk(["a"], ["t.id"]), ck("a > 0"))),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, Big INTEGER, CHECK (Big > 0))", table(col("Big"), ck('"Big" > 0'))),
        ("CREATE TABLE t (id INTEGER PRIMARY KEY, Big INTEGER AS (ID + 1))", table(col("Big", sa.Integer, sa.Computed('"id" + 1')))),
    ],
)  # fmt: skip
def test_other_words_for_the_same_are_no_difference(
    sqlite_url: str, sql: str, declared: Models
) -> None:
    assert _operations(sqlite_url, [sql], declared) == []


@pytest.mark.parametrize(
    ("sql", "declared", "said"),
    [
        ("a VARCHAR(50)", col("a", sa.String(80)), "type VARCHAR(50) -> VARCHAR(80)"),
        ("a VARCHAR", col("a", sa.String(80)), "type VARCHAR -> VARCHAR(80)"),
        ("a NUMERIC(10)", col("a", sa.Numeric(10, 2)), "NUMERIC(10) -> NUMERIC(10, 2)"),
        ("a INT", col("a"), "type INT -> INTEGER"),
        ("a TEXT", col("a", sa.String), "type TEXT -> VARCHAR"),
        ("a INTEGER", col("a", sa.Boolean), "type INTEGER -> BOOLEAN"),
        ("a", col("a"), "-> INTEGER"),
        ("a INTEGER DEFAULT 5", col("a", server_default=sa.text("5.1")), "default 5 -> 5.1"),
        ("a TEXT DEFAULT '5'", col("a", sa.Text, server_default=sa.text("5")), "default '5' -> 5"),
        ("a INTEGER NOT NULL", col("a"), "nullable no -> yes"),
        ("a TEXT COLLATE NOCASE", col("a", sa.Text), 'type TEXT COLLATE "NOCASE" -> TEXT'),
    ],
)  # fmt: skip
def test_a_change_of_a_column_is_seen(
    sqlite_url: str, sql: str, declared: Any, said: str
) -> None:
    create = f"CREATE TABLE t (id INTEGER PRIMARY KEY, {sql})"
    (line,) = _operations(sqlite_url, [create], table(declared))
    assert said in line


def test_a_name_that_models_state_must_be_there(sqlite_url: str) -> None:
    sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER UNIQUE, CHECK (a > 0))"
    declared = table(col("a"), uq("a", name="u"), ck("a > 0", name="c"))
    lines = _operations(sqlite_url, [sql], declared)
    assert lines == [
        "drop check t.(a > 0)",
        "drop unique t.(a)",
        "create unique t.u (a)",
        "create check t.c (a > 0)",
    ]


def test_two_constraints_of_one_content_find_their_own_names(sqlite_url: str) -> None:
    sql = (
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER,"
        " CONSTRAINT one CHECK (a > 0), CONSTRAINT two CHECK (a > 0))"
    )
    declared = table(col("a"), ck("a > 0"), ck("a > 0", name="one"))
    assert _operations(sqlite_url, [sql], declared) == []


def test_what_is_not_the_users_is_not_seen(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url,
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a UNIQUE)",
        "CREATE VIRTUAL TABLE search USING fts5 (words)",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TABLE _autodiff_new_t (a)",
        "INSERT INTO t DEFAULT VALUES",
        "ANALYZE",
    )
    with engine.connect() as connection:
        tables = {key.name for key in schema(connection) if key.kind == "table"}
        assert tables == {"t"}


def test_create_table_as_is_read(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, "CREATE TABLE t AS SELECT 1 AS a, 'x' AS b")
    with engine.connect() as connection:
        assert [each.key.name for each in found(connection, "column", "t")] == [
            "a",
            "b",
        ]


def test_a_scope_narrows_what_is_read(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url,
        "CREATE TABLE one (id INTEGER PRIMARY KEY)",
        "CREATE TABLE two (id INTEGER PRIMARY KEY, o INT REFERENCES one)",
        "CREATE TABLE other (a)",
    )
    with engine.connect() as connection:
        dialect = dialect_of(connection)
        excluded = dialect.read(connection, Scope(exclude=("o*",)))
        assert {key.table or key.name for key in excluded} == {"two"}
        only = dialect.read(connection, Scope().only("", "two"))
        (key,) = (each for each in only.values() if isinstance(each, ForeignKey))
        assert key.target_columns == ("id",)


def test_an_attached_database_is_a_namespace(sqlite_url: str, tmp_path: Any) -> None:
    engine = sa.create_engine(sqlite_url)
    metadata = sa.MetaData()
    sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True))
    there = sa.Table(
        "t",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("a", sa.Integer, index=True),
        sa.Column("up", sa.ForeignKey("aux.t.id")),
        sa.Column("across", sa.ForeignKey("t.id")),
        schema="aux",
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(f"ATTACH '{tmp_path}/aux.db' AS aux")
        metadata.create_all(connection)
        scope = Scope(namespaces=("", "aux", "missing"))
        read = dialect_of(connection).read(connection, scope)
        assert table_key("", "t") in read and column_key("aux", "t", "a") in read
        keys = [each for each in read.values() if isinstance(each, ForeignKey)]
        assert [each.target_namespace for each in keys] == ["aux"]
        assert there.schema == "aux"


def test_the_number_of_queries_does_not_grow(sqlite_url: str) -> None:
    many = [
        f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY, u INT REFERENCES t0)"
        for n in range(50)
    ]
    engine = engine_of(sqlite_url, *many)
    sent: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *a: sent.append(a[2]))
    with engine.connect() as connection:
        dialect_of(connection).read(connection, Scope())
    assert len([each for each in sent if each != "BEGIN"]) == 2
