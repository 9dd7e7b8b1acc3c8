"""Models of any size: tables with columns, constraints and indexes as applications have them."""

from __future__ import annotations


def source(tables: int) -> str:
    """A module that declares ``tables`` tables: ten columns, a foreign key to an earlier one, a
    unique constraint, two indexes, a CHECK, defaults and comments.
    """
    return _MODULE.format(tables=tables)


_MODULE = """
import sqlalchemy as sa

metadata = sa.MetaData()
TABLES = {tables}


def declare(number):
    name = f"table_{{number:05d}}"
    columns = [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("amount", sa.Numeric(12, 2), nullable=False),
        sa.Column("count", sa.BigInteger, server_default="0", nullable=False),
        sa.Column("ratio", sa.Float),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("note", sa.Text, comment="What is to be known"),
        sa.Column("created_at", sa.DateTime, server_default=sa.func.now()),
        sa.Column("parent_id", sa.Integer, nullable=True),
    ]
    rules = [
        sa.UniqueConstraint("code", name=f"uq_{{name}}_code"),
        sa.CheckConstraint("amount >= 0", name=f"ck_{{name}}_amount"),
        sa.Index(f"ix_{{name}}_name", "name"),
        sa.Index(f"ix_{{name}}_parent", "parent_id", "created_at"),
    ]
    if number:
        target = f"table_{{number // 2:05d}}.id"
        rules.append(sa.ForeignKeyConstraint(["parent_id"], [target], name=f"fk_{{name}}_parent"))
    sa.Table(name, metadata, *columns, *rules)


for number in range(TABLES):
    declare(number)
"""
