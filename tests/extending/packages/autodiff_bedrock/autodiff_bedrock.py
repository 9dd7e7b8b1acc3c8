"""Bedrock for autodiff: a database that speaks SQLite's SQL, and differs in two things."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import ClassVar

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Connection

from autodiff.dialects.sqlite import SQLite
from autodiff.extending import Create, Dialect, Emitter, State, Statement
from autodiff.kinds.index import Index


class BedrockDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's side: ``bedrock://`` URLs. Such a package often exists already."""

    name = "bedrock"
    supports_statement_cache = True


def create_index(
    operation: Create[Index], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """As SQLite does it; Bedrock uses an index only once it has counted the table."""
    yield from SQLite.emitters[Create, Index](operation, dialect, state)
    key = operation.object.key
    yield Statement(f"ANALYZE {dialect.qualified(key.namespace, key.table)}")


class Bedrock(SQLite):
    """autodiff's side. ``name`` stays "sqlite": the keywords of models begin with it."""

    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {
        **SQLite.emitters,
        (Create, Index): create_index,
    }

    @contextmanager
    def locked(
        self, connection: Connection, name: str, timeout: float
    ) -> Iterator[bool]:
        """All writes go through one leader, so there is no lock to be had and none is needed."""
        yield True
