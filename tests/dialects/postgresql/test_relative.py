"""A relative of PostgreSQL replaces single catalog queries, and keeps the readers."""

from __future__ import annotations

import sqlalchemy as sa

from autodiff.core.scope import Scope
from autodiff.dialects.postgresql import PostgreSQL
from autodiff.dialects.registry import dialect_of


class WithoutSequences(PostgreSQL):
    """A server whose catalog knows no sequences."""

    def sequences_query(self, where: str) -> str:
        nothing = ", ".join(["null"] * 13)
        return f"select {nothing} where false"


class WithHiddenTables(PostgreSQL):
    """A server with tables of its own among the user's, and else PostgreSQL's query."""

    def tables_query(self, where: str) -> str:
        return super().tables_query(f"{where} and c.relname not like 'crdb\\_%'")


def test_one_query_is_replaced(postgresql_url: str) -> None:
    engine = sa.create_engine(postgresql_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("create table t (id serial primary key, a int)")
        connection.exec_driver_sql("create sequence numbers")
        connection.exec_driver_sql("create table crdb_jobs (id int)")
        dialect = dialect_of(connection)
        whole = {str(key) for key in dialect.read(connection, Scope())}
        relatives = {
            relative: {
                str(key) for key in relative(dialect.sa).read(connection, Scope())
            }
            for relative in (WithoutSequences, WithHiddenTables)
        }
    engine.dispose()
    assert whole - relatives[WithoutSequences] == {"sequence numbers"}
    assert whole - relatives[WithHiddenTables] == {
        "table crdb_jobs",
        "column crdb_jobs.id",
    }
