"""Edge cases of comparing that Alembic's own tests pin, each on the databases that it concerns.

Two more stand where their subject is: that a rewriter never sees its own output in
``tests/hooks/test_revising.py``, and overlapping version directories in ``tests/revisions/test_files.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from autodiff import op
from autodiff.core.operation import Rename, inverses
from autodiff.core.scope import Scope
from tests.cases.changes import nothing
from tests.cases.journey import (
    Models,
    clean_after_create_all,
    differences,
    metadata_of,
    run,
    there_and_back,
)
from tests.dialects.sqlite.live import engine_of, names, revision, rows
from tests.operations.running import sql
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


def _made(url: str, models: Models) -> sa.Engine:
    """A database that is as ``models`` say."""
    engine = sa.create_engine(url)
    metadata_of(models).create_all(engine)
    return engine


def test_a_key_to_a_table_that_a_filter_hides_is_compared(
    new_database: NewDatabase,
) -> None:
    def models(action: str) -> Models:
        def made(metadata: sa.MetaData) -> None:
            sa.Table("owner", metadata, number())
            key = sa.ForeignKey("owner.id", name="fk_owner", ondelete=action)
            sa.Table("item", metadata, number(), sa.Column("owner_id", key))

        return made

    hiding = Scope(exclude=("owner",))
    with new_database() as url:
        engine = _made(url, models("CASCADE"))
        with engine.begin() as connection:
            assert differences(connection, metadata_of(models("CASCADE")), hiding) == ()
            after = metadata_of(models("SET NULL"))
            found = differences(connection, after, hiding)
            assert {str(each.object.key) for each in found} == {
                "foreignkey item.fk_owner"
            }
            run(connection, found)
        with engine.begin() as connection:
            assert differences(connection, after, hiding) == ()
            assert differences(connection, after) == ()
        engine.dispose()


def test_a_table_goes_that_points_at_a_hidden_one(new_database: NewDatabase) -> None:
    def models(metadata: sa.MetaData) -> None:
        sa.Table("owner", metadata, number())
        key = sa.Column("owner_id", sa.ForeignKey("owner.id"))
        sa.Table("item", metadata, number(), key)

    hiding = Scope(exclude=("owner",))
    with new_database() as url:
        engine = _made(url, models)
        with engine.begin() as connection:
            there = differences(connection, metadata_of(nothing), hiding)
            assert [each.object.key.name for each in there] == ["item"]
            run(connection, there)
        with engine.begin() as connection:
            run(connection, inverses(there))
        with engine.begin() as connection:
            assert differences(connection, metadata_of(models)) == ()
        engine.dispose()


def test_a_constraint_or_index_whose_name_changes_in_case_alone(
    new_database: NewDatabase,
) -> None:
    def models(*names: str) -> Models:
        def made(metadata: sa.MetaData) -> None:
            words = [sa.Column(name, sa.String(20)) for name in ("one", "two")]
            rule = sa.UniqueConstraint("one", name=names[0])
            table = sa.Table("item", metadata, number(), *words, rule)
            sa.Index(names[1], table.c.two)

        return made

    before, after = models("UQ_Word", "IX_Word"), models("uq_word", "ix_word")
    with new_database() as url, new_database() as target:
        there_and_back(url, before, after, target_url=target)


def test_the_version_table_is_left_alone_even_if_models_have_it(
    new_database: NewDatabase,
) -> None:
    def models(metadata: sa.MetaData) -> None:
        mine = sa.Column("of_my_own", sa.String(50))
        sa.Table("autodiff_version", metadata, number(), mine)

    with new_database() as url:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            assert differences(connection, metadata_of(models)) == ()
            connection.exec_driver_sql("create table autodiff_version (a int)")
        with engine.begin() as connection:
            assert differences(connection, metadata_of(models)) == ()
        engine.dispose()


def test_a_default_is_compared_as_a_number_where_it_is_one(
    new_database: NewDatabase,
) -> None:
    def models(default: str | sa.TextClause) -> Models:
        def made(metadata: sa.MetaData) -> None:
            price = sa.Column("price", sa.Numeric(8, 2), server_default=default)
            sa.Table("item", metadata, number(), price)

        return made

    with new_database() as url:
        engine = _made(url, models("5.0"))
        with engine.begin() as connection:
            assert differences(connection, metadata_of(models("5.0"))) == ()
            assert differences(connection, metadata_of(models("5"))) == ()
            assert differences(connection, metadata_of(models("5.5"))) != ()
            assert differences(connection, metadata_of(models(sa.text("5")))) == ()
        engine.dispose()


def test_offline_a_table_goes_without_its_enum_which_goes_by_name() -> None:
    def script() -> None:
        mood = sa.Enum("sad", "glad", name="mood")
        op.create_table("item", sa.Column("mood", mood))
        op.drop_table("item")
        op.drop_enum("mood")

    assert [each.split("(")[0].strip() for each in sql(script)] == [
        "CREATE TYPE mood AS ENUM",
        "CREATE TABLE item",
        "DROP TABLE item",
        "DROP TYPE mood",
    ]


def test_a_check_follows_a_rename(new_database: NewDatabase) -> None:
    """One of text as one of expressions; the rows are there as before."""

    def models(name: str, **info: str) -> Models:
        def made(metadata: sa.MetaData) -> None:
            size = sa.Column(name, sa.Integer, nullable=False, info=info)
            text = sa.CheckConstraint(f"{name} < 1000", name="ck_text")
            table = sa.Table("item", metadata, number(), size, text)
            table.append_constraint(sa.CheckConstraint(size > -1, name="ck_expression"))

        return made

    before, after = models("size"), models("width", renamed_from="size")
    with new_database() as url:
        engine = _made(url, before)
        with engine.begin() as connection:
            connection.exec_driver_sql("insert into item (id, size) values (1, 7)")
        with engine.begin() as connection:
            there = differences(connection, metadata_of(after))
            assert [type(each) for each in there] == [Rename]
            run(connection, there)
        with engine.begin() as connection:
            assert connection.exec_driver_sql("select width from item").scalar() == 7
            assert differences(connection, metadata_of(after)) == ()
            run(connection, inverses(there))
        with engine.begin() as connection:
            assert connection.exec_driver_sql("select size from item").scalar() == 7
            assert differences(connection, metadata_of(before)) == ()
        engine.dispose()


def test_a_rebuild_with_foreign_keys_enforced_keeps_all_and_leaves_nothing(
    sqlite_url: str,
) -> None:
    """Of a table that points at itself and is pointed at, and where it fails in the middle."""

    def models(width: int, *rules: sa.CheckConstraint) -> sa.MetaData:
        metadata = sa.MetaData()
        above = sa.Column("above", sa.ForeignKey("item.id", ondelete="CASCADE"))
        word = sa.Column("word", sa.String(width), nullable=False)
        sa.Table("item", metadata, number(), above, word, *rules)
        item = sa.Column("item_id", sa.ForeignKey("item.id", ondelete="CASCADE"))
        sa.Table("part", metadata, number(), item)
        return metadata

    engine = engine_of(sqlite_url, foreign_keys=True)
    models(20).create_all(engine)
    count = "select (select count(above) from item), (select count(item_id) from part)"
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into item values (1, null, 'a'), (2, 1, 'b')"
        )
        connection.exec_driver_sql("insert into part values (1, 2)")
    with revision(engine) as connection:
        run(connection, differences(connection, models(30)))
        assert rows(connection, count) == [(1, 1)]
    refused = models(30, sa.CheckConstraint("word <> 'b'"))
    with pytest.raises(sa.exc.IntegrityError), revision(engine) as connection:
        run(connection, differences(connection, refused))
    with engine.begin() as connection:
        assert rows(connection, count) == [(1, 1)]
        assert names(connection) == {"item", "part"}
        assert rows(connection, "pragma foreign_key_check") == []
        assert differences(connection, models(30)) == ()
    engine.dispose()


def test_a_column_that_comes_anew_into_the_primary_key(
    new_database: NewDatabase,
) -> None:
    """Another type, by a drop and an add: the key goes with it and comes back."""

    def models(*columns: str) -> Models:
        def made(metadata: sa.MetaData) -> None:
            found = [
                sa.Column(
                    name,
                    sa.Integer,
                    primary_key=True,
                    autoincrement=False,
                    server_default="7",
                )
                for name in columns
            ]
            word = sa.Column("word", sa.String(20))
            sa.Table("item", metadata, *found, word)

        return made

    with new_database() as url, new_database() as target:
        there_and_back(
            url, models("a", "b"), models("a", "c"), rows=1, target_url=target
        )


def test_what_differs_in_its_name_alone_is_renamed(new_database: NewDatabase) -> None:
    def models(end: str) -> Models:
        def made(metadata: sa.MetaData) -> None:
            owner = sa.Table("owner", metadata, number())
            key = sa.ForeignKey(owner.c.id, name=f"fk_{end}")
            sa.Table(
                "item",
                metadata,
                number(),
                sa.Column("owner_id", key),
                sa.Column("size", sa.Integer),
                sa.UniqueConstraint("size", name=f"uq_{end}"),
                sa.CheckConstraint("size <> 5", name=f"ck_{end}"),
                sa.Index(f"ix_{end}", "size", "owner_id"),
            )

        return made

    with new_database() as url, new_database() as target:
        done = there_and_back(url, models("old"), models("new"), target_url=target)
        renamed = {each.after.key.name for each in done if isinstance(each, Rename)}
    assert renamed == {"fk_new", "uq_new", "ck_new", "ix_new"}
