"""Every operation as source evaluates to an equal one, on any schema."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from autodiff.core.clause import Clause
from autodiff.core.diff import diff
from autodiff.core.object import Object
from autodiff.core.operation import inverses
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from autodiff.kinds.column import Column
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.index import Index
from autodiff.kinds.index_declared import column_part
from tests.core.strategies import pairs

from .round_trip import in_order, there_and_back
from .wide import wide

DIALECT = wide()


def real(schema: Schema) -> Schema:
    """``schema`` as a database could hold it: an identity column is not null, and a column that an
    index or EXCLUDE names is quoted only where it must be.
    """
    return Schema(_real(each) for each in schema.values())


def _real(value: Object) -> Object:
    if isinstance(value, Column) and value.identity is not None:
        return replace(value, nullable=False)
    if isinstance(value, Index):
        parts = tuple(
            (
                replace(part, expression=column_part(part.column, DIALECT).expression)
                if part.column
                else part
            )
            for part in value.parts
        )
        return replace(value, parts=parts)
    if isinstance(value, Exclude):
        sql = value.rule.sql
        for name in value.columns:
            sql = sql.replace(f'"{name}"', DIALECT.quote(name))
        return replace(value, rule=Clause(sql, sql))
    return value


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(pairs())
def test_a_printed_operation_evaluates_to_an_equal_one(
    pair: tuple[Schema, Schema],
) -> None:
    before, after = map(real, pair)
    upgrade = diff(before, after)
    for operations, start in (
        (upgrade, before),
        (inverses(upgrade), after),
    ):
        state = start
        for operation in operations:
            assert there_and_back(operation, DIALECT, state) == [in_order(operation)]
            state = replay(state, [operation])
