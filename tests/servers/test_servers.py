"""The throw-away servers: real, empty for each test, reachable by each form of URL."""

from __future__ import annotations

import subprocess

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from tests.servers.plugin import NewDatabase
from tests.servers.server import Server


def tables(url: str) -> list[str]:
    engine = create_engine(url)
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


def create_table(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE users (id INTEGER PRIMARY KEY)"))
    engine.dispose()


def test_a_database_is_empty_and_takes_a_table(database_url: str) -> None:
    assert tables(database_url) == []
    create_table(database_url)
    assert tables(database_url) == ["users"]


def test_each_new_database_is_another_one(new_database: NewDatabase) -> None:
    with new_database() as first, new_database() as second:
        create_table(first)
        assert tables(second) == []


def test_a_database_goes_even_with_an_open_transaction(
    new_database: NewDatabase,
) -> None:
    with new_database() as url:
        create_table(url)
        engine = create_engine(url)
        forgotten = engine.connect()
        forgotten.execute(text("SELECT * FROM users"))
    forgotten.invalidate()
    engine.dispose()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_mariadb_lets_root_in_without_a_password(
    mariadb_server: Server, mariadb_url: str, host: str
) -> None:
    database = make_url(mariadb_url).database or ""
    url = mariadb_server.url(database, host).replace("mysql+pymysql", "mysql")
    assert url.startswith(f"mysql://root:@{host}:")
    create_table(url.replace("mysql:", "mysql+pymysql:"))
    assert tables(mariadb_url) == ["users"]


def test_psql_and_pg_dump_reach_a_database(
    postgresql_server: Server, postgresql_url: str
) -> None:
    name = make_url(postgresql_url).database or ""
    psql = postgresql_server.client("psql", name)
    subprocess.run([*psql, "-c", "CREATE TABLE users (id int)"], check=True)
    assert "CREATE TABLE public.users" in output(
        postgresql_server.client("pg_dump", name)
    )


def test_mariadb_and_mariadb_dump_reach_a_database(
    mariadb_server: Server, mariadb_url: str
) -> None:
    name = make_url(mariadb_url).database or ""
    mariadb = mariadb_server.client("mariadb", name)
    subprocess.run([*mariadb, "-e", "CREATE TABLE users (id int)"], check=True)
    assert "CREATE TABLE `users`" in output(mariadb_server.client("mariadb-dump", name))


def output(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
