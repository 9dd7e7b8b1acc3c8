"""Create a scratch database on the same server, with the live one's character set."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DBAPIError

from autodiff.dialects.scratch_name import scratch_name
from autodiff.errors.meaning import ScratchImpossible

_CHARACTER_SET = "select @@character_set_database, @@collation_database"


@contextmanager
def scratch_database(connection: Connection) -> Iterator[URL]:
    """Create an empty database, yield its URL, and drop it after the block.

    A second connection is used, since CREATE DATABASE commits. Raises ScratchImpossible without the
    privilege to create one.
    """
    name = scratch_name()
    charset, collation = connection.exec_driver_sql(_CHARACTER_SET).one()
    with connection.engine.connect() as beside:
        try:
            beside.exec_driver_sql(
                f"create database {name} character set {charset} collate {collation}"
            )
        except DBAPIError as problem:
            words = str(getattr(problem.orig, "args", [""])[-1])
            raise ScratchImpossible("MySQL", words) from problem
        try:
            yield connection.engine.url.set(database=name)
        finally:
            beside.exec_driver_sql(f"drop database {name}")
