"""Merging: neighbours on one table become one ALTER TABLE, which the server does in one go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from autodiff.core.statement import Statement

_RESTATED = re.compile(r"MODIFY COLUMN (`(?:[^`]|``)+`|\S+)")

_AFTERWARDS = re.compile(r"ALTER TABLE .+ ALTER COLUMN .+ DROP DEFAULT$")

_FILLING = re.compile(r"UPDATE |ALTER TABLE (?:`(?:[^`]|``)+`|[^\s`])+ MODIFY COLUMN ")


def merged(statements: Iterable[Statement]) -> Iterator[Statement]:
    """``statements`` with runs of clauses on one table joined.

    That is more than speed: an AUTO_INCREMENT column needs its key in the same statement (error
    1075), and an index that a foreign key leans on may only go as another comes (error 1553). No
    column is restated twice in one statement (error 1054). The default that gave rows their values
    in a new column goes when the run is done.
    """
    run: list[Statement] = []
    afterwards: list[Statement] = []
    for statement in statements:
        if run and _takes_default_away(statement):
            afterwards.append(statement)
            continue
        if _fills(statement) and (key := _key_that_goes(run)):
            if others := [each for each in run if each not in key]:
                yield _joined(others)
            yield statement
            run = key
            continue
        if run and not _joins(statement, run):
            yield _joined(run)
            yield from afterwards
            run, afterwards = [], []
        run.append(statement)
    if run:
        yield _joined(run)
    yield from afterwards


def _fills(statement: Statement) -> bool:
    """Whether it gives rows their values, or makes a column of the type that these are of."""
    return statement.table is None and _FILLING.match(statement.sql) is not None


def _takes_default_away(statement: Statement) -> bool:
    return statement.table is None and _AFTERWARDS.match(statement.sql) is not None


def _key_that_goes(run: list[Statement]) -> list[Statement]:
    """DROP PRIMARY KEY and what is not a drop beside it: they must wait for the key that comes
    instead, while rows are filled as soon as the rules that may forbid it are gone.
    """
    words = [each.clause or "" for each in run]
    if not any(each.startswith("DROP PRIMARY KEY") for each in words):
        return []
    return [
        each
        for each, word in zip(run, words, strict=True)
        if word.startswith("DROP PRIMARY KEY") or not word.startswith("DROP ")
    ]


def _joins(statement: Statement, run: list[Statement]) -> bool:
    if statement.table is None or statement.table != run[-1].table:
        return False
    column = _restated(statement)
    return column is None or column not in {_restated(each) for each in run}


def _restated(statement: Statement) -> str | None:
    found = _RESTATED.match(statement.clause or "")
    return found[1] if found else None


def _joined(run: list[Statement]) -> Statement:
    if len(run) == 1:
        return run[0]
    clauses = ",\n  ".join(each.clause or "" for each in run)
    sql = f"ALTER TABLE {run[0].table}\n  {clauses}"
    return Statement(sql, table=run[0].table, clause=clauses)
