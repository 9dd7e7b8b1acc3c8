"""Typed names: what a name that a user types may mean, with or without a namespace."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Dialect
from autodiff.core.dotted import dotted, name_parts
from autodiff.core.key import Key
from autodiff.kinds.keys import column_key, table_key


def keys_meant(name: str, dialect: Dialect) -> list[Key]:
    """Return the keys that ``name`` may mean: ``users``, ``users.mail``, ``app.users.mail``.

    Two parts are a column, or a table in a namespace.
    """
    parts = name_parts(name)
    if len(parts) == 1:
        return [table_key("", parts[0])]
    namespace = dialect.namespace(parts[0])
    if len(parts) == 2:
        return [column_key("", *parts), table_key(namespace, parts[1])]
    return [column_key(namespace, ".".join(parts[1:-1]), parts[-1])]


def labels_meant(name: str, dialect: Dialect) -> Iterator[tuple[Key, str]]:
    """Yield the columns and labels that ``name`` may mean; a label may contain dots."""
    parts = name_parts(name)
    if len(parts) > 2:
        yield column_key("", *parts[:2]), ".".join(parts[2:])
    if len(parts) > 3:
        namespace = dialect.namespace(parts[0])
        yield column_key(namespace, *parts[1:3]), ".".join(parts[3:])


def spoken(key: Key) -> str:
    """Return the name of a table or column as a user writes it."""
    return dotted((key.namespace, key.table, key.name))


def spoken_label(column: Key, label: str) -> str:
    """Return the name of a label as a user writes it."""
    return dotted((column.namespace, column.table, column.name, label))
