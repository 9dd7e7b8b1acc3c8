"""Traps: what looks like a change, and is none."""

from __future__ import annotations

import enum
from typing import Any

import sqlalchemy as sa

from autodiff.core.describe import describe
from tests.cases.journey import clean_after_create_all, differences, metadata_of
from tests.servers.plugin import NewDatabase
from tests.servers.server import Server


def test_a_column_in_other_letters_is_the_same_on_mariadb(
    mariadb_server: Server,
) -> None:
    def models(metadata: sa.MetaData) -> None:
        mail = sa.Column("mail", sa.String(20), index=True)
        sa.Table("item", metadata, sa.Column("id", sa.Integer, primary_key=True), mail)

    with mariadb_server.new_database() as url:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "create table item (ID int auto_increment primary key,"
                " Mail varchar(20), key ix_item_mail (Mail))"
            )
        with engine.begin() as connection:
            assert differences(connection, metadata_of(models)) == ()
        engine.dispose()


def test_percent_signs_and_quotes_in_comments_and_defaults(
    new_database: NewDatabase,
) -> None:
    def models(metadata: sa.MetaData) -> None:
        said = 'it\'s 100%: "a" \\ b'
        plain = sa.Column("a", sa.String(50), server_default="it's 5%", comment=said)
        odd = sa.Column('my "Select" %', sa.Integer, comment="%s %(x)s :y")
        sa.Table(
            "order",
            metadata,
            sa.Column("id", sa.Integer, primary_key=True),
            plain,
            odd,
            comment=said,
        )

    with new_database() as url:
        clean_after_create_all(url, models)


def test_a_boolean_a_variant_and_json(new_database: NewDatabase) -> None:
    def models(metadata: sa.MetaData) -> None:
        text = sa.String(80).with_variant(sa.Text(), "sqlite", "postgresql")
        sa.Table(
            "item",
            metadata,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("flag", sa.Boolean, server_default=sa.true()),
            sa.Column("text", text),
            sa.Column("document", sa.JSON, nullable=False),
            sa.Column("at", sa.TIMESTAMP, server_default=sa.func.now()),
        )

    with new_database() as url:
        clean_after_create_all(url, models)


# --- one trap a table -----------------------------------------------------------------------------


class Mood(enum.Enum):
    """Its names are stored, or by ``values_callable`` its values."""

    SAD = "so sad"
    GLAD = "it's fine"


class Shouted(sa.types.TypeDecorator[str]):
    """A type of an application's own."""

    impl = sa.String(30)
    cache_ok = True


def _values(class_: Any) -> list[str]:
    return [each.value for each in class_]


def _number(name: str = "id", **options: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, **options)


def traps(metadata: sa.MetaData) -> None:
    """Each table is one, and says by its name which."""
    convention = {
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(column_0_N_label)s",
    }
    metadata.naming_convention = convention

    def trap(name: str, *items: Any, key: bool = True, **options: Any) -> sa.Table:
        first = [_number()] if key else []
        return sa.Table(name, metadata, *first, *items, **options)

    trap("a_decorated_type", sa.Column("word", Shouted(), server_default="x"))
    trap(
        "an_enum_over_pythons",
        sa.Column("mood", sa.Enum(Mood), server_default="SAD"),
        sa.Column("text", sa.Enum(Mood, name="text_mood", native_enum=False)),
        sa.Column(
            "kept",
            sa.Enum(
                Mood,
                name="kept_mood",
                native_enum=False,
                create_constraint=True,
                values_callable=_values,
            ),
        ),
        sa.Column("value", sa.Enum(Mood, name="value", values_callable=_values)),
    )
    trap(
        "a_uuid",
        sa.Column("native", sa.Uuid, index=True),
        sa.Column("text", sa.Uuid(native_uuid=False)),
    )
    trap(
        "a_moment",
        sa.Column("here", sa.TIMESTAMP, server_default=sa.text("CURRENT_TIMESTAMP")),
        sa.Column("there", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("none", sa.TIMESTAMP, nullable=True),
    )
    trap(
        "a_boolean",
        sa.Column("plain", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("text", sa.Boolean, server_default="1"),
        sa.Column("kept", sa.Boolean(create_constraint=True, name="is_kept")),
    )
    trap(
        "a_variant",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite")),
        sa.Column("data", sa.JSON().with_variant(sa.Text, "mysql", "mariadb")),
        sa.Column("none", sa.JSON(none_as_null=True)),
    )
    trap("a_serial", _number(autoincrement=True), key=False)
    trap("no_number_of_its_own", _number(autoincrement=False), key=False)
    owner = trap("Mixed Case", sa.Column("Order", sa.Integer, unique=True, index=True))
    trap(
        "select",
        sa.Column("Group", sa.Integer, sa.ForeignKey(owner.c.id)),
        sa.Column("a b", sa.String(20)),
        sa.UniqueConstraint("a b", "Group"),
    )
    trap(
        "a_convention",
        sa.Column("size", sa.Integer),
        sa.CheckConstraint("size > 0", name="positive"),
        sa.Column("owner_id", sa.ForeignKey("Mixed Case.id"), index=True),
        sa.UniqueConstraint("size", "owner_id"),
    )
    trap("a_given_name", sa.Column("n", sa.Integer), sa.UniqueConstraint("n", name="u"))
    trap(
        "a_default_in_words",
        sa.Column("null", sa.Integer, server_default=sa.text("NULL")),
        sa.Column("empty", sa.String(9), server_default=""),
        sa.Column("number", sa.String(9), server_default="007"),
        sa.Column("negative", sa.Integer, server_default="-1"),
        sa.Column("sum", sa.Integer, server_default=sa.text("(1 + 2)")),
        sa.Column("float", sa.Float, server_default="0.10"),
    )


def test_no_trap_is_taken_for_a_change(new_database: NewDatabase) -> None:
    with new_database() as url:
        engine = sa.create_engine(url)
        metadata = metadata_of(traps)
        metadata.create_all(engine)
        with engine.begin() as connection:
            found = [describe(each) for each in differences(connection, metadata)]
            assert found == []
        engine.dispose()


def test_serial_and_identity_are_each_what_they_are(postgresql_server: Server) -> None:
    def models(metadata: sa.MetaData) -> None:
        sa.Table("serial", metadata, _number())
        sa.Table("always", metadata, sa.Column("id", sa.Integer, sa.Identity(True)))
        sa.Table("by_default", metadata, sa.Column("id", sa.Integer, sa.Identity()))

    with postgresql_server.new_database() as url:
        clean_after_create_all(url, models)


def test_the_default_schema_said_or_not(new_database: NewDatabase) -> None:
    """A model that names it, and a foreign key that does not: ``main``, ``public``, the database."""
    with new_database() as url:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            default = sa.inspect(connection).default_schema_name
            said = sa.MetaData(schema=default)
            owner = sa.Table("owner", said, _number())
            key = sa.ForeignKey(owner.c.id, name="fk_owner")
            sa.Table("item", said, _number(), sa.Column("owner_id", key))
            said.create_all(connection)
        with engine.begin() as connection:
            assert differences(connection, said) == ()
            unsaid = sa.MetaData()
            for table in said.tables.values():
                table.to_metadata(unsaid, schema=None)
            assert differences(connection, unsaid) == ()
        engine.dispose()


def test_partitions_on_mariadb_are_not_the_models_business(
    mariadb_server: Server,
) -> None:
    def models(metadata: sa.MetaData) -> None:
        sa.Table("item", metadata, _number(), sa.Column("n", sa.Integer))

    with mariadb_server.new_database() as url:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "create table item (id int auto_increment primary key, n int)"
                " partition by hash (id) partitions 3"
            )
            assert differences(connection, metadata_of(models)) == ()
        engine.dispose()
