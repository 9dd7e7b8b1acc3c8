"""DS110: a label of an enum type is removed while rows may hold it.

The statement fails on such rows; MySQL may set them to ''. Give the rows another label first. A
label that is renamed keeps its rows and is not reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from autodiff.core.operation import Alter
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum, labels_gone
from autodiff.kinds.keys import table_key
from autodiff.lint.change import Case, select_from
from autodiff.lint.finding import Finding, Proof, RowQuery
from autodiff.lint.rule import Rule


def check(case: Case) -> Iterator[Finding]:
    """Report labels that are removed, and columns in which rows with them were seen."""
    match case.operation:
        case Alter(
            before=Enum() as before, after=Enum() as after, inner_renames=renames
        ):
            removed = labels_gone(before, after, renames)
            if removed:
                yield _refused(case, before, removed)
                yield from _in_use(case, before, removed)


def _refused(case: Case, type_: Enum, labels: Sequence[str]) -> Finding:
    listed = " or ".join(f"'{label}'" for label in labels)
    reason = f"rows that hold {listed} {case.change.dialect.refusal}"
    return case.finding("refuses", reason, to_count=_holders(case, type_, labels))


def _holders(case: Case, type_: Enum, labels: Sequence[str]) -> list[RowQuery]:
    if case.change.origins is None:
        return []
    return [
        RowQuery(
            select_from(table_key(column.namespace, column.table)).where(
                _held(case, column).in_(labels)
            ),
            " like that",
        )
        for column in case.columns_of_type(type_.key)
    ]


def _in_use(case: Case, type_: Enum, labels: Sequence[str]) -> Iterator[Finding]:
    if case.change.rows is None:
        return
    for column in case.columns_of_type(type_.key):
        table = sa.table(column.table, schema=column.namespace or None)
        query = sa.select(case.held(column.key)).select_from(table)
        reason = f"rows of {column.table} hold {' or '.join(map(repr, labels))}"
        proof = Proof(query.where(_held(case, column).in_(labels)))
        yield case.finding("blocked", reason, proof=proof)


def _held(case: Case, column: Column) -> sa.ColumnElement[Any]:
    return sa.cast(case.held(column.key), sa.String())


RULE = Rule("DS110", "enum-value-removed", "error", check)
