"""Operations on indexes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from autodiff.core.operation import Create, Drop, Operation, Rename
from autodiff.kinds import index_declared
from autodiff.kinds.index import Index
from autodiff.operations.hand import dialect, hand, model

_UNSAID = frozenset({"parts", "unique", "where", "options"})


def create_index(
    index_name: str | None,
    table_name: str,
    columns: Sequence[Any],
    *,
    schema: str | None = None,
    unique: bool = False,
    if_not_exists: bool = False,
    **options: Any,
) -> None:
    """Create an index over ``columns``: names, ``sa.text`` or SQLAlchemy expressions.

    ``options`` are SQLAlchemy's for the database (``postgresql_where``, ``mysql_length``, ...).
    """
    created = created_index(index_name, table_name, columns, schema, unique, options)
    hand([Create(created, if_not_exists=if_not_exists)])


def created_index(
    index_name: str | None,
    table_name: str,
    columns: Sequence[Any],
    schema: str | None,
    unique: bool,
    options: dict[str, Any],
) -> Index:
    names = [each for each in columns if isinstance(each, str)]
    stand_ins = [sa.Column(name, sa.Integer) for name in dict.fromkeys(names)]
    table = model(table_name, *stand_ins, schema=schema)
    index = sa.Index(index_name, *columns, unique=unique, _table=table, **options)
    return index_declared.declared(index, dialect())


def drop_index(
    index_name: str,
    table_name: str | None = None,
    *,
    schema: str | None = None,
    if_exists: bool = False,
    **options: Any,
) -> None:
    """Drop an index."""
    hand([dropped_index(index_name, table_name, schema, if_exists)])


def dropped_index(
    index_name: str, table_name: str | None, schema: str | None, if_exists: bool = False
) -> Operation:
    value = _named(index_name, table_name, schema)
    return Drop(value, unknown=_UNSAID, if_exists=if_exists)


def rename_index(
    old_name: str,
    new_name: str,
    table_name: str | None = None,
    *,
    schema: str | None = None,
) -> None:
    """Give an index another name."""
    before = _named(old_name, table_name, schema)
    after = _named(new_name, table_name, schema)
    hand([Rename(before, after, _UNSAID)])


def _named(name: str, table_name: str | None, schema: str | None) -> Index:
    return Index(dialect().namespace(schema), table_name or "", name, ())
