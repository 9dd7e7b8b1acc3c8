"""Every operation as source evaluates to an equal one, on any schema."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from autodiff.core.diff import diff
from autodiff.core.operation import inverses
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from autodiff.kinds.column import Column
from tests.core.strategies import pairs

from .round_trip import in_order, there_and_back
from .wide import wide

DIALECT = wide()


def real(schema: Schema) -> Schema:
    """``schema`` as a database could hold it: an identity column is not null."""
    return Schema(
        (
            replace(each, nullable=False)
            if isinstance(each, Column) and each.identity is not None
            else each
        )
        for each in schema.values()
    )


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
