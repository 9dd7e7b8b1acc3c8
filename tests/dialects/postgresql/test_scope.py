"""What is seen of a database and what is not: extensions, partitions, views, others' types."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from autodiff.compare.compare import compare
from autodiff.core.describe import describe
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.declared.models import declared_schema
from autodiff.dialects.registry import dialect_of
from autodiff.execute.live import LiveState


@pytest.fixture
def connection(postgresql_url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(postgresql_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def read(connection: sa.Connection, sql: str, scope: Scope | None = None) -> set[str]:
    """The keys that are seen after ``sql``."""
    return {str(key) for key in seen(connection, sql, scope)}


def seen(connection: sa.Connection, sql: str, scope: Scope | None = None) -> Schema:
    for statement in sql.split(";"):
        connection.exec_driver_sql(statement)
    return dialect_of(connection).read(connection, scope or Scope())


def changes(
    connection: sa.Connection, metadata: sa.MetaData, scope: Scope | None = None
) -> list[str]:
    dialect, scope = dialect_of(connection), scope or Scope()
    declared = declared_schema([metadata], dialect, scope)
    found = compare(connection, dialect, declared, scope).operations
    return [describe(each) for each in found]


def test_what_an_extension_brought_is_not_ours(connection: sa.Connection) -> None:
    """Few servers have an extension with tables, so what is here is given to plpgsql."""
    sql = """create table spatial_ref_sys (id int); create sequence ext_seq;
        create type ext_mood as enum ('a'); create table own (id int)"""
    for statement in sql.split(";"):
        connection.exec_driver_sql(statement)
    for object_ in ("table spatial_ref_sys", "sequence ext_seq", "type ext_mood"):
        connection.exec_driver_sql(f"alter extension plpgsql add {object_}")
    assert read(connection, "select 1") == {"table own", "column own.id"}


def test_partitions_follow_their_parent(connection: sa.Connection) -> None:
    found = read(
        connection,
        """create table log (id int, day date, up int, primary key (id, day),
            constraint ck check (up > 0)) partition by range (day);
        create index ix on log (up);
        create table log_2020 partition of log
            for values from ('2020-01-01') to ('2021-01-01');
        create table link (id int, day date,
            constraint fk foreign key (id, day) references log (id, day))""",
    )
    assert {each for each in found if each.startswith("table")} == {
        "table log",
        "table link",
    }
    assert {each for each in found if "fk" in each} == {"foreignkey link.fk"}
    assert not any("2020" in each for each in found)


def test_views_and_temporary_tables_are_no_tables(connection: sa.Connection) -> None:
    found = read(
        connection,
        """create table t (a int); create view v as select * from t;
        create materialized view m as select * from t;
        create temporary table tmp (a int)""",
    )
    assert found == {"table t", "column t.a"}


def test_an_heir_has_its_own_columns_only(connection: sa.Connection) -> None:
    found = seen(
        connection,
        """create table base (a int check (a > 0));
        create table heir (b int) inherits (base)""",
    )
    keys = {str(key) for key in found}
    assert "column heir.b" in keys and "column heir.a" not in keys
    assert dict(found[next(k for k in found if k.name == "heir")].options) == {  # type: ignore[attr-defined]
        "postgresql_inherits": ("base",)
    }


def test_excluded_tables_keep_their_enums(connection: sa.Connection) -> None:
    connection.exec_driver_sql("create type mood as enum ('a')")
    connection.exec_driver_sql("create table audit (m mood)")
    scope = Scope(exclude=("audit",))
    assert changes(connection, sa.MetaData(), scope) == []
    assert changes(connection, sa.MetaData()) == ["drop table audit", "drop enum mood"]


def test_an_enum_that_nobody_uses_is_dropped(connection: sa.Connection) -> None:
    connection.exec_driver_sql("create type mood as enum ('a')")
    assert changes(connection, sa.MetaData()) == ["drop enum mood"]


def test_own_tables_are_not_seen(connection: sa.Connection) -> None:
    scope = Scope(own=frozenset({"autodiff_version"}))
    assert not read(connection, "create table autodiff_version (a int)", scope)


def test_the_default_namespace_is_the_session_s(connection: sa.Connection) -> None:
    connection.exec_driver_sql("create schema app")
    connection.exec_driver_sql("create table public.far (a int)")
    connection.exec_driver_sql("create table app.near (a int)")
    connection.exec_driver_sql("set search_path = app, public")
    connection.dialect.default_schema_name = "app"
    assert read(connection, "select 1") == {"table near", "column near.a"}
    both = read(connection, "select 1", Scope(namespaces=("", "public")))
    assert both == {
        "namespace public",
        "table near",
        "column near.a",
        "table public.far",
        "column public.far.a",
    }


def test_a_foreign_key_may_leave_the_models(connection: sa.Connection) -> None:
    connection.exec_driver_sql("create table hidden (id int primary key)")
    metadata = sa.MetaData()
    key = sa.ForeignKey("hidden.id", name="fk")
    sa.Table("t", metadata, sa.Column("a", sa.Integer, key))
    connection.exec_driver_sql(
        "create table t (a int, constraint fk foreign key (a) references hidden)"
    )
    assert changes(connection, metadata, Scope(exclude=("hidden",))) == []


def test_an_owned_sequence_is_a_serial_however_it_came(
    connection: sa.Connection,
) -> None:
    metadata = sa.MetaData()
    stated = sa.text("nextval('t_id_seq'::regclass)")
    sa.Table("s", metadata, sa.Column("id", sa.Integer, primary_key=True))
    key = sa.Column("id", sa.Integer, primary_key=True, server_default=stated)
    sa.Table("t", metadata, key)
    for statement in (
        "create sequence other as int",
        "create table s (id int primary key default nextval('other'))",
        "alter sequence other owned by s.id",
        "create table t (id serial primary key)",
    ):
        connection.exec_driver_sql(statement)
    assert changes(connection, metadata) == []


def test_a_sequence_of_its_own_is_a_default(connection: sa.Connection) -> None:
    found = seen(
        connection, "create sequence n; create table t (a int default nextval('n'))"
    )
    column = next(each for each in found.values() if each.kind == "column")
    assert column.default.sql == "nextval('n'::regclass)"  # type: ignore[attr-defined]
    assert "sequence n" in {str(key) for key in found}


def test_one_table_is_looked_at_alone(connection: sa.Connection) -> None:
    """What operations of a script ask, without reading the whole database."""
    seen(
        connection,
        """create type mood as enum ('a'); create type other as enum ('b');
        create table t (id serial primary key, m mood); create table u (m mood[], o other)""",
    )
    state = LiveState(connection, dialect_of(connection))
    (table,) = [each for each in _keys(connection) if str(each) == "table t"]
    (mood,) = [each for each in _keys(connection) if str(each) == "enum mood"]
    assert [str(each.key) for each in state.under(table)] == [
        "column t.id",
        "column t.m",
        "primary t",
    ]
    assert state.get(mood) is not None
    assert {str(each.key) for each in state.users(mood)} == {"column t.m", "column u.m"}


def _keys(connection: sa.Connection) -> list[object]:
    return list(dialect_of(connection).read(connection, Scope()))


def test_the_number_of_queries_does_not_grow(connection: sa.Connection) -> None:
    def queries(tables: int) -> int:
        for number in range(tables):
            connection.exec_driver_sql(
                f"create table t{tables}_{number} (id serial primary key, "
                "a int unique check (a > 0), b text)"
            )
        sent: list[str] = []
        note = lambda *call: sent.append(call[2])  # noqa: E731
        sa.event.listen(connection, "before_cursor_execute", note)
        dialect_of(connection).read(connection, Scope())
        sa.event.remove(connection, "before_cursor_execute", note)
        return len(sent)

    assert queries(1) == queries(20)


def test_an_index_that_failed_is_made_again(connection: sa.Connection) -> None:
    metadata = sa.MetaData()
    sa.Table("t", metadata, sa.Column("a", sa.Integer), sa.Index("ix", "a"))
    metadata.create_all(connection)
    connection.exec_driver_sql(
        "update pg_index set indisvalid = false where indexrelid = 'ix'::regclass"
    )
    assert changes(connection, metadata) == ["drop index t.ix", "create index t.ix (a)"]


def test_an_index_made_concurrently_is_an_index(connection: sa.Connection) -> None:
    metadata = sa.MetaData()
    index = sa.Index("ix", "a", postgresql_concurrently=True)
    sa.Table("t", metadata, sa.Column("a", sa.Integer), index)
    connection.exec_driver_sql("create table t (a int)")
    connection.exec_driver_sql("create index ix on t (a)")
    assert changes(connection, metadata) == []
    connection.exec_driver_sql("drop index ix")
    dialect = dialect_of(connection)
    declared = declared_schema([metadata], dialect)
    (operation,) = compare(connection, dialect, declared, Scope()).operations
    state = LiveState(connection, dialect)
    (made,) = dialect.statements((operation,), state)
    (gone,) = dialect.statements((operation.inverse,), state)
    assert (made.sql, made.transactional) == (
        "CREATE INDEX CONCURRENTLY ix ON t (a)",
        False,
    )
    assert (gone.sql, gone.transactional) == ("DROP INDEX CONCURRENTLY ix", False)


def test_not_valid_is_no_reason_once_validated(connection: sa.Connection) -> None:
    metadata = sa.MetaData()
    check = sa.CheckConstraint("a > 0", name="ck", postgresql_not_valid=True)
    sa.Table("t", metadata, sa.Column("a", sa.Integer), check)
    connection.exec_driver_sql("create table t (a int)")
    connection.exec_driver_sql("insert into t values (-1)")
    dialect = dialect_of(connection)
    declared = declared_schema([metadata], dialect)
    operations = compare(connection, dialect, declared, Scope()).operations
    for statement in dialect.statements(operations, LiveState(connection, dialect)):
        connection.exec_driver_sql(statement.sql)
    assert changes(connection, metadata) == []
    connection.exec_driver_sql("update t set a = 1")
    connection.exec_driver_sql("alter table t validate constraint ck")
    assert changes(connection, metadata) == []
