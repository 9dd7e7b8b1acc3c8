"""DS108: a column gets a type that cannot hold all of its values.

Some values change without a message (digits are rounded), others make the statement fail; this
depends on the database (:meth:`autodiff.core.dialect.Dialect.recast`). The effect of a script's own
USING is not known. Look for such rows first, and change them before the type changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import sqlalchemy as sa

from autodiff.compare.typed_names import spoken
from autodiff.core.operation import Alter
from autodiff.kinds.column import Column
from autodiff.lint.change import Case
from autodiff.lint.finding import Finding, Proof
from autodiff.lint.lossy_casts import misfit
from autodiff.lint.rule import Rule


def check(case: Case) -> Iterator[Finding]:
    """Report values that may change or be refused, and rows with such values that were seen."""
    match case.operation:
        case Alter(before=Column() as before, after=Column() as after) if (
            before.type != after.type
        ):
            if before.type.sql and not before.computed and case.existed(after.key):
                yield from _recast(case, before, after)
            yield from _seen(case, before, after)


def _recast(case: Case, before: Column, after: Column) -> Iterator[Finding]:
    dialect = case.change.dialect
    recast = dialect.recast(before.type, after.type)
    values, place = case.rows_with_value(after.key), spoken(after.key)
    if recast and dialect.cast_word in dict(_options(case)):
        yield case.loss(f"values of {place} become what USING says", values)
        return
    if recast.changed:
        yield case.loss(f"values of {place} {recast.changed}", values)
    if recast.refused:
        unfit = partial(misfit, before, after, dialect=dialect)
        rows = case.rows_that(after.key, unfit) or values
        reason = f"values of {place} {recast.refused} {dialect.refusal}"
        yield case.finding("refuses", reason, to_count=rows)


def _options(case: Case) -> tuple[tuple[str, str], ...]:
    return case.operation.options if isinstance(case.operation, Alter) else ()


def _seen(case: Case, before: Column, after: Column) -> Iterator[Finding]:
    rows = case.change.rows
    if rows is None:
        return
    held, table = rows.held(after.key), rows.table(after.namespace, after.table)
    if held is None or table is None:
        return
    condition = misfit(before, after, held, rows.dialect)
    if condition is not None:
        reason = f"rows hold values that {after.type.sql} has no place for"
        query = sa.select(held).select_from(table).where(condition)
        yield case.finding("blocked", reason, proof=Proof(query))


RULE = Rule("DS108", "narrowing-cast", "error", check)
