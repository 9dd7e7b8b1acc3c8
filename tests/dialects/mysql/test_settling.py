"""Asking the server: it answers, nothing stays behind, and a refusal is said aloud."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from autodiff.core.operation import Alter
from autodiff.core.schema import Schema
from autodiff.dialects.mysql.spell import settled
from autodiff.dialects.registry import dialect_of
from autodiff.sources.models import declared_schema
from tests.cases.journey import differences
from tests.dialects.mysql.live import Live, live


def doubtful_models() -> sa.MetaData:
    """Models that the server must be asked about."""
    metadata = sa.MetaData()
    sa.Table(
        "t",
        metadata,
        sa.Column("a", sa.Integer),
        sa.Column("s", sa.Text(50)),
        sa.Column("d", sa.String(40), server_default=sa.text("hex(1 | 2)")),
        sa.Column("g", sa.Integer, sa.Computed("CASE WHEN a > 1 THEN 2 ELSE 3 END")),
        sa.CheckConstraint("NOT (a = 3)", name="ck_not"),
        sa.CheckConstraint("a REGEXP '^[0-9]'"),
        sa.CheckConstraint("s COLLATE utf8mb4_bin <> '100%'"),
    )
    return metadata


def test_a_question_ends_all_doubt(mariadb_url: str) -> None:
    metadata = doubtful_models()
    with live(mariadb_url) as database:
        metadata.create_all(database.connection)
        assert differences(database.connection, metadata) == ()


def test_a_change_in_what_cannot_be_told_locally_is_found(mariadb_url: str) -> None:
    metadata = doubtful_models()
    with live(mariadb_url) as database:
        metadata.create_all(database.connection)
        changed = doubtful_models()
        changed.tables["t"].c.d.server_default = sa.DefaultClause(sa.text("hex(1 | 3)"))
        (change,) = differences(database.connection, changed)
        assert isinstance(change, Alter) and change.after.key.name == "d"


def test_nothing_stays_and_nothing_is_committed(mariadb_url: str) -> None:
    metadata = doubtful_models()
    engine = sa.create_engine(mariadb_url)
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.exec_driver_sql("CREATE TABLE kept (a int)")
    with engine.connect() as connection:
        connection.exec_driver_sql("INSERT INTO kept VALUES (1)")
        assert differences(connection, metadata)
        connection.rollback()
        rows = connection.exec_driver_sql("SELECT count(*) FROM kept").scalar()
        assert rows == 0
        with pytest.raises(sa.exc.ProgrammingError, match="1146"):
            connection.exec_driver_sql("SHOW CREATE TABLE autodiff_temporary_question")
    engine.dispose()


def test_one_bad_apple_spoils_only_itself(mariadb_url: str) -> None:
    metadata = doubtful_models()
    with live(mariadb_url) as database:
        metadata.create_all(database.connection)
        changed = doubtful_models()
        changed.tables["t"].append_constraint(
            sa.CheckConstraint("no_such_column > 1", name="ck_bad")
        )
        (change,) = differences(database.connection, changed)
        assert change.object.key.name == "ck_bad"


def test_a_refusal_is_said(mariadb_url: str) -> None:
    metadata = doubtful_models()
    with live(mariadb_url) as database:
        metadata.create_all(database.connection)
        name = database.connection.engine.url.database
        database.send(
            "CREATE USER IF NOT EXISTS reader@'%' IDENTIFIED BY ''",
            f"GRANT SELECT, SHOW VIEW ON `{name}`.* TO reader@'%'",
        )
    url = sa.make_url(mariadb_url).set(username="reader", password="")
    engine = sa.create_engine(url)
    with (
        engine.connect() as connection,
        pytest.warns(UserWarning, match="CREATE TEMPORARY TABLES"),
    ):
        found = differences(connection, metadata)
    assert {each.object.key.table for each in found} == {"t"}
    engine.dispose()


def test_the_question_is_one_table_however_much_is_doubtful(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        dialect = dialect_of(database.connection)
        declared = declared_schema([doubtful_models()], dialect)
        sent = _sent(database, declared)
        assert [each.split()[0] for each in sent] == ["CREATE", "SHOW", "DROP"]


def _sent(database: Live, declared: Schema) -> list[str]:
    found: list[str] = []

    def note(*arguments: object) -> None:
        found.append(str(arguments[2]))

    sa.event.listen(database.connection, "before_cursor_execute", note)
    doubtful = [key for key in declared if key.kind in ("column", "check")]
    settled(database.connection, declared, doubtful, database.dialect)
    return found
