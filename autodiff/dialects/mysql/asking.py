"""Asking: a query that the server ends by itself when its time is over."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Connection

from autodiff.dialects.asking import answer
from autodiff.dialects.mysql.server import Server


def answer_within(
    connection: Connection, sql: str, seconds: float, server: Server
) -> Any:
    """The first value of a query (a SELECT); None where it takes longer, or is refused.

    The limit is that of the one statement (MariaDB 10.1, MySQL 5.7.8).
    """
    return answer(connection, limited(sql, seconds, server))


def limited(sql: str, seconds: float, server: Server) -> str:
    """``sql`` with its limit, in the words of the server."""
    if server.mariadb:
        return f"SET STATEMENT max_statement_time={seconds:g} FOR {sql}"
    hint = f"/*+ MAX_EXECUTION_TIME({round(seconds * 1000)}) */"
    return f"SELECT {hint}{sql.removeprefix('SELECT')}"
