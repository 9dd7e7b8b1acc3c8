"""Edge cases of comparing that Alembic's own tests pin, each on the databases that it concerns."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cases.changes import nothing
from tests.cases.journey import (
    Models,
    clean_after_create_all,
    differences,
    metadata_of,
    there_and_back,
)
from tests.servers.plugin import NewDatabase
from tests.servers.server import Server


def number(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True)


def clean(url: str, script: str, models: Models) -> None:
    """The tables of ``script``, made by hand, agree with ``models``."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for statement in script.split(";"):
            connection.exec_driver_sql(statement)
    with engine.begin() as connection:
        assert differences(connection, metadata_of(models)) == ()
    engine.dispose()


def test_an_index_for_a_foreign_key_is_none_of_the_models(
    mariadb_server: Server,
) -> None:
    def models(metadata: sa.MetaData) -> None:
        sa.Table("owner", metadata, number("a"), number("b"))
        key = sa.ForeignKeyConstraint(["x", "y"], ["owner.a", "owner.b"], name="fk")
        whole = [sa.Column("x", sa.Integer), sa.Column("y", sa.Integer)]
        sa.Table("item", metadata, number(), *whole, key)

    with mariadb_server.new_database() as url:
        clean(
            url,
            "create table owner (a int not null, b int not null, primary key (a, b));"
            "create table item (id int auto_increment primary key, x int, y int,"
            " key by_another_name (x, y),"
            " constraint fk foreign key (x, y) references owner (a, b))",
            models,
        )


def test_a_unique_column_is_the_constraint_that_the_database_named(
    new_database: NewDatabase,
) -> None:
    def models(metadata: sa.MetaData) -> None:
        word = sa.Column("word", sa.String(20), unique=True)
        sa.Table("item", metadata, number(), word)

    with new_database() as url:
        clean_after_create_all(url, models)


def test_a_name_that_was_cut_is_compared_cut(new_database: NewDatabase) -> None:
    def models(metadata: sa.MetaData) -> None:
        metadata.naming_convention = {
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(column_0_label)s",
        }
        columns = [sa.Column(x * 40, sa.Integer, index=True) for x in "abc"]
        rule = sa.UniqueConstraint(*(each.name for each in columns))
        sa.Table("item", metadata, number(), *columns, rule)

    with new_database() as url:
        clean_after_create_all(url, models)


def test_a_table_comes_back_with_its_unique_constraint(
    new_database: NewDatabase,
) -> None:
    def models(metadata: sa.MetaData) -> None:
        word = sa.Column("word", sa.String(20))
        sa.Table("item", metadata, number(), word, sa.UniqueConstraint("word"))

    with new_database() as url:
        assert len(there_and_back(url, models, nothing)) == 1


def test_the_default_schema_said_is_no_other(postgresql_server: Server) -> None:
    def models(metadata: sa.MetaData) -> None:
        sa.Table("item", metadata, number(), schema="public")

    with postgresql_server.new_database() as url:
        clean(url, "create table item (id serial primary key)", models)


def test_a_key_unlike_the_name_and_an_implied_not_null(
    new_database: NewDatabase,
) -> None:
    def models(metadata: sa.MetaData) -> None:
        word = sa.Column("word", sa.String(20), key="in_python", index=True)
        sa.Table(
            "item", metadata, word, number(), sa.UniqueConstraint("id", "in_python")
        )

    with new_database() as url:
        clean_after_create_all(url, models)


def test_a_changed_type_keeps_all_else(mariadb_server: Server) -> None:
    def models(type_: type[sa.Integer]) -> Models:
        def made(metadata: sa.MetaData) -> None:
            key = sa.Column("id", type_, primary_key=True, comment="it's 100%")
            size = sa.Column(
                "size", type_, server_default="5", comment="c", nullable=False
            )
            sa.Table("item", metadata, key, size)

        return made

    with mariadb_server.new_database() as url, mariadb_server.new_database() as target:
        there_and_back(
            url, models(sa.Integer), models(sa.BigInteger), target_url=target
        )


@pytest.mark.parametrize("action", ["RESTRICT", "NO ACTION", "CASCADE", None])
def test_what_a_foreign_key_does_is_read_as_said(
    new_database: NewDatabase, action: str | None
) -> None:
    def models(metadata: sa.MetaData) -> None:
        sa.Table("owner", metadata, number())
        key = sa.ForeignKey("owner.id", ondelete=action, onupdate=action)
        sa.Table("item", metadata, number(), sa.Column("owner_id", key))

    with new_database() as url:
        clean_after_create_all(url, models)


def test_not_deferrable_is_what_holds_unsaid(postgresql_server: Server) -> None:
    def models(metadata: sa.MetaData) -> None:
        sa.Table("owner", metadata, number())
        key = sa.ForeignKey("owner.id", deferrable=False, initially="IMMEDIATE")
        sa.Table("item", metadata, number(), sa.Column("owner_id", key))

    with postgresql_server.new_database() as url:
        clean(
            url,
            "create table owner (id serial primary key);"
            "create table item (id serial primary key, owner_id int references owner)",
            models,
        )


def test_defaults_and_a_sequence_of_its_own(postgresql_server: Server) -> None:
    def models(metadata: sa.MetaData) -> None:
        sa.Sequence("numbers", metadata=metadata)
        sa.Table(
            "item",
            metadata,
            number(),
            sa.Column("a", sa.Numeric(8, 2), server_default="5.0"),
            sa.Column("b", sa.DateTime, server_default=sa.func.now()),
            sa.Column(
                "c",
                sa.DateTime,
                server_default=sa.text("timezone('utc', now())"),
            ),
            sa.Column("d", sa.BigInteger, server_default=sa.text("nextval('numbers')")),
        )

    with postgresql_server.new_database() as url:
        clean_after_create_all(url, models)


def test_a_rebuilt_table_keeps_the_keys_that_point_at_it(tmp_path: Path) -> None:
    """From itself and from another table; the rows are there as before."""

    def models(width: int) -> Models:
        def made(metadata: sa.MetaData) -> None:
            above = sa.Column("above", sa.ForeignKey("item.id", ondelete="CASCADE"))
            word = sa.Column("word", sa.String(width), nullable=False)
            sa.Table("item", metadata, number(), above, word)
            item = sa.Column("item_id", sa.ForeignKey("item.id", ondelete="CASCADE"))
            sa.Table("part", metadata, number(), item)

        return made

    url, target = (f"sqlite:///{tmp_path / name}" for name in ("db", "target"))
    there_and_back(url, models(20), models(30), target_url=target)


def test_more_columns_than_a_call_once_took_arguments(
    new_database: NewDatabase,
) -> None:
    def models(metadata: sa.MetaData) -> None:
        columns = [sa.Column(f"c{each}", sa.Integer) for each in range(300)]
        sa.Table("item", metadata, number(), *columns)

    with new_database() as url, new_database() as target:
        there_and_back(url, nothing, models, rows=0, target_url=target)


def test_one_name_in_two_schemas(postgresql_server: Server) -> None:
    def models(metadata: sa.MetaData) -> None:
        sa.Table("item", metadata, number())
        key = sa.Column("id", sa.ForeignKey("item.id"), primary_key=True)
        sa.Table("item", metadata, key, schema="other")

    with postgresql_server.new_database() as url:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql("create schema other")
        engine.dispose()
        clean_after_create_all(url, models)
