"""Operations with their options, each a function of ``op`` that both tools can run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

Script = Callable[[Any], object]


def metadata() -> sa.MetaData:
    """What is there before each case."""
    found = sa.MetaData()
    for schema in (None, "sales"):
        prefix = f"{schema}." if schema else ""
        sa.Table(
            "users",
            found,
            sa.Column("id", sa.Integer, nullable=False),
            sa.Column("mail", sa.String(50), server_default="x", comment="old"),
            sa.Column("age", sa.Integer),
            sa.Column("amount", sa.Numeric(8, 2), nullable=False),
            sa.Column("Big Name", sa.String(20)),
            sa.Column("flag", sa.Boolean(), nullable=False),
            sa.Column("born", sa.DateTime()),
            sa.PrimaryKeyConstraint("id", name="users_pk"),
            sa.UniqueConstraint("mail", name="users_mail_uq"),
            sa.CheckConstraint("age > 0", name="users_age_ck"),
            sa.Index("users_age_ix", "age"),
            schema=schema,
            comment="people",
        )
        sa.Table(
            "orders",
            found,
            sa.Column("id", sa.Integer, nullable=False),
            sa.Column("user_id", sa.Integer),
            sa.Column("Order", sa.String(10)),
            sa.PrimaryKeyConstraint("id", name="orders_pk"),
            sa.ForeignKeyConstraint(
                ["user_id"], [f"{prefix}users.id"], name="orders_user_fk"
            ),
            schema=schema,
        )
    return found


def _plain_table(op: Any) -> object:
    return op.create_table(
        "t",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )


def _rich_table(op: Any) -> object:
    return op.create_table(
        "t",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=5), server_default="a'b", nullable=False),
        sa.Column("price", sa.Numeric(10, 2), server_default=sa.text("0")),
        sa.Column("at", sa.DateTime(), server_default=sa.func.now()),
        sa.Column("on", sa.Date()),
        sa.Column("ref", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="t_pk"),
        sa.UniqueConstraint("code", "on", name="t_uq"),
        sa.CheckConstraint("price >= 0", name="t_ck"),
        sa.ForeignKeyConstraint(["ref"], ["users.id"], name="t_fk", ondelete="CASCADE"),
    )


def _inline_table(op: Any) -> object:
    return op.create_table(
        "t",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(5), unique=True, nullable=False),
        sa.Column("ref", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("when", sa.Time()),
        sa.Column("body", sa.Text()),
    )


def _many_types(op: Any) -> object:
    return op.create_table(
        "t",
        sa.Column("a", sa.SmallInteger()),
        sa.Column("b", sa.Float()),
        sa.Column("c", sa.LargeBinary()),
        sa.Column("d", sa.Boolean()),
        sa.Column("e", sa.Unicode(9)),
        sa.Column("f", sa.Double()),
        sa.Column("g", sa.Numeric(12, 4)),
        sa.Column("h", sa.CHAR(3)),
    )


def _rows(op: Any) -> object:
    table = sa.table("users", sa.column("id", sa.Integer), sa.column("mail", sa.String))
    return op.bulk_insert(table, [{"id": 1, "mail": "a"}, {"id": 2, "mail": "b'c"}])


def _literal_rows(op: Any) -> object:
    table = sa.table("users", sa.column("id", sa.Integer), sa.column("mail", sa.String))
    rows = [{"id": 1, "mail": op.inline_literal("x")}]
    return op.bulk_insert(table, rows, multiinsert=False)


def _update(op: Any) -> object:
    users = sa.table("users", sa.column("id", sa.Integer), sa.column("mail", sa.String))
    return op.execute(
        users.update().where(users.c.id == 3).values(mail=op.inline_literal("q"))
    )


CASES: dict[str, Script] = {
    # tables
    "create table": _plain_table,
    "create table, all sorts of things in it": _rich_table,
    "create table, things stated at columns": _inline_table,
    "create table, types": _many_types,
    "create table, index": lambda op: op.create_table(
        "t", sa.Column("id", sa.Integer()), sa.Column("a", sa.Integer(), index=True)
    ),
    "create table if not exists": lambda op: op.create_table(
        "t", sa.Column("id", sa.Integer()), if_not_exists=True
    ),
    "create table in schema": lambda op: op.create_table(
        "t", sa.Column("id", sa.Integer()), schema="sales"
    ),
    "create table, odd names": lambda op: op.create_table(
        "Order", sa.Column("select", sa.Integer()), sa.Column("My Col", sa.Integer())
    ),
    "create table, comments": lambda op: op.create_table(
        "t", sa.Column("id", sa.Integer(), comment="it's"), comment="whole"
    ),
    "create table, computed": lambda op: op.create_table(
        "t",
        sa.Column("a", sa.Integer()),
        sa.Column("b", sa.Integer(), sa.Computed("a * 2", persisted=True)),
    ),
    "create table, identity": lambda op: op.create_table(
        "t",
        sa.Column("id", sa.Integer(), sa.Identity(always=True, start=5, increment=2)),
    ),
    "create table, prefix": lambda op: op.create_table(
        "t", sa.Column("id", sa.Integer()), prefixes=["TEMPORARY"]
    ),
    "create table, two keys": lambda op: op.create_table(
        "t",
        sa.Column("a", sa.Integer(), nullable=False),
        sa.Column("b", sa.String(5), nullable=False),
        sa.PrimaryKeyConstraint("a", "b"),
    ),
    "create table, deferred key": lambda op: op.create_table(
        "t",
        sa.Column("a", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["a"], ["users.id"], name="t_fk", deferrable=True, initially="DEFERRED"
        ),
    ),
    "create table, mysql options": lambda op: op.create_table(
        "t",
        sa.Column("id", sa.Integer()),
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
    ),
    "create table, partitions": lambda op: op.create_table(
        "t", sa.Column("id", sa.Integer()), postgresql_partition_by="RANGE (id)"
    ),
    "create table, strict": lambda op: op.create_table(
        "t", sa.Column("id", sa.Integer()), sqlite_strict=True
    ),
    "create table, oracle options": lambda op: op.create_table(
        "t", sa.Column("id", sa.Integer()), oracle_tablespace="ts"
    ),
    "drop table": lambda op: op.drop_table("orders"),
    "drop table in schema": lambda op: op.drop_table("orders", schema="sales"),
    "drop table if exists": lambda op: op.drop_table("orders", if_exists=True),
    "rename table": lambda op: op.rename_table("orders", "bills"),
    "rename table in schema": lambda op: op.rename_table(
        "orders", "bills", schema="sales"
    ),
    "rename table, odd names": lambda op: op.rename_table("orders", "My Orders"),
    "table comment": lambda op: op.create_table_comment("users", "it's"),
    "table comment in schema": lambda op: op.create_table_comment(
        "users", "new", existing_comment="people", schema="sales"
    ),
    "drop table comment": lambda op: op.drop_table_comment(
        "users", existing_comment="people"
    ),
    # columns
    "add column": lambda op: op.add_column("users", sa.Column("c", sa.Integer())),
    "add column in schema": lambda op: op.add_column(
        "users", sa.Column("c", sa.String(5)), schema="sales"
    ),
    "add column with default": lambda op: op.add_column(
        "users", sa.Column("c", sa.String(5), server_default="u", nullable=False)
    ),
    "add column with expression": lambda op: op.add_column(
        "users", sa.Column("c", sa.DateTime(), server_default=sa.func.now())
    ),
    "add column, odd name": lambda op: op.add_column(
        "users", sa.Column("Order By", sa.Integer())
    ),
    "add column with comment": lambda op: op.add_column(
        "users", sa.Column("c", sa.Integer(), comment="it's")
    ),
    "add column if not exists": lambda op: op.add_column(
        "users", sa.Column("c", sa.Integer()), if_not_exists=True
    ),
    "add column, computed": lambda op: op.add_column(
        "users", sa.Column("c", sa.Integer(), sa.Computed("age * 2", persisted=True))
    ),
    "add column, identity": lambda op: op.add_column(
        "users", sa.Column("c", sa.Integer(), sa.Identity(), nullable=False)
    ),
    "add column, unique": lambda op: op.add_column(
        "users", sa.Column("c", sa.Integer(), unique=True)
    ),
    "add column, index": lambda op: op.add_column(
        "users", sa.Column("c", sa.Integer(), index=True)
    ),
    "add column, foreign key": lambda op: op.add_column(
        "users", sa.Column("c", sa.Integer(), sa.ForeignKey("orders.id", name="c_fk"))
    ),
    "drop column": lambda op: op.drop_column("users", "born"),
    "drop column in schema": lambda op: op.drop_column("users", "born", schema="sales"),
    "drop column, odd name": lambda op: op.drop_column("users", "Big Name"),
    "drop column if exists": lambda op: op.drop_column("users", "born", if_exists=True),
    "drop column, its default": lambda op: op.drop_column(
        "users", "born", mssql_drop_default=True
    ),
    "drop column, its check": lambda op: op.drop_column(
        "users", "born", mssql_drop_check=True
    ),
    "drop column, its foreign key": lambda op: op.drop_column(
        "orders", "Order", mssql_drop_foreign_key=True
    ),
    "rename column": lambda op: op.alter_column(
        "users",
        "born",
        new_column_name="birth",
        existing_type=sa.DateTime(),
        existing_nullable=True,
    ),
    "rename column, odd name": lambda op: op.alter_column(
        "users",
        "Big Name",
        new_column_name="Small Name",
        existing_type=sa.String(20),
        existing_nullable=True,
    ),
    "rename column in schema": lambda op: op.alter_column(
        "users",
        "born",
        new_column_name="birth",
        existing_type=sa.DateTime(),
        existing_nullable=True,
        schema="sales",
    ),
    "type": lambda op: op.alter_column(
        "users",
        "amount",
        type_=sa.Numeric(12, 4),
        existing_type=sa.Numeric(8, 2),
        existing_nullable=False,
    ),
    "type in schema": lambda op: op.alter_column(
        "users",
        "amount",
        type_=sa.Numeric(12, 4),
        existing_type=sa.Numeric(8, 2),
        existing_nullable=False,
        schema="sales",
    ),
    "type, using": lambda op: op.alter_column(
        "users",
        "born",
        type_=sa.Integer(),
        existing_type=sa.DateTime(),
        existing_nullable=True,
        postgresql_using="extract(year from born)::integer",
    ),
    "not null": lambda op: op.alter_column(
        "users", "age", nullable=False, existing_type=sa.Integer()
    ),
    "null": lambda op: op.alter_column(
        "users", "amount", nullable=True, existing_type=sa.Numeric(8, 2)
    ),
    "not null, odd name": lambda op: op.alter_column(
        "users", "Big Name", nullable=False, existing_type=sa.String(20)
    ),
    "default": lambda op: op.alter_column(
        "users",
        "age",
        server_default="5",
        existing_type=sa.Integer(),
        existing_nullable=True,
    ),
    "default text": lambda op: op.alter_column(
        "users",
        "Big Name",
        server_default="it's",
        existing_type=sa.String(20),
        existing_nullable=True,
    ),
    "default expression": lambda op: op.alter_column(
        "users",
        "born",
        server_default=sa.func.now(),
        existing_type=sa.DateTime(),
        existing_nullable=True,
    ),
    "default, another": lambda op: op.alter_column(
        "users",
        "mail",
        server_default="y",
        existing_server_default="x",
        existing_type=sa.String(50),
        existing_nullable=True,
        existing_comment="old",
    ),
    "default gone": lambda op: op.alter_column(
        "users",
        "mail",
        server_default=None,
        existing_server_default="x",
        existing_type=sa.String(50),
        existing_nullable=True,
        existing_comment="old",
    ),
    "type and not null": lambda op: op.alter_column(
        "users",
        "born",
        type_=sa.Date(),
        nullable=False,
        existing_type=sa.DateTime(),
        existing_nullable=True,
    ),
    "type, not null and default": lambda op: op.alter_column(
        "users",
        "age",
        type_=sa.BigInteger(),
        nullable=False,
        server_default=sa.text("7"),
        existing_type=sa.Integer(),
        existing_nullable=True,
        existing_server_default=None,
    ),
    "type and rename": lambda op: op.alter_column(
        "users",
        "born",
        type_=sa.Date(),
        new_column_name="birth",
        existing_type=sa.DateTime(),
        existing_nullable=True,
    ),
    "comment": lambda op: op.alter_column(
        "users",
        "born",
        comment="it's",
        existing_type=sa.DateTime(),
        existing_nullable=True,
    ),
    "comment, another": lambda op: op.alter_column(
        "users",
        "mail",
        comment="new",
        existing_comment="old",
        existing_type=sa.String(50),
        existing_server_default="x",
        existing_nullable=True,
    ),
    "comment gone": lambda op: op.alter_column(
        "users",
        "mail",
        comment=None,
        existing_comment="old",
        existing_type=sa.String(50),
        existing_server_default="x",
        existing_nullable=True,
    ),
    "autoincrement": lambda op: op.alter_column(
        "users",
        "id",
        autoincrement=True,
        existing_type=sa.Integer(),
        existing_nullable=False,
    ),
    "becomes identity": lambda op: op.alter_column(
        "users",
        "amount",
        server_default=sa.Identity(always=True),
        existing_server_default=None,
        existing_type=sa.Integer(),
        existing_nullable=False,
    ),
    # indexes
    "index": lambda op: op.create_index(op.f("ix"), "users", ["born"], unique=False),
    "index, unique": lambda op: op.create_index("ix", "users", ["born"], unique=True),
    "index, two columns": lambda op: op.create_index(
        "ix", "users", ["mail", "Big Name"]
    ),
    "index in schema": lambda op: op.create_index(
        "ix", "users", ["born"], schema="sales"
    ),
    "index if not exists": lambda op: op.create_index(
        "ix", "users", ["born"], if_not_exists=True
    ),
    "index, expression": lambda op: op.create_index(
        "ix", "users", [sa.text("lower(mail)")]
    ),
    "index, descending": lambda op: op.create_index(
        "ix", "users", [sa.text("born DESC")]
    ),
    "index, descending column": lambda op: op.create_index(
        "ix", "users", [sa.column("born").desc()]
    ),
    "index, where": lambda op: op.create_index(
        "ix",
        "users",
        ["born"],
        postgresql_where=sa.text("age > 5"),
        sqlite_where=sa.text("age > 5"),
        mssql_where=sa.text("age > 5"),
    ),
    "index, method": lambda op: op.create_index(
        "ix", "users", ["born"], postgresql_using="brin", mysql_using="btree"
    ),
    "index, include": lambda op: op.create_index(
        "ix", "users", ["born"], postgresql_include=["age"], mssql_include=["age"]
    ),
    "index, storage": lambda op: op.create_index(
        "ix", "users", ["born"], postgresql_with={"fillfactor": 50}
    ),
    "index, operator class": lambda op: op.create_index(
        "ix", "users", ["mail"], postgresql_ops={"mail": "text_pattern_ops"}
    ),
    "index, concurrently": lambda op: op.create_index(
        "ix", "users", ["born"], postgresql_concurrently=True
    ),
    "index, nulls": lambda op: op.create_index(
        "ix", "users", ["born"], unique=True, postgresql_nulls_not_distinct=True
    ),
    "index, tablespace": lambda op: op.create_index(
        "ix", "users", ["born"], postgresql_tablespace="ts"
    ),
    "index, length": lambda op: op.create_index(
        "ix", "users", ["mail"], mysql_length={"mail": 10}
    ),
    "index, length of all": lambda op: op.create_index(
        "ix", "users", ["mail"], mysql_length=9
    ),
    "index, fulltext": lambda op: op.create_index(
        "ix", "users", ["mail"], mysql_prefix="FULLTEXT", mysql_with_parser="ngram"
    ),
    "index, clustered": lambda op: op.create_index(
        "ix", "users", ["born"], mssql_clustered=True
    ),
    "index, columnstore": lambda op: op.create_index(
        "ix", "users", ["born"], mssql_columnstore=True
    ),
    "index, bitmap": lambda op: op.create_index(
        "ix", "users", ["born"], oracle_bitmap=True
    ),
    "index, compressed": lambda op: op.create_index(
        "ix", "users", ["born", "age"], oracle_compress=1
    ),
    "drop index": lambda op: op.drop_index("users_age_ix", table_name="users"),
    "drop index in schema": lambda op: op.drop_index(
        op.f("users_age_ix"), table_name="users", schema="sales"
    ),
    "drop index if exists": lambda op: op.drop_index(
        "users_age_ix", "users", if_exists=True
    ),
    "drop index, concurrently": lambda op: op.drop_index(
        "users_age_ix", "users", postgresql_concurrently=True
    ),
    # constraints
    "unique": lambda op: op.create_unique_constraint("uq", "users", ["age", "born"]),
    "unique in schema": lambda op: op.create_unique_constraint(
        "uq", "users", ["age"], schema="sales"
    ),
    "unique, unnamed": lambda op: op.create_unique_constraint(None, "users", ["age"]),
    "unique, deferred": lambda op: op.create_unique_constraint(
        "uq", "users", ["age"], deferrable=True, initially="DEFERRED"
    ),
    "unique, include": lambda op: op.create_unique_constraint(
        "uq", "users", ["age"], postgresql_include=["born"]
    ),
    "unique, nulls": lambda op: op.create_unique_constraint(
        "uq", "users", ["age"], postgresql_nulls_not_distinct=True
    ),
    "unique, clustered": lambda op: op.create_unique_constraint(
        "uq", "users", ["age"], mssql_clustered=True
    ),
    "check": lambda op: op.create_check_constraint("ck", "users", "age < 200"),
    "check, expression": lambda op: op.create_check_constraint(
        "ck", "users", sa.column("age") < 200
    ),
    "check in schema": lambda op: op.create_check_constraint(
        "ck", "users", sa.text("age < 200"), schema="sales"
    ),
    "check, not valid": lambda op: op.create_check_constraint(
        "ck", "users", "age < 200", postgresql_not_valid=True
    ),
    "check, deferrable": lambda op: op.create_check_constraint(
        "ck", "users", "age < 200", deferrable=True
    ),
    "foreign key": lambda op: op.create_foreign_key(
        "fk", "users", "orders", ["age"], ["id"]
    ),
    "foreign key, unnamed": lambda op: op.create_foreign_key(
        None, "users", "orders", ["age"], ["id"]
    ),
    "foreign key, actions": lambda op: op.create_foreign_key(
        "fk",
        "users",
        "orders",
        ["age"],
        ["id"],
        ondelete="SET NULL",
        onupdate="CASCADE",
    ),
    "foreign key, deferred": lambda op: op.create_foreign_key(
        "fk",
        "users",
        "orders",
        ["age"],
        ["id"],
        deferrable=True,
        initially="DEFERRED",
    ),
    "foreign key, immediate": lambda op: op.create_foreign_key(
        "fk", "users", "orders", ["age"], ["id"], deferrable=True, initially="IMMEDIATE"
    ),
    "foreign key, match": lambda op: op.create_foreign_key(
        "fk", "users", "orders", ["age"], ["id"], match="FULL"
    ),
    "foreign key, schemas": lambda op: op.create_foreign_key(
        "fk",
        "orders",
        "users",
        ["user_id"],
        ["id"],
        source_schema="sales",
        referent_schema="sales",
    ),
    "foreign key, not valid": lambda op: op.create_foreign_key(
        "fk", "users", "orders", ["age"], ["id"], postgresql_not_valid=True
    ),
    "foreign key to itself": lambda op: op.create_foreign_key(
        "fk", "users", "users", ["age"], ["id"]
    ),
    "drop unique": lambda op: op.drop_constraint(
        "users_mail_uq", "users", type_="unique"
    ),
    "drop check": lambda op: op.drop_constraint("users_age_ck", "users", "check"),
    "drop foreign key": lambda op: op.drop_constraint(
        "orders_user_fk", "orders", type_="foreignkey"
    ),
    "drop foreign key in schema": lambda op: op.drop_constraint(
        "orders_user_fk", "orders", type_="foreignkey", schema="sales"
    ),
    "drop primary key": lambda op: op.drop_constraint(
        "orders_pk", "orders", type_="primary"
    ),
    "drop constraint of some sort": lambda op: op.drop_constraint(
        "users_age_ck", "users"
    ),
    "drop constraint if exists": lambda op: op.drop_constraint(
        "users_age_ck", "users", "check", if_exists=True
    ),
    "exclude": lambda op: op.create_exclude_constraint(
        "ex", "users", (sa.column("born"), "&&"), where=sa.text("age > 0"), using="gist"
    ),
    # rows and statements
    "rows": _rows,
    "rows of literals": _literal_rows,
    "update": _update,
    "execute": lambda op: op.execute("UPDATE users SET mail = 'it''s'"),
    "execute, colon": lambda op: op.execute(r"UPDATE users SET mail = '\:x'"),
    "execute, text": lambda op: op.execute(sa.text("DELETE FROM users")),
}


def _batch(op: Any) -> object:
    with op.batch_alter_table("users", recreate="never") as batch_op:
        batch_op.add_column(sa.Column("c", sa.Integer()))
        batch_op.create_index("ix", ["c"])
    return None


def _batch_drop(op: Any) -> object:
    with op.batch_alter_table("users", schema="sales", recreate="never") as batch_op:
        batch_op.drop_index("users_age_ix")
        batch_op.drop_column("born")
    return None


CASES |= {"batch": _batch, "batch, drops": _batch_drop}
