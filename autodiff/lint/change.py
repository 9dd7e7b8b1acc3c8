"""What a rule may look at: the operation, the direction it runs in, and the schema before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.operation import AnyOperation, Create, Drop, Operation
from autodiff.core.own_operation import OwnOperation
from autodiff.core.state import State
from autodiff.frozen import frozen
from autodiff.kinds.column import Column
from autodiff.kinds.keys import table_key
from autodiff.lint.finding import Effect, Finding, Proof, RowQuery, ScriptFunction
from autodiff.lint.origins import Origins
from autodiff.lint.rows_before import CONSTANT, RowsBefore


@frozen
class Opposite:
    """The other direction of a script: the keys that it drops, and whether it has SQL of its own,
    which may restore values.
    """

    dropped: frozenset[Key] = frozenset()
    restores: bool = False


def opposite(steps: Iterable[AnyOperation]) -> Opposite:
    """Summarize the other direction, whose steps are ``steps``."""
    steps = tuple(steps)
    operations = [step for step in steps if not isinstance(step, OwnOperation)]
    dropped = (step.object.key for step in operations if isinstance(step, Drop))
    return Opposite(frozenset(dropped), len(operations) < len(steps))


@frozen
class Change:
    """One direction of a script, run on a database in the state ``before``.

    ``other`` summarizes the other direction. ``origins`` is set if rows of a live database may be
    counted, ``rows`` if they may be searched for those that make a step fail.
    """

    direction: ScriptFunction
    dialect: Dialect
    before: State
    steps: Sequence[AnyOperation] = ()
    other: Callable[[], Opposite] = Opposite
    origins: Origins | None = None
    rows: RowsBefore | None = None

    @cached_property
    def constants(self) -> Mapping[Key, str]:
        """Return, by new column, the SQL of the value that all rows get: a fill or a constant
        default.
        """
        values: dict[Key, str] = {}
        for step in self.steps:
            if isinstance(step, Create) and isinstance(step.object, Column):
                value = step.fill or step.object.default
                if value is not None and CONSTANT.fullmatch(value.sql.strip()):
                    values[step.object.key] = value.sql.strip()
        return values


@frozen
class Case:
    """One operation of a change, put before the rules."""

    operation: Operation
    change: Change

    @property
    def upgrades(self) -> bool:
        return self.change.direction == "upgrade"

    def finding(
        self,
        effect: Effect,
        reason: str,
        *,
        to_count: Sequence[RowQuery] = (),
        proof: Proof | None = None,
    ) -> Finding:
        """Return a finding on this operation; the judge adds the id of the rule.

        ``reason`` is in words, ``to_count`` queries the rows concerned, ``proof`` must return a row.
        """
        return Finding(
            "",
            effect,
            self.operation,
            self.change.direction,
            reason,
            to_count=tuple(to_count),
            proof=proof,
        )

    def loss(self, reason: str, to_count: Sequence[RowQuery] = ()) -> Finding:
        """Return a finding on values that are lost: for good, if the downgrade has no SQL of its own
        that may restore them.
        """
        lasting = self.upgrades and not self.change.other().restores
        return replace(
            self.finding("loses", reason, to_count=to_count), lasting=lasting
        )

    # --- rows -----------------------------------------------------------------------------------

    def existed(self, key: Key) -> bool:
        """Whether a table or column existed before the run; True if origins are not followed."""
        return self.change.origins is None or self.change.origins.of(key) is not None

    def rows_of(self, table: Key) -> tuple[RowQuery, ...]:
        """Return a query for the rows of a table, by its name before the run; none for a new one."""
        old = self._origin(table)
        return (RowQuery(select_from(old)),) if old else ()

    def rows_with_value(self, column: Key) -> tuple[RowQuery, ...]:
        """Return a query for rows where a column is not NULL, by the names before the run."""
        old = self._origin(column)
        if old is None:
            return ()
        return (self._rows_where(old, self.held(old).is_not(None), " with a value"),)

    def rows_that(
        self,
        column: Key,
        condition: Callable[[sa.ColumnElement[Any]], sa.ColumnElement[bool] | None],
    ) -> tuple[RowQuery, ...]:
        """Return a query for rows whose value fulfils ``condition``; none if that returns None."""
        old = self._origin(column)
        fulfilled = None if old is None else condition(self.held(old))
        if old is None or fulfilled is None:
            return ()
        return (self._rows_where(old, fulfilled, " like that"),)

    def held(self, column: Key) -> sa.ColumnElement[Any]:
        """Return the column as an expression for a query."""
        return sa.literal_column(self.change.dialect.quote(column.name))

    def columns_of_type(self, type_: Key) -> list[Column]:
        """Return the columns of a named type, before the run."""
        users = self.change.before.users(type_)
        return [value for value in users if isinstance(value, Column)]

    def _origin(self, key: Key) -> Key | None:
        origins = self.change.origins
        return None if origins is None else origins.of(key)

    def _rows_where(
        self, column: Key, condition: sa.ColumnElement[bool], which: str
    ) -> RowQuery:
        table = table_key(column.namespace, column.table)
        return RowQuery(select_from(table).where(condition), which)


def select_from(table: Key) -> sa.Select[Any]:
    """Return a query that gives 1 for each row of a table."""
    one: sa.ColumnElement[int] = sa.literal_column("1").label("one")
    return sa.select(one).select_from(
        sa.table(table.name, schema=table.namespace or None)
    )
