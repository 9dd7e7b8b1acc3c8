"""Handing over: from the arguments of an ``op`` function to values, and on to the migration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.operation import Create, Operation
from autodiff.declared.models import enums_of, objects_of
from autodiff.execute.current import migration
from autodiff.execute.item import Group
from autodiff.operations.exclude_rule import ExcludeRule


def dialect() -> Dialect:
    """The database that the migration in force is for."""
    return migration().dialect


def hand(operations: Iterable[Operation]) -> None:
    """Each operation by itself, in their order."""
    for operation in operations:
        migration().hand(Group((operation,)))


def together(operations: Iterable[Operation]) -> None:
    """Operations that a database may do as one: one ALTER TABLE, one rebuild."""
    group = tuple(operations)
    if group:
        migration().hand(Group(group))


def model(
    name: str, *items: Any, schema: str | None = None, **options: Any
) -> sa.Table:
    """A SQLAlchemy table of its own, to make values from; what is in use elsewhere is copied."""
    free = [_free(item) for item in items]
    return sa.Table(name, sa.MetaData(), *free, schema=schema, **options)


def _free(item: Any) -> Any:
    place = "table" if isinstance(item, sa.Column) else "parent"
    attached = isinstance(item, sa.Column | sa.Constraint) and (
        getattr(item, place, None) is not None
    )
    return item._copy() if attached else item


def table_parts(table: sa.Table) -> tuple[Object, ...]:
    """The table's own value, then those of all that stands in it."""
    rules = [each for each in table.constraints if isinstance(each, ExcludeRule)]
    return (
        *objects_of(table, dialect()),
        *(each.value(dialect()) for each in rules),
    )


def types_first(table: sa.Table) -> list[Operation]:
    """Creates of the named types that the columns bring along, where they are missing yet.

    A type that says ``create_type=False`` is left to the script.
    """
    made = [each for each in table.columns if getattr(each.type, "create_type", True)]
    if not made:
        return []
    columns = [sa.Column(each.name, each.type) for each in made]
    typed = sa.Table(table.name, sa.MetaData(), *columns, schema=table.schema)
    return [Create(each, if_not_exists=True) for each in enums_of(typed, dialect())]
