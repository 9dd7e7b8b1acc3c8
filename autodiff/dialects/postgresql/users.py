"""Users of a type: the tables of the whole database that have a column of it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.scope import Scope
from autodiff.dialects.postgresql import catalog
from autodiff.dialects.postgresql.look import look_at
from autodiff.dialects.postgresql.reader import read


def users(connection: Connection, dialect: Dialect, key: Key) -> Iterable[Object]:
    """The objects that need ``key``, an enum's or a table's, in whatever namespace they stand."""
    places = _tables(connection, dialect, key)
    if not places:
        return []
    namespaces = tuple(dict.fromkeys(namespace for namespace, _ in places))
    scope = Scope(namespaces, tables=frozenset(places))
    found = read(connection, dialect, look_at(scope, dialect))
    return [each for each in found.values() if key in each.needs()]


def _tables(
    connection: Connection, dialect: Dialect, key: Key
) -> list[tuple[str, str]]:
    if key.kind != "enum":
        return [(key.namespace, key.table or key.name)]
    schema = key.namespace or dialect.sa.default_schema_name or "public"
    condition = catalog.type_is(schema, key.name)
    return [
        (dialect.namespace(namespace), table)
        for _, namespace, table, kind in catalog.rows(
            connection, catalog.ENUM_USERS + condition
        )
        if kind in ("r", "p")
    ]
