"""How a throw-away MariaDB is made and run."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pymysql

from tests.servers.server import Programs, Recipe

# Durability is of no use here. The character set is what Debian's package sets.
SETTINGS = {
    "bind-address": "127.0.0.1",
    "character-set-server": "utf8mb4",
    "collation-server": "utf8mb4_general_ci",
    "debug-no-sync": "1",
    "sync-frm": "0",
    "innodb-flush-log-at-trx-commit": "0",
    "innodb-doublewrite": "0",
    "innodb-log-file-size": "16M",
    "innodb-buffer-pool-size": "64M",
    "max-connections": "200",
}


def _prepare(programs: Programs, data: Path) -> list[str]:
    """Root gets an empty password; with the distribution's defaults, only a socket."""
    options = "--auth-root-authentication-method=normal --skip-test-db"
    return [
        str(programs["mariadb-install-db"]),
        "--no-defaults",
        f"--datadir={data}",
        f"--tmpdir={data}",
        *options.split(),
    ]


def _serve(programs: Programs, data: Path, port: int) -> list[str]:
    settings = SETTINGS | {
        "datadir": str(data),
        "tmpdir": str(data),  # a server that starts empties its tmpdir: share none
        "port": str(port),
        "socket": str(data / "socket"),
        "pid-file": str(data / "pid"),
    }
    options = [f"--{key}={value}" for key, value in settings.items()]
    return [str(programs["mariadbd"]), "--no-defaults", *options]


def _client(programs: Programs, name: str, port: int) -> list[str]:
    place = ["--host=127.0.0.1", f"--port={port}", "--user=root"]
    return [str(programs[name]), "--no-defaults", *place]


def _connect(port: int) -> pymysql.Connection[Any]:
    return pymysql.connect(
        host="127.0.0.1", port=port, user="root", password="", autocommit=True
    )


def _is_up(port: int, data: Path) -> bool:
    try:
        with _connect(port) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT @@datadir")
            row = cursor.fetchone()
    except pymysql.err.OperationalError:
        return False
    return bool(row == (f"{data}/",))


def _create(port: int, name: str) -> None:
    with _connect(port) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE `{name}`")


def _drop(port: int, name: str) -> None:
    """A forgotten open transaction would block DROP for ever: end its connection."""
    with _connect(port) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM information_schema.processlist WHERE db = %s", (name,)
        )
        for (number,) in cursor.fetchall():
            cursor.execute(f"KILL CONNECTION {number}")
        cursor.execute(f"DROP DATABASE IF EXISTS `{name}`")


MARIADB = Recipe(
    name="mariadb",
    package="mariadb-server",
    account="mysql",
    scheme="mysql+pymysql",
    login="root:",
    stop_signal=signal.SIGKILL,
    prepare=_prepare,
    serve=_serve,
    client=_client,
    is_up=_is_up,
    create=_create,
    drop=_drop,
)
