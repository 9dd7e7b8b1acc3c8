"""Models of any size: tables with columns, constraints and indexes as applications have them."""

from __future__ import annotations


def source(tables: int) -> str:
    """A module that declares ``tables`` tables: fourteen columns of twelve types whose lengths and
    precisions vary from table to table, six server defaults, two foreign keys to earlier tables,
    a unique constraint, two CHECKs, three indexes, and comments.
    """
    return _MODULE.format(tables=tables)


def light_source(tables: int) -> str:
    """As :func:`source`, of tables as schemas of many thousands have them: eight columns, two
    server defaults, a foreign key, a unique constraint, an index.
    """
    return _LIGHT.format(tables=tables)


_MODULE = """
import enum

import sqlalchemy as sa

metadata = sa.MetaData()
TABLES = {tables}


class Status(enum.Enum):
    new = "new"
    active = "active"
    closed = "closed"


def declare(number):
    name = f"table_{{number:05d}}"
    columns = [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(40 + number % 7 * 20), nullable=False),
        sa.Column("code", sa.String(20), nullable=False, comment="As printed on labels"),
        sa.Column("amount", sa.Numeric(10 + number % 3, 2), server_default="0.00", nullable=False),
        sa.Column("count", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("ratio", sa.Float),
        sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False),
        sa.Column("status", sa.Enum(Status, name="status"), server_default="new", nullable=False),
        sa.Column("note", sa.Text, comment=f"What is to be known of {{name}}"),
        sa.Column("due_on", sa.Date),
        sa.Column("created_at", sa.DateTime, server_default=sa.func.now(), nullable=False),
        sa.Column("settings", sa.JSON),
        sa.Column("parent_id", sa.Integer),
        sa.Column("owner_id", sa.Integer),
    ]
    rules = [
        sa.UniqueConstraint("code", name=f"uq_{{name}}_code"),
        sa.CheckConstraint("amount >= 0", name=f"ck_{{name}}_amount"),
        sa.CheckConstraint("ratio IS NULL OR ratio BETWEEN 0 AND 1", name=f"ck_{{name}}_ratio"),
        sa.Index(f"ix_{{name}}_name", "name"),
        sa.Index(f"ix_{{name}}_parent", "parent_id", "created_at"),
        sa.Index(f"ix_{{name}}_owner", "owner_id"),
    ]
    for column, other in (("parent_id", number // 2), ("owner_id", number // 3)):
        if number:
            target, rule = f"table_{{other:05d}}.id", f"fk_{{name}}_{{column}}"
            rules.append(sa.ForeignKeyConstraint([column], [target], name=rule, ondelete="CASCADE"))
    sa.Table(name, metadata, *columns, *rules, comment=f"Table number {{number}}")


for number in range(TABLES):
    declare(number)
"""

_LIGHT = """
import sqlalchemy as sa

metadata = sa.MetaData()
TABLES = {tables}


def declare(number):
    name = f"table_{{number:05d}}"
    rules = [
        sa.UniqueConstraint("code", name=f"uq_{{name}}_code"),
        sa.Index(f"ix_{{name}}_parent", "parent_id"),
    ]
    if number:
        target = f"table_{{number // 2:05d}}.id"
        rules.append(sa.ForeignKeyConstraint(["parent_id"], [target], name=f"fk_{{name}}_parent"))
    sa.Table(
        name,
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("code", sa.String(20 + number % 7 * 10), nullable=False),
        sa.Column("amount", sa.Numeric(10 + number % 3, 2), server_default="0.00", nullable=False),
        sa.Column("count", sa.BigInteger),
        sa.Column("note", sa.Text),
        sa.Column("due_on", sa.Date),
        sa.Column("created_at", sa.DateTime, server_default=sa.func.now(), nullable=False),
        sa.Column("parent_id", sa.Integer),
        *rules,
    )


for number in range(TABLES):
    declare(number)
"""
