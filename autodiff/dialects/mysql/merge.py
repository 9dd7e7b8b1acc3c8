"""Write a group of operations as few statements.

Rows are filled first where possible; then consecutive changes of one table become one ALTER TABLE,
which the server executes as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.knowledge import complete
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Drop, Operation, Rename, alters, made, unmade
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.mysql.ddl_column import filling, once_filled
from autodiff.dialects.mysql.values import check_rows_have_value
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


def merged_statements(
    operations: Sequence[Operation], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write the statements of one group."""
    return merged(_statements(operations, dialect, Overlay(state)))


def _statements(
    operations: Sequence[Operation], dialect: Dialect, state: Overlay
) -> Iterator[Statement]:
    """Write the statements of each operation.

    Rows are filled first, unless something in the group must come before, so that one ALTER TABLE
    can hold the rest.
    """
    rest: list[Operation] = []
    earlier: list[Operation] = []
    for operation in operations:
        whole = complete(operation, state)
        check_rows_have_value(whole, dialect, state)
        if alters(whole, Column) and may_fill_first(whole, earlier):
            yield from filling(whole, dialect, state)
            rest.append(once_filled(whole))
        else:
            rest.append(operation)
        earlier.append(whole)
    for operation in rest:
        yield from dialect.emitter(operation)(operation, dialect, state)
        state.lay(operation)


# --- filling first --------------------------------------------------------------------------------


def may_fill_first(operation: Alter[Column], earlier: Sequence[Operation]) -> bool:
    """Whether the rows of ``operation`` can be filled before the ``earlier`` ones of its group.

    They cannot before a constraint is dropped that the values may violate, before the column is
    renamed, before a foreign key is dropped that forbids the new type (error 1832), or before a
    column is dropped that is computed from it (MariaDB's error 1901).
    """
    if operation.fill is None or operation.unknown & {"type", "nullable"}:
        return False
    return not any(_comes_before(other, operation.after) for other in earlier)


def _comes_before(operation: Operation, column: Column) -> bool:
    if isinstance(operation, Rename):
        return True
    if not isinstance(operation, Drop):
        return False
    value = operation.object
    if isinstance(value, Column):
        return column.key in value.depends_on()
    return _may_be_broken(value, column.name)


def _may_be_broken(value: Object, column: str) -> bool:
    match value:
        case Check():
            return True
        case Unique(columns=columns) | PrimaryKey(columns=columns):
            return column in columns
        case ForeignKey(columns=columns, target_columns=targets):
            return column in columns or column in targets
        case Index(unique=True):
            return column in value.plain_columns
    return False


# --- one ALTER TABLE ------------------------------------------------------------------------------

_RESTATED = re.compile(r"MODIFY COLUMN (`(?:[^`]|``)+`|\S+)")

_AFTERWARDS = re.compile(r"ALTER TABLE .+ ALTER COLUMN .+ DROP DEFAULT$")

_FILLING = re.compile(r"UPDATE |ALTER TABLE (?:`(?:[^`]|``)+`|[^\s`])+ MODIFY COLUMN ")


def merged(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Merge consecutive clauses on one table into one ALTER TABLE.

    Some changes require it: an AUTO_INCREMENT column needs its key in the same statement (error
    1075), and an index that a foreign key depends on can only be dropped together with the creation
    of another (error 1553). No column is restated twice in one statement (error 1054). The default
    that filled a new column is dropped after the merged statement.
    """
    run: list[Statement] = []
    afterwards: list[Statement] = []
    for statement in statements:
        if run and _drops_default(statement):
            afterwards.append(statement)
            continue
        if _fills(statement) and (key := _dropped_key(run)):
            if others := [earlier for earlier in run if earlier not in key]:
                yield _joined(others)
            yield statement
            run = key
            continue
        if run and not _joins(statement, run):
            yield _joined(run)
            yield from afterwards
            run, afterwards = [], []
        run.append(statement)
    if run:
        yield _joined(run)
    yield from afterwards


def _fills(statement: Statement) -> bool:
    """Whether the statement fills rows, or gives their column the type of the values."""
    return statement.table is None and _FILLING.match(statement.sql) is not None


def _drops_default(statement: Statement) -> bool:
    return statement.table is None and _AFTERWARDS.match(statement.sql) is not None


def _dropped_key(run: list[Statement]) -> list[Statement]:
    """Return DROP PRIMARY KEY and the changes beside it that are not drops; empty without one.

    They wait for the new key, while rows are filled as soon as the constraints that may forbid it
    are dropped.
    """
    clauses = [statement.clause or "" for statement in run]
    if not any(clause.startswith("DROP PRIMARY KEY") for clause in clauses):
        return []
    return [
        statement
        for statement, clause in zip(run, clauses, strict=True)
        if clause.startswith("DROP PRIMARY KEY") or not clause.startswith("DROP ")
    ]


def _joins(statement: Statement, run: list[Statement]) -> bool:
    if statement.table is None or statement.table != run[-1].table:
        return False
    column = _restated(statement)
    return column is None or column not in {_restated(earlier) for earlier in run}


def _restated(statement: Statement) -> str | None:
    match = _RESTATED.match(statement.clause or "")
    return match[1] if match else None


def _joined(run: list[Statement]) -> Statement:
    if len(run) == 1:
        return run[0]
    clauses = ",\n  ".join(statement.clause or "" for statement in run)
    sql = f"ALTER TABLE {run[0].table}\n  {clauses}"
    return Statement(sql, table=run[0].table, clause=clauses)


# --- the state between operations of a group ------------------------------------------------------


@dataclass(slots=True)
class Overlay:
    """A state after the first operations of a group, before they are sent.

    Dropped objects are None.
    """

    beneath: State
    _changed: dict[Key, Object | None] = field(default_factory=dict)

    @property
    def connection(self) -> Connection | None:
        return self.beneath.connection

    def get(self, key: Key, /) -> Object | None:
        if key in self._changed:
            return self._changed[key]
        return self.beneath.get(key)

    def under(self, key: Key, /) -> tuple[Object, ...]:
        parts = {part.key: part for part in self.beneath.under(key)}
        for changed, value in self._changed.items():
            if value is None:
                parts.pop(changed, None)
            elif value.parent == key:
                parts[changed] = value
        return tuple(parts.values())

    def users(self, key: Key, /) -> tuple[Object, ...]:
        users = {user.key: user for user in self.beneath.users(key)}
        for changed, value in self._changed.items():
            users.pop(changed, None)
            if value is not None and key in value.depends_on():
                users[changed] = value
        return tuple(users.values())

    def lay(self, operation: Operation) -> None:
        """Record ``operation`` as done; what refers to a renamed object follows it."""
        if isinstance(operation, Rename):
            self._follow(operation.before.key, operation.after.key)
        self._changed |= dict.fromkeys((gone.key for gone in unmade(operation)), None)
        self._changed |= {value.key: value for value in made(operation)}

    def _follow(self, before: Key, after: Key) -> None:
        for value in (*self.under(before), *self.users(before)):
            follower = value.with_renamed_reference(before, after)
            if follower != value:
                self._changed[value.key] = None
                self._changed[follower.key] = follower
