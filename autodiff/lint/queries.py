"""Queries on rows: whether the rows of a finding exist, and how many there are."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.dialect import Dialect
from autodiff.lint.finding import Finding, Proof
from autodiff.lint.row_count import row_count

LOG = logging.getLogger("autodiff")

_PLAIN = {"no_parameters": True}


def proved(
    connection: Connection, dialect: Dialect, findings: Iterable[Finding]
) -> Iterator[Finding]:
    """Yield the findings that hold: those without a proof, and those whose proof returns a row.

    A query ends at its first row. It is put into the finding if it reads rows. If the database
    refuses such a query, a warning is logged and the finding is left out.
    """
    for finding in findings:
        if finding.proof is None:
            yield finding
        elif _returns_row(connection, dialect, finding.proof):
            shown = finding.proof.of_rows
            query = _sql(finding.proof.select, dialect) if shown else ""
            yield replace(finding, query=query)


def _returns_row(connection: Connection, dialect: Dialect, proof: Proof) -> bool:
    first = _sql(proof.select.limit(1), dialect)
    try:
        with connection.begin_nested():
            result = connection.exec_driver_sql(first, execution_options=_PLAIN)
            return result.first() is not None
    except DBAPIError as problem:
        level = logging.WARNING if proof.of_rows else logging.DEBUG
        sql = _sql(proof.select, dialect)
        LOG.log(level, "Rows could not be looked at (%s): %s", problem.orig, sql)
        return False


def counted(connection: Connection, dialect: Dialect, finding: Finding) -> Finding:
    """Return the finding with the number of its rows, if it has queries to count them."""
    counts = [
        row_count(connection, dialect, query.select, query.which)
        for query in finding.to_count
    ]
    return replace(finding, rows=sum(counts[1:], counts[0])) if counts else finding


def _sql(query: sa.Select[Any], dialect: Dialect) -> str:
    compiled = query.compile(dialect=dialect.sa, compile_kwargs={"literal_binds": True})
    return " ".join(str(compiled).split())
