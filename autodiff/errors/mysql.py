"""MySQL and MariaDB: what they have no way to do."""

from __future__ import annotations

from autodiff.errors.tree import Refused, WrongUsage


class ColumnNotKnown(WrongUsage):
    """MySQL and SQL Server restate a column, and part of it is not known."""

    column: str
    missing: str

    happened = (
        "{column} cannot be changed: the database wants the whole column said again."
    )
    now = "No database is at hand to tell the rest, and nothing was sent."
    advice = "Give {missing} in the script's call, or run it against the database."


class RowsWithoutValue(Refused):
    """A column becomes NOT NULL, or is added so, where rows have no value for it: the server would
    make values up, or fail in the middle.
    """

    column: str
    table: str
    call: str

    happened = (
        "Rows of {table} have no value for {column}, which is to be NOT NULL, and the "
        "server may make one up without a word (0, '', a date of zeros)."
    )
    now = "This operation was not started."
    advice = "Say in the script what they get: {call}, or another value."


class ExpressionIndexUnsupported(Refused):
    """An index over an expression, on a server that has none."""

    index: str
    expression: str

    happened = "{index} is over an expression: {expression}."
    now = "MariaDB has no such indexes (MySQL has them from 8.0.13); nothing was sent."
    advice = "Index a generated column (sa.Computed) with that expression instead."


class NamelessConstraint(WrongUsage):
    """A constraint without a name is to be dropped, and none like it is there."""

    constraint: str

    happened = "A constraint without a name cannot be dropped: {constraint}."
    now = "The database has none that says the same; nothing was sent."
    advice = "Give its name in the script: SHOW CREATE TABLE shows it."


class FillMalformed(WrongUsage):
    """A value for rows that cannot be understood."""

    column: str
    reason: str

    happened = "The value for {column} cannot be used: {reason}."
    now = "Nothing was written."
    advice = "Write --fill users.age=0, with an SQL value on the right."
