"""Indexes in PostgreSQL's words: method, INCLUDE, storage, and CONCURRENTLY outside transactions."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.operation import Create, Drop
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.postgresql.write_constraint import include, storage
from autodiff.kinds.index import Index
from autodiff.kinds.options import option


def _create(operation: Create, dialect: Dialect, state: State) -> Iterator[Statement]:
    index = operation.object
    assert isinstance(index, Index)
    concurrently = bool(option(index.options, "postgresql_concurrently"))
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    words = ("CONCURRENTLY " if concurrently else "") + guard
    yield Statement(index_sql(index, words, dialect), transactional=not concurrently)


def index_sql(index: Index, words: str, dialect: Dialect) -> str:
    """CREATE INDEX; ``words`` stand before the name."""
    unique = "UNIQUE " if index.unique else ""
    table = dialect.qualified(index.namespace, index.table)
    method = option(index.options, "postgresql_using")
    how = f" USING {method}" if method else ""
    parts = ", ".join(part.sql(dialect) for part in index.parts)
    head = f"CREATE {unique}INDEX {words}{dialect.quote(index.name)} ON {table}{how}"
    return f"{head} ({parts}){_tail(index, dialect)}"


def _tail(index: Index, dialect: Dialect) -> str:
    options = index.options
    words = include(options, dialect)
    if option(options, "postgresql_nulls_not_distinct"):
        words += " NULLS NOT DISTINCT"
    words += storage(options)
    if tablespace := option(options, "postgresql_tablespace"):
        words += f" TABLESPACE {dialect.quote(tablespace)}"
    return words + (f" WHERE {index.where.sql}" if index.where else "")


def _drop(operation: Drop, dialect: Dialect, state: State) -> Iterator[Statement]:
    index = operation.object
    assert isinstance(index, Index)
    concurrently = bool(option(index.options, "postgresql_concurrently"))
    guard = "IF EXISTS " if operation.if_exists else ""
    words = ("CONCURRENTLY " if concurrently else "") + guard
    name = dialect.qualified(index.namespace, index.name)
    yield Statement(f"DROP INDEX {words}{name}", transactional=not concurrently)


EMITTERS: Emitters = {(Create, Index): _create, (Drop, Index): _drop}
