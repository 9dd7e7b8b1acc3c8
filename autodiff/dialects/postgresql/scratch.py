"""Create a scratch database on the same server, with the extensions of the live one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError

from autodiff.dialects.scratch_name import scratch_name
from autodiff.errors.meaning import ScratchImpossible

_EXTENSIONS = (
    "select e.extname, n.nspname from pg_extension e "
    "join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'"
)


@contextmanager
def scratch_database(connection: Connection) -> Iterator[URL]:
    """Create an empty database, yield its URL, and drop it after the block.

    CREATE DATABASE runs outside of any transaction, so a second connection sends it. Raises
    ScratchImpossible without the privilege CREATEDB.
    """
    name = scratch_name()
    extensions = connection.exec_driver_sql(_EXTENSIONS).all()
    engine = connection.engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as beside:
        try:
            beside.exec_driver_sql(f"create database {name} template template0")
        except DBAPIError as problem:
            raise ScratchImpossible(
                "PostgreSQL", str(problem.orig).strip()
            ) from problem
        try:
            url = engine.url.set(database=name)
            _extend(url, [(row[0], row[1]) for row in extensions], beside)
            yield url
        finally:
            beside.exec_driver_sql(f"drop database {name} with (force)")


def _extend(url: URL, extensions: list[tuple[str, str]], like: Connection) -> None:
    """Create ``extensions``, as (name, schema), in the database of ``url``."""
    if not extensions:
        return
    quote = like.dialect.identifier_preparer.quote_identifier
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as inside:
        for name, schema in extensions:
            inside.exec_driver_sql(f"create schema if not exists {quote(schema)}")
            inside.exec_driver_sql(
                f"create extension if not exists {quote(name)} schema {quote(schema)}"
            )
