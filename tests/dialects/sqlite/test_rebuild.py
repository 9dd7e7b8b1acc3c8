"""A rebuild loses nothing: not the rows, nor what hangs on the table, nor what was written about it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from autodiff.core.clause import Clause
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.dialects.sqlite.catalog import NEW
from autodiff.errors.sqlite import (
    ColumnInUse,
    PartUnknown,
    RebuildInterrupted,
    TableUnknown,
)
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique
from tests.dialects.sqlite.live import (
    change,
    column,
    engine_of,
    found,
    names,
    revision,
    rows,
    schema,
    stored,
    text_type,
)

RICH = """CREATE TABLE t ( -- the table
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- its key
  a VARCHAR(10) COLLATE NOCASE NOT NULL ON CONFLICT IGNORE, /* a, of all
  things */
  b INT DEFAULT (1 + 1) CHECK (b > 0),
  c TEXT UNIQUE ON CONFLICT REPLACE REFERENCES other (code) ON DELETE SET NULL,
  d INT GENERATED ALWAYS AS (b * 2) STORED, -- computed
  e,
  CHECK (a <> 'x, y') CONSTRAINT named CHECK (b < 100),
  UNIQUE (a, b) ON CONFLICT FAIL -- the last
)"""
AROUND_IT = [
    "CREATE TABLE other (code TEXT PRIMARY KEY)",
    RICH,
    "CREATE TABLE log (what TEXT)",
    "CREATE INDEX plain ON t (b)",
    "CREATE UNIQUE INDEX expression ON t (lower(a) DESC, b) WHERE b > 1 -- why",
    "CREATE VIEW v AS SELECT a, b FROM t",
    "CREATE VIEW vv AS SELECT * FROM v",
    "CREATE TRIGGER noted AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.a); END",
    "CREATE TRIGGER other_way AFTER INSERT ON log BEGIN UPDATE t SET b = b WHERE 0; END",
    "INSERT INTO other VALUES ('o')",
    "INSERT INTO t (id, a, b, c, e) VALUES (1, 'one', 2, 'o', x'00'), (7, 'two', 3, NULL, 1.5)",
    "DELETE FROM log",
    "INSERT INTO t (id, a) VALUES (50, 'gone')",
    "DELETE FROM t WHERE id = 50",
    "DELETE FROM log",
]


def altered(value: Column, **changes: object) -> Operation:
    return Alter(value, replace(value, **changes))  # type: ignore[arg-type]


def test_all_that_is_not_touched_stands_as_it_was_written(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, *AROUND_IT)
    with revision(engine) as connection:
        before = {
            name: stored(connection, name)
            for name in ("plain", "expression", "noted", "other_way", "v", "vv")
        }
        change(
            connection, altered(column(connection, "t", "b"), type=text_type("BIGINT"))
        )
        assert stored(connection, "t") == RICH.replace("b INT", "b BIGINT").replace(
            "TABLE t", 'TABLE "t"'
        )
        for name, sql in before.items():
            assert stored(connection, name) == sql


def test_rows_numbers_and_counter_are_kept(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, *AROUND_IT)
    with revision(engine) as connection:
        before = rows(connection, "SELECT *, typeof(e) FROM t ORDER BY id")
        change(connection, altered(column(connection, "t", "e"), nullable=False))
        assert rows(connection, "SELECT *, typeof(e) FROM t ORDER BY id") == before
        connection.exec_driver_sql("INSERT INTO t (a, e) VALUES ('new', 1)")
        assert rows(connection, "SELECT max(id) FROM t") == [(51,)]
        assert rows(connection, "SELECT * FROM log") == [("new",)]
        assert rows(connection, "SELECT count(*) FROM vv") == [(3,)]


def test_the_counter_is_kept_where_no_row_is_left(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, *AROUND_IT, "DELETE FROM t")
    with revision(engine) as connection:
        change(connection, altered(column(connection, "t", "e"), nullable=False))
        assert rows(connection, "SELECT * FROM sqlite_sequence") == [("t", 50)]


def test_rows_without_a_key_keep_their_rowid(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url,
        "CREATE TABLE t (rowid TEXT, a INT)",
        "INSERT INTO t (_rowid_, rowid, a) VALUES (5, 'x', 1), (9, 'y', 2)",
    )
    with revision(engine) as connection:
        change(connection, altered(column(connection, "t", "a"), nullable=False))
        assert rows(connection, "SELECT _rowid_, rowid, a FROM t") == [
            (5, "x", 1),
            (9, "y", 2),
        ]


def test_a_new_conflict_clause_swallows_no_row(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url, "CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1), (1)"
    )
    unique = Unique("", "t", None, ("a",), options=(("sqlite_on_conflict", "REPLACE"),))
    with pytest.raises(IntegrityError), revision(engine) as connection:
        change(connection, Create(unique))
    with engine.connect() as connection:
        assert rows(connection, "SELECT a FROM t") == [(1,), (1,)]


def test_a_failure_leaves_everything_as_it_was(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url, *AROUND_IT, "INSERT INTO t (id, a) VALUES (8, 'null in e')"
    )
    with engine.connect() as connection:
        before = rows(connection, "SELECT * FROM sqlite_master")
        data = rows(connection, "SELECT * FROM t")
    with pytest.raises(IntegrityError), revision(engine) as connection:
        change(connection, altered(column(connection, "t", "e"), nullable=False))
    with engine.connect() as connection:
        assert rows(connection, "SELECT * FROM sqlite_master") == before
        assert rows(connection, "SELECT * FROM t") == data


def test_a_copy_that_a_killed_process_left_is_replaced(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url,
        *AROUND_IT,
        f"CREATE TABLE {NEW}t (whatever)",
        f"INSERT INTO {NEW}t VALUES (1)",
    )
    with revision(engine) as connection:
        assert not [key for key in schema(connection) if NEW in str(key)]
        change(connection, altered(column(connection, "t", "b"), nullable=False))
        assert f"{NEW}t" not in names(connection)


def test_a_copy_whose_table_is_gone_is_never_dropped(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url, f"CREATE TABLE {NEW}t (a)", f"INSERT INTO {NEW}t VALUES (1)"
    )
    with engine.connect() as connection:
        with pytest.raises(RebuildInterrupted, match=f"all its rows are in {NEW}t"):
            schema(connection)
        with pytest.raises(RebuildInterrupted):
            change(
                connection,
                Create(Table("", "t"), (Column("", "t", "a", text_type("INT")),)),
            )


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ("VARCHAR(5)", "INTEGER", "'abc'"),
        ("VARCHAR(5)", "INTEGER", "'12'"),
        ("FLOAT", "TEXT", "0.1 + 0.2"),
        ("FLOAT", "TEXT", "1e300"),
        ("NUMERIC", "VARCHAR(9)", "12.50"),
        ("TEXT", "BLOB", "'größe'"),
        ("BLOB", "TEXT", "x'61'"),
        ("INTEGER", "BLOB", "5"),
        ("DATETIME", "DATE", "'2020-01-01 10:00:00'"),
        ("", "TEXT", "x'00ff'"),
        ("REAL", "INTEGER", "1.5"),
        ("BOOLEAN", "VARCHAR(5)", "1"),
    ],
)
def test_a_value_comes_back_from_another_type(
    sqlite_url: str, old: str, new: str, value: str
) -> None:
    engine = engine_of(
        sqlite_url, f"CREATE TABLE t (a {old})", f"INSERT INTO t VALUES ({value})"
    )
    with revision(engine) as connection:
        before = rows(connection, "SELECT a, typeof(a) FROM t")
        there = altered(column(connection, "t", "a"), type=text_type(new))
        change(connection, there)
        change(connection, there.inverse)
        assert rows(connection, "SELECT a, typeof(a) FROM t") == before


def test_bytes_become_text_that_python_reads(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url, "CREATE TABLE t (a BLOB)", "INSERT INTO t VALUES (x'61')"
    )
    with revision(engine) as connection:
        change(
            connection, altered(column(connection, "t", "a"), type=text_type("TEXT"))
        )
        assert rows(connection, "SELECT a FROM t") == [("a",)]


def test_a_constraint_written_at_its_column_is_dropped_there(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, *AROUND_IT)
    with revision(engine) as connection:
        for kind in ("check", "unique", "foreignkey"):
            for value in found(connection, kind, "t"):
                change(connection, Drop(value))
        sql = stored(connection, "t")
        assert "CHECK" not in sql and "UNIQUE" not in sql and "REFERENCES" not in sql
        assert "-- computed" in sql and "/* a, of all" in sql


def test_a_dropped_item_takes_its_own_comment_along(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url,
        "CREATE TABLE t (\n  a INT, -- of a\n  b INT CHECK (b > a), -- of b\n  c INT -- of c\n)",
    )
    with revision(engine) as connection:
        change(connection, Drop(column(connection, "t", "b")))
        assert stored(connection, "t") == (
            'CREATE TABLE "t" (\n  a INT, -- of a\n  c INT -- of c\n)'
        )
        change(
            connection,
            Drop(found(connection, "column", "t")[1]),
            Create(Check("", "t", None, Clause("a > 0", "a > 0"))),
        )
        assert stored(connection, "t") == (
            'CREATE TABLE "t" (\n  a INT, -- of a\n  CHECK (a > 0)\n)'
        )


def test_a_column_and_a_check_come_behind_a_comment(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, "CREATE TABLE t (\n  a INT -- of a\n)")
    new = Column("", "t", "b", text_type("INT"))
    check = Check("", "t", "c", Clause("b > 0", "b > 0"))
    with revision(engine) as connection:
        change(connection, Create(new), Create(check))
        assert stored(connection, "t") == (
            'CREATE TABLE "t" (\n  a INT, -- of a\n  b INT,\n  CONSTRAINT c CHECK (b > 0)\n)'
        )


def test_conditions_that_name_their_own_table(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, 'CREATE TABLE t (a INT, b INT, CHECK (t.a < "t".b))')
    with revision(engine) as connection:
        change(connection, altered(column(connection, "t", "a"), nullable=False))
        assert "CHECK (a < b)" in stored(connection, "t")


def test_what_analyze_found_is_kept(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, *AROUND_IT, "ANALYZE")
    with revision(engine) as connection:
        before = rows(connection, "SELECT * FROM sqlite_stat1 ORDER BY tbl, idx")
        change(connection, altered(column(connection, "t", "e"), nullable=False))
        assert before == rows(
            connection, "SELECT * FROM sqlite_stat1 ORDER BY tbl, idx"
        )


# --- what must be refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE t (a INT, b INT, CHECK (a < b))",
        'CREATE TABLE t (a INT, b INT, UNIQUE (a, "b"))',
        "CREATE TABLE t (a INT, b INT, c INT AS (a + b))",
        "CREATE TABLE t (a INT, b INT REFERENCES t, FOREIGN KEY (b) REFERENCES t (a))",
    ],
)
def test_a_column_that_is_in_use_is_not_dropped(sqlite_url: str, sql: str) -> None:
    engine = engine_of(sqlite_url, sql)
    with engine.connect() as connection, pytest.raises(ColumnInUse):
        change(connection, Drop(column(connection, "t", "b")))


def test_a_column_that_an_index_names_is_not_dropped(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url, "CREATE TABLE t (a INT, b INT)", 'CREATE INDEX i ON t ("b")'
    )
    with engine.connect() as connection, pytest.raises(ColumnInUse, match="INDEX"):
        change(connection, Drop(column(connection, "t", "b")))


@pytest.mark.parametrize(
    "user",
    [
        "CREATE VIEW v AS SELECT b FROM t",
        "CREATE TRIGGER r AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (new.b); END",
        "CREATE TRIGGER r AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.b); END",
        "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.b); END",
    ],
)
def test_a_column_that_a_view_or_trigger_reads_is_not_dropped(
    sqlite_url: str, user: str
) -> None:
    engine = engine_of(
        sqlite_url, "CREATE TABLE t (a INT, b INT)", "CREATE TABLE log (x)", user
    )
    with engine.connect() as connection:
        before = rows(connection, "SELECT * FROM sqlite_master")
    with (
        pytest.raises(OperationalError, match="no such column"),
        revision(engine) as connection,
    ):
        change(connection, Drop(column(connection, "t", "b")))
    with engine.connect() as connection:
        assert rows(connection, "SELECT * FROM sqlite_master") == before


def test_a_view_that_was_broken_before_is_nobodys_business(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url,
        "CREATE TABLE t (a INT, b INT CHECK (b > 0))",
        "CREATE VIEW broken AS SELECT b FROM nowhere",
    )
    with revision(engine) as connection:
        change(connection, Drop(column(connection, "t", "b")))
        assert [each.key.name for each in found(connection, "column", "t")] == ["a"]


def test_what_is_not_there_is_named(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, "CREATE TABLE t (a INT)")
    with engine.connect() as connection:
        with pytest.raises(PartUnknown, match="unique t.u"):
            change(connection, Drop(Unique("", "t", "u", ("a",))))
        with pytest.raises(PartUnknown, match="column t.x"):
            change(
                connection,
                Alter(
                    Column("", "t", "x", text_type("INT")),
                    Column("", "t", "x", text_type("TEXT")),
                ),
            )
        with pytest.raises(TableUnknown, match="no such table"):
            change(connection, Drop(Unique("", "nope", "u", ("a",))))
        assert change(connection, Drop(Unique("", "t", "u", ("a",)), if_exists=True))


# --- words of scripts -----------------------------------------------------------------------------


def test_a_fill_is_what_rows_get_in_a_new_column(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, "CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)")
    new = Column("", "t", "b", text_type("INT"), nullable=False)
    with revision(engine) as connection:
        change(connection, Create(new, fill=text_type("a + 5")))
        assert rows(connection, "SELECT b FROM t") == [(6,)]
        assert column(connection, "t", "b").default is None


def test_a_fill_is_what_nulls_become(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url, "CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1), (NULL)"
    )
    with revision(engine) as connection:
        old = column(connection, "t", "a")
        change(
            connection, Alter(old, replace(old, nullable=False), fill=text_type("0"))
        )
        assert rows(connection, "SELECT a FROM t") == [(1,), (0,)]


def test_what_a_script_leaves_unsaid_stays(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, *AROUND_IT)
    said_little = Column("", "t", "b", text_type(""), nullable=True)
    unsaid = frozenset(
        {
            "type",
            "default",
            "computed",
            "identity",
            "comment",
            "options",
            "autoincrement",
        }
    )
    with revision(engine) as connection:
        change(
            connection, Alter(said_little, replace(said_little, nullable=False), unsaid)
        )
        assert "b INT DEFAULT (1 + 1) CHECK (b > 0) NOT NULL," in stored(
            connection, "t"
        )


def test_a_renamed_column_can_change_in_the_same_block(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url,
        *AROUND_IT[:3],
        "CREATE INDEX i ON t (b, lower(b)) WHERE b > 5",
        "CREATE VIEW v AS SELECT b FROM t",
        "INSERT INTO t (a, b, e) VALUES ('x', 5, 1)",
    )
    with revision(engine) as connection:
        old = column(connection, "t", "b")
        new = replace(old, name="Number")
        change(connection, Rename(old, new), altered(new, type=text_type("BIGINT")))
        assert rows(connection, 'SELECT "Number", d FROM t') == [(5, 10)]
        sql = stored(connection, "t")
        assert '"Number" BIGINT DEFAULT (1 + 1) CHECK ("Number" > 0)' in sql
        assert 'UNIQUE (a, "Number")' in sql and 'AS ("Number" * 2)' in sql
        assert "Number" in stored(connection, "v")
        assert stored(connection, "i").count('"Number"') == 3
