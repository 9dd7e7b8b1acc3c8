"""Operations on indexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from autodiff.core.operation import Create, Drop, Operation, Rename
from autodiff.kinds import index_declared
from autodiff.kinds.index import Index
from autodiff.kinds.options import options as sorted_options
from autodiff.operations.handover import dialect, hand, model
from autodiff.operations.keywords import strict

_UNSAID = frozenset({"parts", "unique", "where", "options"})
_OF_INDEXES = ("info", "quote")


@strict(sa.Index, own=_OF_INDEXES)
def create_index(
    index_name: str | None,
    table_name: str,
    columns: Sequence[Any],
    *,
    schema: str | None = None,
    unique: bool = False,
    if_not_exists: bool | None = None,
    **options: Any,
) -> None:
    """Create an index over ``columns``: names, ``sa.text`` or SQLAlchemy expressions.

    With ``index_name`` None the server names it; ``unique`` makes it a UNIQUE index. ``schema`` is
    the table's namespace, None the default one; ``if_not_exists`` skips an index that exists.
    ``options`` are SQLAlchemy's for the database: ``postgresql_where``, ``postgresql_using``,
    ``postgresql_ops``, ``postgresql_with``, ``postgresql_include``, ``postgresql_concurrently``
    (runs outside a transaction by itself), ``mysql_length``, ``mysql_prefix``, ``mssql_include``,
    ``mssql_clustered``, ``mssql_where``, ``sqlite_where``, ``oracle_bitmap``, ... Raises
    KeywordUnknown for any other option.
    """
    created = created_index(index_name, table_name, columns, schema, unique, options)
    hand([Create(created, if_not_exists=bool(if_not_exists))])


def created_index(
    index_name: str | None,
    table_name: str,
    columns: Sequence[Any],
    schema: str | None,
    unique: bool,
    options: dict[str, Any],
) -> Index:
    """Return the index as a value; the arguments are those of :func:`create_index`.

    The SQLAlchemy index is made on a stand-in for the table, of which only the name is known.
    """
    names = [name for part in columns for name in _names(part)]
    stand_ins = [sa.Column(name, sa.Integer) for name in dict.fromkeys(names)]
    table = model(table_name, *stand_ins, schema=schema)
    index = sa.Index(index_name, *columns, unique=unique, _table=table, **options)
    return index_declared.declared(index, dialect())


_WORD = re.compile(
    r'"(?P<double>(?:[^"]|"")+)"|`(?P<back>(?:[^`]|``)+)`|(?P<bare>[^\W\d]\w*)\b(?!\s*\()'
)


def _names(part: Any) -> list[str]:
    """Return the names in a part of an index that may be columns: words that are not functions."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, sa.TextClause):
        return [_name(word) for word in _WORD.finditer(part.text)]
    return []


def _name(word: re.Match[str]) -> str:
    double, back = word["double"] or "", word["back"] or ""
    quoted = double.replace('""', '"') + back.replace("``", "`")
    return quoted or word["bare"]


@strict(sa.Index, own=_OF_INDEXES)
def drop_index(
    index_name: str,
    table_name: str | None = None,
    *,
    schema: str | None = None,
    if_exists: bool | None = None,
    **options: Any,
) -> None:
    """Drop an index.

    ``table_name`` is required on MySQL, MariaDB and SQL Server; with it the operation can be undone
    and replayed on any database. ``schema`` is the table's namespace, None the default one;
    ``if_exists`` skips an index that does not exist. ``postgresql_concurrently=True`` drops it
    outside a transaction; other options of ``create_index`` are accepted without effect. Raises
    KeywordUnknown for any other option.
    """
    hand([dropped_index(index_name, table_name, schema, if_exists, options)])


def dropped_index(
    index_name: str,
    table_name: str | None,
    schema: str | None,
    if_exists: bool | None = None,
    options: dict[str, Any] | None = None,
) -> Operation:
    words = {
        name: value
        for name, value in (options or {}).items()
        if name == f"{dialect().name}_concurrently"
    }
    value = _named(index_name, table_name, schema, sorted_options(words))
    return Drop(value, unknown=_UNSAID, if_exists=bool(if_exists))


@strict()
def rename_index(
    old_name: str,
    new_name: str,
    table_name: str | None = None,
    *,
    schema: str | None = None,
) -> None:
    """Rename an index; ``table_name`` and ``schema`` as for :func:`drop_index`."""
    before = _named(old_name, table_name, schema)
    after = _named(new_name, table_name, schema)
    hand([Rename(before, after, _UNSAID)])


def _named(
    name: str,
    table_name: str | None,
    schema: str | None,
    options: tuple[tuple[str, Any], ...] = (),
) -> Index:
    namespace = dialect().namespace(schema)
    return Index(namespace, table_name or "", name, (), options=options)
