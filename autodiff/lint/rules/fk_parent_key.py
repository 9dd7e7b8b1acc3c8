"""MF114: a declared foreign key refers to columns that are not unique, or on MySQL not indexed.

PostgreSQL refuses it with 42830, MySQL with 1005 or 1822. Make the columns unique.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.operation import Create
from autodiff.core.schema import Schema
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.keys import access_key, candidate_key
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.lint.finding import Finding
from autodiff.lint.rule import SchemaRule


def check(schema: Schema, dialect: Dialect) -> Iterator[Finding]:
    """Report a foreign key whose target table is in the schema and has no unique key for it."""
    keys = [value for value in schema.values() if isinstance(value, ForeignKey)]
    doubtful = [key for key in keys if not _at_primary_key(key, schema)]
    if not dialect.target_kinds or not doubtful:
        return
    others = [value for value in schema.values() if not isinstance(value, Column)]
    provided = {key for value in others for key in value.provides()}
    for key in doubtful:
        if _misses(key, provided, dialect):
            yield Finding(
                "",
                "impossible",
                Create(key),
                "upgrade",
                f"points at columns that are not unique, {key.signature}",
                advice="Make the columns that it points at unique",
            )


def _at_primary_key(key: ForeignKey, schema: Schema) -> bool:
    """Whether ``key`` refers to the columns of a primary key, in its order: they are unique and
    indexed.
    """
    place = (key.target_namespace, key.target_table)
    primary = schema.get(Key(PrimaryKey.kind, *place, ""))
    return isinstance(primary, PrimaryKey) and primary.columns == key.target_columns


def _misses(key: ForeignKey, provided: Set[Key], dialect: Dialect) -> bool:
    """Whether the schema has the table that ``key`` refers to, but no usable key in it."""
    there = (key.target_namespace, key.target_table, key.target_columns)
    ends = {candidate_key(*there), access_key(*there)}
    usable = {end for end in ends if end.kind in dialect.target_kinds}
    return key.target in provided and not usable & provided


RULE = SchemaRule("MF114", "fk-parent-key", "error", check)
