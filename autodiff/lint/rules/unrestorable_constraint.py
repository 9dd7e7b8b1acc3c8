"""MF117: a downgrade re-creates a constraint over values that it has to invent.

The values of a dropped column are not kept. The downgrade gives all rows the same value, for which
a unique constraint, a foreign key or a CHECK may not hold. Set the values in the script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from autodiff.core.operation import Create
from autodiff.kinds.check import Check
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.keys import column_key
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique
from autodiff.lint.change import Case, Change
from autodiff.lint.finding import Finding, Proof
from autodiff.lint.rule import Rule
from autodiff.lint.unique_columns import unique_columns

Restored = Unique | PrimaryKey | Index | ForeignKey | Check


def check(case: Case) -> Iterator[Finding]:
    """Report a constraint of a downgrade whose columns all get invented values."""
    if case.upgrades or not isinstance(case.operation, Create):
        return
    match case.operation.object:
        case Unique() | PrimaryKey() | Index() as value:
            columns = unique_columns(value)
            end = "so it holds for one row at most"
        case ForeignKey(columns=columns) as value:
            end = f"and {value.target_table} must have that"
        case Check(columns=columns) as value:
            end = "which does not fulfil it"
        case _:
            return
    values = _invented(value, columns, case.change)
    if values:
        words = " and ".join(f"{name} is {sql}" for name, sql in values.items())
        reason = f"{words} for each row, {end}"
        proof = _breach(value, values, case) if isinstance(value, Check) else None
        yield case.finding("unrestorable", reason, proof=proof)


def _invented(
    value: Restored, columns: Sequence[str], change: Change
) -> dict[str, str]:
    """Return the SQL of each column's value, by name; empty if one of them is not invented."""
    constants = change.constants
    keys = {name: column_key(value.namespace, value.table, name) for name in columns}
    if not all(key in constants for key in keys.values()):
        return {}
    return {name: constants[key] for name, key in keys.items()}


def _breach(value: Check, values: Mapping[str, str], case: Case) -> Proof:
    """Return a query that tests whether the values break the condition.

    If the database refuses it (the condition may depend on a type of its own), nothing is reported.
    """
    quote = case.change.dialect.quote
    held = ", ".join(f"{sql} AS {quote(name)}" for name, sql in values.items())
    rows = sa.text(f"(SELECT {held}) AS made_up")
    breach: sa.ColumnElement[Any] = sa.literal_column(f"NOT ({value.condition.sql})")
    one: sa.Select[Any] = sa.select(sa.literal_column("1"))
    return Proof(one.select_from(rows).where(breach), of_rows=False)


RULE = Rule("MF117", "unrestorable-constraint", "warning", check)
