"""Whether rows have values in a table, column or label that would be dropped."""

from __future__ import annotations

import logging
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.compare.candidates import Candidate
from autodiff.compare.label_candidates import LabelCandidate
from autodiff.kinds.column import Column
from autodiff.kinds.table import Table
from autodiff.lint.rows_before import RowsBefore

LOG = logging.getLogger("autodiff")


def holds_values(
    connection: Connection, rows: RowsBefore, candidate: Candidate
) -> bool:
    """Whether the column has a value, the label is in use, or the table has a row.

    Each query ends at its first row. If the database refuses one, a warning is logged and the
    answer is yes.
    """
    return any(_has_row(connection, query) for query in _queries(rows, candidate))


def _queries(rows: RowsBefore, candidate: Candidate) -> list[sa.Select[Any]]:
    before = candidate.before
    if isinstance(candidate, LabelCandidate):
        return _of_label(rows, candidate)
    if isinstance(before, Table):
        table = rows.table(before.namespace, before.name)
        return [] if table is None else [_first(table)]
    assert isinstance(before, Column)
    table, held = rows.table(before.namespace, before.table), rows.column(before.key)
    if table is None or held is None or held.computed is not None:
        return []
    return [_first(table).where(_column(rows, held).is_not(None))]


def _of_label(rows: RowsBefore, candidate: LabelCandidate) -> list[sa.Select[Any]]:
    """Return a query for each column that has the label's type."""
    own, *types = (each for each in candidate.places if each not in candidate.checks)
    queries = []
    for value in rows.schema.values():
        is_column = isinstance(value, Column)
        shares = is_column and not {*types}.isdisjoint(value.depends_on())
        if isinstance(value, Column) and (shares or value.key == rows.key_now(own)):
            table = sa.table(value.table, schema=value.namespace or None)
            held = sa.cast(_column(rows, value), sa.String())
            queries.append(_first(table).where(held == candidate.labels[0]))
    return queries


def _first(table: sa.TableClause) -> sa.Select[Any]:
    return sa.select(sa.literal_column("1")).select_from(table).limit(1)


def _column(rows: RowsBefore, column: Column) -> sa.ColumnElement[Any]:
    return sa.literal_column(rows.dialect.quote(column.name))


def _has_row(connection: Connection, query: sa.Select[Any]) -> bool:
    try:
        with connection.begin_nested():
            return connection.execute(query).first() is not None
    except DBAPIError as problem:
        LOG.warning("Rows could not be looked at: %s", problem.orig)
        return True
