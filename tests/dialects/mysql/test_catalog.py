"""The reader: a fixed number of queries, and what only the database says is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from autodiff.core.scope import Scope
from autodiff.declared.models import declared_schema
from autodiff.dialects.mysql import catalog
from autodiff.dialects.mysql.catalog import COLUMNS, GATHERED, INDEXES, listed
from autodiff.dialects.mysql.dialect import MySQL
from autodiff.kinds.column import Column
from autodiff.kinds.keys import column_key, table_key
from autodiff.kinds.table import Table
from tests.cases.journey import differences
from tests.dialects.mysql.live import Live, live


def tables(number: int, check: str = "a <> ''") -> sa.MetaData:
    """A row of tables, each pointing at the one before."""
    metadata = sa.MetaData()
    for each in range(number):
        before = max(each - 1, 0)
        sa.Table(
            f"t{each}",
            metadata,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("up", sa.ForeignKey(f"t{before}.id")),
            sa.Column("a", sa.String(9), sa.CheckConstraint(check), unique=True),
        )
    return metadata


def queries(database: Live, scope: Scope) -> int:
    """How many statements a look takes; the server's settings are known already."""
    database.dialect.read(database.connection, scope)
    sent: list[object] = []
    note = lambda *arguments: sent.append(arguments[2])  # noqa: E731
    sa.event.listen(database.connection, "before_cursor_execute", note)
    database.dialect.read(database.connection, scope)
    sa.event.remove(database.connection, "before_cursor_execute", note)
    return len(sent)


def test_the_number_of_queries_does_not_grow(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        tables(2).create_all(database.connection)
        few = queries(database, Scope())
        tables(9).create_all(database.connection)
        assert queries(database, Scope()) == few <= 6


def test_nothing_is_asked_where_the_text_is_the_live_one(mariadb_url: str) -> None:
    metadata = tables(3, check="`a` <> ''")
    with live(mariadb_url) as database:
        metadata.create_all(database.connection)
        sent: list[str] = []
        sa.event.listen(
            database.connection,
            "before_cursor_execute",
            lambda *arguments: sent.append(arguments[2]),
        )
        assert differences(database.connection, metadata) == ()
        assert not [each for each in sent if "TEMPORARY" in each]


def test_one_table_is_read_alone(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        tables(3).create_all(database.connection)
        found = database.dialect.read(database.connection, Scope().only("", "t1"))
        assert {each.key.table or each.key.name for each in found.values()} == {"t1"}


def test_views_and_own_tables_are_not_seen(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        database.send(
            "CREATE TABLE autodiff_version (a int)",
            "CREATE TABLE t (a int)",
            "CREATE VIEW v AS SELECT a FROM t",
        )
        scope = Scope(own=frozenset({"autodiff_version"}))
        found = database.dialect.read(database.connection, scope)
        assert set(found) == {table_key("", "t"), column_key("", "t", "a")}


def test_what_no_model_can_state_is_left_alone(mariadb_url: str) -> None:
    metadata = sa.MetaData()
    sa.Table(
        "t",
        metadata,
        sa.Column("a", sa.Integer, unique=True),
        sa.Column("b", sa.Integer),
        sa.Column("c", sa.Integer, server_default=sa.FetchedValue()),
        sa.Index("ix", "b"),
    )
    with live(mariadb_url) as database:
        database.send(
            "CREATE TABLE t (a int INVISIBLE, b int, c int DEFAULT 7,"
            " UNIQUE KEY a (a) COMMENT 'why', KEY ix (b) COMMENT 'how' IGNORED)"
            " ENGINE=InnoDB ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8 STATS_PERSISTENT=1"
        )
        assert differences(database.connection, metadata) == ()


def test_a_partitioned_or_versioned_table_is_left_alone(mariadb_url: str) -> None:
    metadata = sa.MetaData()
    for name in ("cut", "old"):
        sa.Table(name, metadata, sa.Column("a", sa.Integer))
    with live(mariadb_url) as database:
        database.send(
            "CREATE TABLE cut (a int) PARTITION BY HASH (a) PARTITIONS 4",
            "CREATE TABLE old (a int) WITH SYSTEM VERSIONING",
        )
        assert differences(database.connection, metadata) == ()


def test_names_of_percent_signs_and_quotes_are_read(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        database.send("CREATE TABLE `o'd\"d %s \\\\` (`a``b %(c)s` int COMMENT '%s')")
        (column,) = (
            each for each in database.read().values() if isinstance(each, Column)
        )
        assert column.name == "a`b %(c)s" and column.comment == "%s"
        again = f"SHOW CREATE TABLE {database.dialect.quote(column.table)}"
        assert "%(c)s" in str(
            database.connection.exec_driver_sql(
                again, execution_options={"no_parameters": True}
            ).one()
        )


def test_two_databases_are_two_namespaces(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        other = f"{database.connection.engine.url.database}_other"
        database.send(f"CREATE DATABASE `{other}`")
        try:
            _compare_two(database, other)
        finally:
            database.send(f"DROP DATABASE `{other}`")


def _compare_two(database: Live, other: str) -> None:
    metadata = sa.MetaData()
    sa.Table("p", metadata, sa.Column("id", sa.Integer, primary_key=True), schema=other)
    child = sa.Column("p_id", sa.ForeignKey(f"{other}.p.id"))
    sa.Table("c", metadata, child, schema=database.connection.engine.url.database)
    metadata.create_all(database.connection)
    scope = Scope(namespaces=("", other))
    declared = declared_schema([metadata], database.dialect, scope)
    reflected = database.dialect.read(database.connection, scope)
    prepared = database.dialect.prepare(declared, reflected)
    assert database.dialect.agree(prepared, reflected) == reflected
    database.send("DROP TABLE c")


ODD = (
    "CREATE TABLE käse (a int DEFAULT 1, b enum('x,y', 'it''s', '\"', '[1]') DEFAULT '\"', "
    "c varchar(19) DEFAULT '{\"a\": [1]}', KEY z (a, c(2)), KEY B (b))",
    "CREATE TABLE kase (a varchar(9) DEFAULT 'a\\\\n\\t\\0', UNIQUE KEY kB (a), "
    "b int AS (length(a)) STORED COMMENT 'line\\none, \"two\" \\\\', KEY Ka (b DESC, a))",
    'CREATE TABLE `tick``\'s "own"` (`a"b` longtext CHECK (json_valid(`a"b`)), `c\'d` binary(2) '
    "DEFAULT 'a', KEY `e``f` (`c'd`) COMMENT 'it''s')",
)


def test_rows_gathered_by_the_server_are_those_it_gives_one_by_one(
    mariadb_url: str,
) -> None:
    with live(mariadb_url) as database:
        database.send("SET SESSION sql_mode = 'ONLY_FULL_GROUP_BY'", *ODD)
        namespace = database.connection.engine.url.database or ""
        indexes = replace(INDEXES, columns=INDEXES.columns.format(expression="1, 0"))
        for listing in (COLUMNS, indexes):
            for table in (None, "kase"):
                place = (database.connection, listing, namespace, table)
                gathered = {
                    name: [tuple(row) for row in found]
                    for name, found in listed(*place, True).items()
                }
                assert gathered == listed(*place, False)
                assert gathered.keys() >= {"kase"}


def test_a_text_that_the_server_cut_is_asked_for_row_by_row(
    mariadb_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with live(mariadb_url) as database:
        database.send(*ODD)
        whole = database.read()
        for length in (4, 90, 400):
            cut = GATHERED.replace("16777216", str(length))
            monkeypatch.setattr(catalog, "GATHERED", cut)
            assert database.read() == whole


class NoComments(MySQL):
    """A relative that keeps no comments of tables, and so asks for none."""

    tables_query = MySQL.tables_query.replace("table_comment", "''")


def test_a_relative_replaces_a_single_query(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        database.send(
            "CREATE TABLE t (a int COMMENT 'inner', KEY k (a)) COMMENT 'outer'"
        )
        whole = database.read()
        found = NoComments(database.dialect.sa).read(database.connection, Scope())
        table = whole[table_key("", "t")]
        assert isinstance(table, Table) and table.comment == "outer"
        assert found == whole.with_objects([replace(table, comment=None)])
