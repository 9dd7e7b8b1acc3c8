"""The values that the user gives for rows, and whether there are rows that lack one."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from autodiff.commands.database import Options
from autodiff.commands.fill_trial import try_fill
from autodiff.commands.questions import Questions
from autodiff.core.clause import Clause
from autodiff.core.key import Key
from autodiff.core.operation import Alter, Operation
from autodiff.core.schema import Schema
from autodiff.errors.mysql import FillMalformed
from autodiff.execute.runner import Run
from autodiff.kinds.column import Column
from autodiff.kinds.keys import column_key
from autodiff.kinds.needed_value import needs_fill
from autodiff.lint.rows_before import RowsBefore
from autodiff.revisions.filling import with_given_fills


def with_fills(
    run_: Run,
    operations: tuple[Operation, ...],
    wishes: Options,
    questions: Questions,
    old_names: Mapping[str, str],
    live: Schema,
) -> tuple[Operation, ...]:
    """Return ``operations`` with the values of ``--fill``, and those that ``questions`` gets from a
    person. ``old_names`` maps new columns to what may be their old name, both as ``table.column``.
    ``live`` is the schema before the operations.

    Raises FillMalformed or FillNeeded.
    """
    rows = RowsBefore(live, operations, run_.dialect)
    given = dict(_given(run_, name, value) for name, value in wishes.fills)
    strangers = given.keys() - {each.object.key for each in operations}
    for key in strangers:
        raise FillMalformed(
            f"{key.table}.{key.name}", "no change of that column is due"
        )

    def fill_for(operation: Operation) -> Clause | None:
        fill = given.get(operation.object.key)
        if fill is None and needs_fill(operation) and wishes.rows:
            fill = _answer(run_, operation, questions, rows)
        if fill is not None:
            try_fill(run_, operation, fill, rows)
        return fill

    def has_rows(operation: Operation) -> bool:
        return wishes.rows and _has_rows(run_, operation, rows)

    return with_given_fills(operations, fill_for, has_rows, old_names)


def _answer(
    run_: Run, operation: Operation, questions: Questions, rows: RowsBefore
) -> Clause | None:
    column = operation.object
    if not isinstance(column, Column) or not _has_rows(run_, operation, rows):
        return None
    answer = questions.value_for(column)
    return run_.dialect.expression_clause(answer) if answer else None


def _given(run_: Run, name: str, value: str) -> tuple[Key, Clause]:
    *namespace, table, column = ("", *name.split("."))[-3:]
    if not table or not column or not value:
        raise FillMalformed(name, "it is written table.column=VALUE")
    place = run_.dialect.namespace("".join(namespace) or None)
    return column_key(place, table, column), run_.dialect.expression_clause(value)


def _has_rows(run_: Run, operation: Operation, rows: RowsBefore) -> bool:
    """Whether the table has a row without a value for the column, under the names that both have
    now.
    """
    key = operation.object.key
    table = rows.table(key.namespace, key.table)
    if table is None:
        return False
    query = sa.select(sa.literal(1)).select_from(table).limit(1)
    column = rows.column(key)
    if isinstance(operation, Alter) and column is not None:
        query = query.where(sa.column(column.name).is_(None))
    has_row = run_.connection.execute(query).first() is not None
    run_.end_reading()
    return has_row
