"""Handing over: from the arguments of an ``op`` function to values, and on to the migration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.operation import Create, Operation
from autodiff.execute.current import migration
from autodiff.execute.item import Group
from autodiff.sources.models import enums_of, objects_of


def dialect() -> Dialect:
    """The database that the migration in force is for."""
    return migration().dialect


def hand(operations: Iterable[Operation]) -> None:
    """Each operation by itself, in their order."""
    for operation in operations:
        migration().hand(Group((operation,)))


def model(
    name: str, *items: Any, schema: str | None = None, **options: Any
) -> sa.Table:
    """A SQLAlchemy table of its own, to make values from; columns in use elsewhere are copied."""
    free = [_free(item) for item in items]
    return sa.Table(name, sa.MetaData(), *free, schema=schema, **options)


def _free(item: Any) -> Any:
    if isinstance(item, sa.Column) and item.table is not None:
        return item._copy()
    return item


def table_parts(table: sa.Table) -> tuple[Any, ...]:
    """The table's own value, then those of all that stands in it."""
    return tuple(objects_of(table, dialect()))


def types_first(table: sa.Table) -> list[Operation]:
    """Creates of the named types that the columns bring along, where they are missing yet."""
    return [Create(each, if_not_exists=True) for each in enums_of(table, dialect())]
