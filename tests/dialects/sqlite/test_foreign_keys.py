"""Foreign keys: a rebuild of a parent touches no child, whether they are enforced or not."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from autodiff.core.operation import Alter, Create, Drop
from autodiff.dialects.registry import dialect_of
from autodiff.errors.sqlite import ForeignKeysBroken, ForeignKeysOn
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.keys import table_key
from tests.dialects.sqlite.live import (
    change,
    column,
    engine_of,
    found,
    revision,
    rows,
    schema,
    stored,
)

FAMILY = [
    "CREATE TABLE parent (id INTEGER PRIMARY KEY, x TEXT, up INT REFERENCES parent ON DELETE"
    " CASCADE)",
    "CREATE TABLE child (p INT NOT NULL REFERENCES parent (id) ON DELETE CASCADE)",
    "CREATE TABLE shy (p INT REFERENCES parent (id) ON DELETE SET NULL)",
    "INSERT INTO parent VALUES (1, 'a', NULL), (2, 'b', 1)",
    "INSERT INTO child VALUES (1), (2), (2)",
    "INSERT INTO shy VALUES (1)",
]
COUNTS = "SELECT (SELECT count(*) FROM parent), (SELECT count(*) FROM child), (SELECT count(p) FROM shy)"


def widened(connection: sa.Connection) -> Alter[Column]:
    old = column(connection, "parent", "x")
    return Alter(old, replace(old, nullable=False))


@pytest.mark.parametrize("enforced", [False, True])
def test_rebuilding_a_parent_keeps_every_child(sqlite_url: str, enforced: bool) -> None:
    engine = engine_of(sqlite_url, *FAMILY, foreign_keys=enforced)
    with revision(engine) as connection:
        change(connection, widened(connection))
        assert rows(connection, COUNTS) == [(2, 3, 1)]
    with engine.begin() as connection:
        assert rows(connection, "PRAGMA foreign_keys") == [(int(enforced),)]
        assert rows(connection, "PRAGMA foreign_key_check") == []
        assert "REFERENCES parent (id)" in stored(connection, "child")
        connection.exec_driver_sql("DELETE FROM parent WHERE id = 1")
        left = (0, 0, 0) if enforced else (1, 3, 1)
        assert rows(connection, COUNTS) == [left]


def test_inside_a_callers_transaction_it_is_refused(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, *FAMILY, foreign_keys=True)
    with engine.begin() as connection:
        with pytest.raises(ForeignKeysOn, match="child, parent, shy"):
            change(connection, widened(connection))
        assert rows(connection, COUNTS) == [(2, 3, 1)]


def test_inside_a_callers_transaction_a_lonely_table_is_rebuilt(
    sqlite_url: str,
) -> None:
    engine = engine_of(sqlite_url, *FAMILY, foreign_keys=True)
    with engine.begin() as connection:
        (key,) = found(connection, "foreignkey", "shy")
        change(connection, Drop(key))
        assert rows(connection, COUNTS) == [(2, 3, 1)]


def test_inside_a_callers_transaction_an_empty_parent_is_rebuilt(
    sqlite_url: str,
) -> None:
    engine = engine_of(sqlite_url, *FAMILY[:3], foreign_keys=True)
    with engine.begin() as connection:
        change(connection, widened(connection))
        assert "REFERENCES parent (id)" in stored(connection, "child")
        connection.exec_driver_sql("INSERT INTO parent VALUES (1, 'x', 1)")
        connection.exec_driver_sql("INSERT INTO child VALUES (1)")


def test_around_does_nothing_inside_a_callers_transaction(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, *FAMILY, foreign_keys=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO shy VALUES (2)")
        around = dialect_of(connection).around(connection)
        with around, pytest.raises(ForeignKeysOn):
            change(connection, widened(connection))
    with engine.begin() as connection:
        assert rows(connection, COUNTS) == [(2, 3, 2)]


def test_dropping_a_parent_takes_no_child_along(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, *FAMILY, foreign_keys=True)
    broken = pytest.raises(ForeignKeysBroken, match="child to parent")
    with broken, revision(engine) as connection:
        drop = Drop(schema(connection)[table_key("", "parent")])
        change(connection, drop)
    with engine.begin() as connection:
        assert rows(connection, COUNTS) == [(2, 3, 1)]
        with pytest.raises(ForeignKeysOn):
            change(connection, drop)


def test_a_new_foreign_key_over_orphans_is_refused(sqlite_url: str) -> None:
    engine = engine_of(
        sqlite_url,
        *FAMILY,
        "CREATE TABLE late (p INT)",
        "INSERT INTO late VALUES (1), (99)",
        foreign_keys=True,
    )
    key = ForeignKey("", "late", None, ("p",), "", "parent", ("id",))
    broken = pytest.raises(ForeignKeysBroken, match="1 rows that refer to nothing")
    with broken, revision(engine) as connection:
        change(connection, Create(key))
    with engine.begin() as connection:
        assert found(connection, "foreignkey", "late") == []


def test_orphans_that_were_there_before_are_no_matter(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, *FAMILY, "INSERT INTO child VALUES (99)")
    engine.dispose()
    engine = engine_of(sqlite_url, foreign_keys=True)
    with revision(engine) as connection:
        change(connection, widened(connection))
        assert rows(connection, COUNTS) == [(2, 4, 1)]


def test_foreign_keys_are_enforced_again_after_a_failure(sqlite_url: str) -> None:
    engine = engine_of(sqlite_url, *FAMILY, foreign_keys=True)
    with engine.connect() as connection:
        with (
            pytest.raises(ZeroDivisionError),
            dialect_of(connection).around(connection),
        ):
            connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")
            connection.rollback()
            raise ZeroDivisionError
        assert rows(connection, "PRAGMA foreign_keys") == [(1,)]
        assert rows(connection, "PRAGMA legacy_alter_table") == [(0,)]


def test_a_foreign_key_that_points_at_no_key_is_its_owners_business(
    sqlite_url: str,
) -> None:
    """SQLite then refuses to check the whole database at once."""
    engine = engine_of(
        sqlite_url, *FAMILY, "CREATE TABLE odd (x TEXT REFERENCES parent (x))"
    )
    engine.dispose()
    engine = engine_of(sqlite_url, foreign_keys=True)
    with revision(engine) as connection:
        change(connection, widened(connection))
    broken = pytest.raises(ForeignKeysBroken, match="child to parent")
    with broken, revision(engine) as connection:
        connection.exec_driver_sql("DELETE FROM parent WHERE id = 2")
