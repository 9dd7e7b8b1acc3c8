"""Held: whether a row holds anything in what would be dropped."""

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
    """Whether a row has a value in the column, or the label, or the table has a row at all: one
    query each, which ends at the first row found. Where the database refuses it, so it is taken to
    be.
    """
    return any(_finds(connection, each) for each in _queries(rows, candidate))


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
    """One for each column that has the label's type."""
    own, *types = (each for each in candidate.places if each not in candidate.checks)
    queries = []
    for each in rows.schema.values():
        shares = isinstance(each, Column) and not {*types}.isdisjoint(each.depends_on())
        if isinstance(each, Column) and (shares or each.key == rows.key_now(own)):
            place = sa.table(each.table, schema=each.namespace or None)
            held = sa.cast(_column(rows, each), sa.String())
            queries.append(_first(place).where(held == candidate.labels[0]))
    return queries


def _first(table: sa.TableClause) -> sa.Select[Any]:
    return sa.select(sa.literal_column("1")).select_from(table).limit(1)


def _column(rows: RowsBefore, column: Column) -> sa.ColumnElement[Any]:
    return sa.literal_column(rows.dialect.quote(column.name))


def _finds(connection: Connection, query: sa.Select[Any]) -> bool:
    try:
        with connection.begin_nested():
            return connection.execute(query).first() is not None
    except DBAPIError as problem:
        LOG.warning("Rows could not be looked at: %s", problem.orig)
        return True
