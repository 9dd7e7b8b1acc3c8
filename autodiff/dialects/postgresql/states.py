"""Errors of the server, by their SQLSTATE."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

NOT_NULL_VIOLATION = "23502"


def sqlstate(problem: DBAPIError) -> str | None:
    """The SQLSTATE of an error, wherever its driver keeps it: psycopg, asyncpg, psycopg2, pg8000."""
    error = problem.orig
    for name in ("sqlstate", "pgcode"):
        if found := getattr(error, name, None):
            return str(found)
    said = getattr(error, "args", ("",))[:1]
    return said[0].get("C") if said and isinstance(said[0], dict) else None
