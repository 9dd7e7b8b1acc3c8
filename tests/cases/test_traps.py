"""Traps: what looks like a change, and is none."""

from __future__ import annotations

import sqlalchemy as sa

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
