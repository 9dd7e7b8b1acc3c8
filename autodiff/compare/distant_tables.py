"""Far: tables that are renamed from a namespace which nobody looks at otherwise."""

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
    """The live and the declared schema; the first with the tables of ``renames`` that stand beyond
    ``scope``, and both with their namespaces, which stay as they are with all else in them.
    """
    live, declared = sides
    for namespace, table in _places(renames, scope, dialect):
        found = dialect.live(connection, scope.only(namespace, table))
        if found:
            space = Namespace(namespace)
            live = live.with_objects([space, *_kept(found)])
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


def _kept(found: Schema) -> Iterator[Object]:
    """Types that other tables may have are not to be dropped for want of this one."""
    for each in found.values():
        yield replace(each, shared=True) if isinstance(each, Enum) else each
