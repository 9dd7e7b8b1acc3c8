"""Missing values: the operation of a script that failed on rows with NULL in a NOT NULL column."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from autodiff.core.dialect import Dialect
from autodiff.execute.item import Group, Item
from autodiff.execute.online import Online
from autodiff.frozen import frozen
from autodiff.kinds.needed_value import fill_argument, fill_call, meets_null


@frozen
class Lacking:
    """A column (``table.column``) with NULL in rows, and the ``op`` call that gives them a value."""

    column: str
    call: str


def without_value(problem: DBAPIError, online: Online) -> Lacking | None:
    """Return the column whose NULL made the last statement fail; None if it failed otherwise."""
    refusal = online.refusal
    if refusal is None or refusal.problem is not problem:
        return None
    if not online.dialect.null_refused(problem):
        return None
    return _lacking(refusal.item, str(problem.orig), online.dialect)


def _lacking(item: Item | None, words: str, dialect: Dialect) -> Lacking | None:
    """Return the column of the operation that failed.

    ``words`` are the database's message. Of several operations sent together, the one whose column
    is in the message failed.
    """
    operations = item.operations if isinstance(item, Group) else ()
    candidates = [each for each in operations if meets_null(each)]
    named = [each for each in candidates if each.object.key.name in words]
    for operation in named or candidates:
        column = operation.object
        rules = [each.object for each in operations]
        call = fill_call(operation, fill_argument(column, rules, dialect))
        return Lacking(f"{column.table}.{column.name}", call)
    return None
