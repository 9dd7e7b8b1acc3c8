"""Distant tables: those that are renamed out of a namespace that is not compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy.engine import Connection

from autodiff.compare.labels import Pair
from autodiff.compare.typed_names import keys_meant
from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.kinds.enum import Enum
from autodiff.kinds.namespace import Namespace


def with_far_tables(
    connection: Connection,
    dialect: Dialect,
    scope: Scope,
    renames: Iterable[Pair],
    sides: tuple[Schema, Schema],
) -> tuple[Schema, Schema]:
    """Return the live and the declared schema (``sides``) with the tables of ``renames`` outside
    ``scope`` added to the live one.

    Their namespaces are added to both, so that these stay as they are with all else in them.
    """
    live, declared = sides
    for namespace, table in _places(renames, scope, dialect):
        tables = dialect.live(connection, scope.only(namespace, table))
        if tables:
            space = Namespace(namespace)
            live = live.with_objects([space, *_kept(tables)])
            declared = declared.with_objects([space])
    return live, declared


def _places(
    renames: Iterable[Pair], scope: Scope, dialect: Dialect
) -> Iterator[tuple[str, str]]:
    if dialect.has_namespaces:
        tables = dict.fromkeys(
            (key.namespace, key.name)
            for old, _ in renames
            for key in keys_meant(old, dialect)
            if key.kind == "table" and key.namespace not in scope.namespaces
        )
        yield from tables


def _kept(tables: Schema) -> Iterator[Object]:
    """Yield the objects, enum types as shared: other tables may use them, so they are not dropped."""
    for value in tables.values():
        yield replace(value, shared=True) if isinstance(value, Enum) else value
