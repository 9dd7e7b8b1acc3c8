"""Keys of the kinds, made in one way: what stands where under which name."""

from __future__ import annotations

from functools import lru_cache

from autodiff.core.key import Key


def namespace_key(name: str) -> Key:
    return Key("namespace", "", "", name)


@lru_cache(1024)  # one for all that stands in the table, which comes table by table
def table_key(namespace: str, table: str) -> Key:
    return Key("table", namespace, "", table)


def column_key(namespace: str, table: str, column: str) -> Key:
    return Key("column", namespace, table, column)


def enum_key(namespace: str, name: str) -> Key:
    return Key("enum", namespace, "", name)


def sequence_key(namespace: str, name: str) -> Key:
    return Key("sequence", namespace, "", name)


def candidate_key(namespace: str, table: str, columns: tuple[str, ...]) -> Key:
    """Return the key of a unique set of columns, which a foreign key refers to, whatever provides
    it.
    """
    return Key("candidate", namespace, table, "\0".join(sorted(columns)))


def access_key(namespace: str, table: str, columns: tuple[str, ...]) -> Key:
    """Return the key of columns that an index begins with: MySQL refuses to drop the last such
    index of a foreign key (error 1553).
    """
    return Key("access", namespace, table, "\0".join(columns))


def beginnings(namespace: str, table: str, columns: tuple[str, ...]) -> list[Key]:
    """Return access keys of every leading part of ``columns``."""
    ends = range(1, len(columns) + 1)
    return [access_key(namespace, table, columns[:end]) for end in ends]


def type_name(name: str) -> str:
    """Return the name that a type occupies; on PostgreSQL each table is a type as well."""
    return f"type {name}"


def inside(namespace: str) -> tuple[Key, ...]:
    """Return the key that objects of a namespace depend on; none for the default one, which always
    exists.
    """
    return (namespace_key(namespace),) if namespace else ()
