"""Merge neighbouring ALTER TABLE statements on one table into one with several clauses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from autodiff.core.statement import Statement

_ALONE = re.compile(r"^(?:RENAME|SET SCHEMA|VALIDATE|ATTACH|DETACH)\b")
_ADDS_COLUMN = re.compile(r"^ADD COLUMN\b")
_CHANGES_TYPE = re.compile(r"^ALTER COLUMN .* TYPE ", re.S)


def merged(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Merge consecutive clauses that the server accepts in one statement.

    The server executes one ALTER TABLE in passes: drops, type changes, new columns, constraints; so
    a type change is not merged with an ADD COLUMN before it.
    """
    waiting: list[Statement] = []
    for statement in statements:
        if waiting and not _joins(waiting, statement):
            yield _one(waiting)
            waiting = []
        waiting.append(statement)
    if waiting:
        yield _one(waiting)


def _joins(waiting: list[Statement], statement: Statement) -> bool:
    last = waiting[-1]
    if last.clause is None or statement.clause is None or last.table != statement.table:
        return False
    if _ALONE.match(last.clause) or _ALONE.match(statement.clause):
        return False
    if _CHANGES_TYPE.match(statement.clause):
        return not any(_ADDS_COLUMN.match(other.clause or "") for other in waiting)
    return True


def _one(waiting: list[Statement]) -> Statement:
    if len(waiting) == 1:
        return waiting[0]
    table = waiting[0].table
    clauses = [statement.clause or "" for statement in waiting]
    sql = f"ALTER TABLE {table}\n  " + ",\n  ".join(clauses)
    return Statement(sql, table=table)
