"""From the arguments of an ``op`` function to values, and on to the context in force."""

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
    """Return the dialect of the context in force."""
    return migration().dialect


def hand(operations: Iterable[Operation]) -> None:
    """Give operations to the context in force, one after the other."""
    for operation in operations:
        migration().hand(Group((operation,)))


def together(operations: Iterable[Operation]) -> None:
    """Give operations to the context in force as one group: one ALTER TABLE, one rebuild."""
    group = tuple(operations)
    if group:
        migration().hand(Group(group))


def model(
    name: str, *items: Any, schema: str | None = None, **options: Any
) -> sa.Table:
    """Return a SQLAlchemy table in a MetaData of its own, to make values from.

    ``items`` (columns, constraints, indexes) that belong to another table already are copied.
    """
    free = [_free(item) for item in items]
    return sa.Table(name, sa.MetaData(), *free, schema=schema, **options)


def _free(item: Any) -> Any:
    place = "table" if isinstance(item, sa.Column) else "parent"
    attached = isinstance(item, sa.Column | sa.Constraint) and (
        getattr(item, place, None) is not None
    )
    return item._copy() if attached else item


def table_parts(table: sa.Table) -> tuple[Object, ...]:
    """Return the table as a value, then its columns, constraints and indexes."""
    excludes = [each for each in table.constraints if isinstance(each, ExcludeRule)]
    return (
        *objects_of(table, dialect()),
        *(exclude.value(dialect()) for exclude in excludes),
    )


def types_first(table: sa.Table) -> list[Operation]:
    """Return creates, with IF NOT EXISTS, of the named types of the columns.

    A type with ``create_type=False`` is left out: the script creates it.
    """
    columns = [
        sa.Column(column.name, column.type)
        for column in table.columns
        if getattr(column.type, "create_type", True)
    ]
    if not columns:
        return []
    typed = sa.Table(table.name, sa.MetaData(), *columns, schema=table.schema)
    return [Create(enum, if_not_exists=True) for enum in enums_of(typed, dialect())]
