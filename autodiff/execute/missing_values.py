"""Lacking values: which operation of a script met rows that have no value for a NOT NULL column."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from autodiff.core.dialect import Dialect
from autodiff.execute.item import Group, Item
from autodiff.execute.online import Online
from autodiff.frozen import frozen
from autodiff.kinds.needed_value import fill_argument, fill_call, meets_null


@frozen
class Lacking:
    """A column that rows have no value for, and the call that gives them one."""

    column: str
    call: str


def without_value(problem: DBAPIError, online: Online) -> Lacking | None:
    """The operation that was refused since rows hold NULL; None where the refusal is another."""
    refusal = online.refusal
    if refusal is None or refusal.problem is not problem:
        return None
    if not online.dialect.null_refused(problem):
        return None
    return _lacking(refusal.item, str(problem.orig), online.dialect)


def _lacking(item: Item | None, words: str, dialect: Dialect) -> Lacking | None:
    """Of several operations that are sent together, the one whose column the database names."""
    operations = item.operations if isinstance(item, Group) else ()
    found = [x for x in operations if meets_null(x)]
    named = [each for each in found if each.object.key.name in words]
    for operation in named or found:
        column = operation.object
        rules = [each.object for each in operations]
        call = fill_call(operation, fill_argument(column, rules, dialect))
        return Lacking(f"{column.table}.{column.name}", call)
    return None
