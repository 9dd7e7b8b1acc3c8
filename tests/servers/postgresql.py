"""How a throw-away PostgreSQL is made and run."""

from __future__ import annotations

import signal
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers.server import Programs, Recipe

# Durability is of no use here, and autovacuum would only take locks at odd moments.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "200",
}


def _prepare(programs: Programs, data: Path) -> list[str]:
    options = "--auth=trust --username=postgres --encoding=UTF8 --locale=C --no-sync"
    return [str(programs["initdb"]), "--pgdata", str(data), *options.split()]


def _serve(programs: Programs, data: Path, port: int) -> list[str]:
    settings = SETTINGS | {"port": str(port), "unix_socket_directories": str(data)}
    options = [part for pair in settings.items() for part in ("-c", "=".join(pair))]
    return [str(programs["postgres"]), "-D", str(data), *options]


def _client(programs: Programs, name: str, port: int) -> list[str]:
    place = ["-h", "127.0.0.1", "-p", str(port), "-U", "postgres"]
    # A ~/.psqlrc would change what psql prints.
    own = ["-X"] if name == "psql" else []
    return [str(programs[name]), *own, *place]


def _connect(port: int) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host="127.0.0.1",
        port=port,
        user="postgres",
        dbname="postgres",
        connect_timeout=10,
        autocommit=True,
    )


def _is_up(port: int, data: Path) -> bool:
    try:
        with _connect(port) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row == (str(data),)


def _create(port: int, name: str) -> None:
    """Copying files took 14 ms, the default (logging each block) 25 to 70 ms."""
    command = sql.SQL("CREATE DATABASE {} TEMPLATE template0 STRATEGY file_copy")
    plain = sql.SQL("CREATE DATABASE {} TEMPLATE template0")
    with _connect(port) as connection:
        has_strategy = connection.info.server_version >= 150000
        chosen = command if has_strategy else plain
        connection.execute(chosen.format(sql.Identifier(name)))


def _drop(port: int, name: str) -> None:
    command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    with _connect(port) as connection:
        connection.execute(command.format(sql.Identifier(name)))


POSTGRESQL = Recipe(
    name="postgresql",
    package="postgresql",
    account="postgres",
    scheme="postgresql+psycopg",
    login="postgres",
    stop_signal=signal.SIGQUIT,
    prepare=_prepare,
    serve=_serve,
    client=_client,
    is_up=_is_up,
    create=_create,
    drop=_drop,
)
