"""Places: one database that pair after pair is made in, emptied in between."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from autodiff.dialects.registry import dialect_class
from tests.pairs.rows import fill
from tests.pairs.spec import Models


@dataclass(frozen=True, slots=True)
class Place:
    """An engine on a database that is ours alone; ``flavour`` is the database's name."""

    flavour: str
    engine: sa.Engine

    def make(self, models: Models, *, rows: bool) -> None:
        """Empty the database, ``create_all``, and rows in every table."""
        self.empty()
        metadata = models.metadata()
        with self.engine.begin() as connection:
            for schema in sorted({t.schema for t in models.tables if t.schema}):
                connection.execute(sa.schema.CreateSchema(schema))
            metadata.create_all(connection)
        if rows:
            with self.engine.connect() as connection:
                _unguarded(connection)
                fill(connection, models, metadata)
                connection.commit()
                connection.invalidate()

    def empty(self) -> None:
        """Leave nothing in the database."""
        _EMPTY[self.flavour](self.engine)


@contextmanager
def place(flavour: str, url: str, *, foreign_keys: bool = True) -> Iterator[Place]:
    """A place in the database at ``url``; on SQLite, in a file in memory, with ``foreign_keys``
    held or, as its driver has it by itself, not.
    """
    if flavour == "sqlite":
        memory = Path("/dev/shm")
        with tempfile.TemporaryDirectory(
            prefix="autodiff-", dir=memory if memory.is_dir() else None
        ) as folder:
            yield from _opened(flavour, f"sqlite:///{folder}/pairs.db", foreign_keys)
    else:
        yield from _opened(flavour, url, foreign_keys)


def _opened(flavour: str, url: str, foreign_keys: bool) -> Iterator[Place]:
    engine = sa.create_engine(url)
    dialect_class(engine.dialect.name).prepare_engine(engine)
    if flavour == "sqlite" and foreign_keys:
        sa.event.listen(engine, "connect", _foreign_keys_on)
    yield Place(flavour, engine)
    engine.dispose()


def _foreign_keys_on(driver: object, _: object) -> None:
    driver.execute("PRAGMA foreign_keys = ON")  # type: ignore[attr-defined]


def _unguarded(connection: sa.Connection) -> None:
    """Let rows come in any order: tables that refer to one another have no first."""
    orders = {
        "sqlite": "PRAGMA foreign_keys = OFF",
        "postgresql": "SET session_replication_role = replica",
    }
    order = orders.get(connection.dialect.name, "SET foreign_key_checks = 0")
    connection.exec_driver_sql(order)
    connection.commit()
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]


def _empty_sqlite(engine: sa.Engine) -> None:
    engine.dispose()
    Path(str(engine.url.database)).unlink(missing_ok=True)


def _empty_postgresql(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        names = connection.exec_driver_sql(
            "SELECT quote_ident(nspname) FROM pg_namespace"
            " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
        ).scalars()
        for name in names.all():
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")


def _empty_mysql(engine: sa.Engine) -> None:
    name = f"`{engine.url.database}`"
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name}")
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        connection.exec_driver_sql(f"USE {name}")


_EMPTY = {
    "sqlite": _empty_sqlite,
    "postgresql": _empty_postgresql,
    "mysql": _empty_mysql,
}
