"""An emptied database: quicker to have than a new one."""

from __future__ import annotations

import sqlalchemy as sa

from autodiff.connect.database import engine_for


def emptied(url: str) -> None:
    """Remove all tables (on PostgreSQL, all that is in the schema public)."""
    engine = engine_for(url)
    with engine.connect() as connection:
        for statement in _STATEMENTS[connection.dialect.name](connection):
            connection.exec_driver_sql(statement)
        connection.commit()


def _drops(connection: sa.Connection) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    names = sa.inspect(connection).get_table_names()
    return [f"drop table {quote(name)}" for name in names]


def _schema(_: sa.Connection) -> list[str]:
    return ["drop schema public cascade", "create schema public"]


_STATEMENTS = {"sqlite": _drops, "mysql": _drops, "postgresql": _schema}
