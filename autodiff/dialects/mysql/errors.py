"""Errors of the server, by their numbers."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

NULL_REFUSED = frozenset((1048, 1138, 1263, 1265, 1364))
"""NULL in a column that is NOT NULL; 1265 is what MariaDB says where MODIFY meets one."""


def error_number(problem: DBAPIError) -> int | None:
    """The server's number of an error."""
    arguments = getattr(problem.orig, "args", ())
    return arguments[0] if arguments and isinstance(arguments[0], int) else None
