"""Rows before some operations, queried by the names that their tables and columns get."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Operation, Rename
from autodiff.core.schema import Schema
from autodiff.frozen import frozen
from autodiff.kinds.column import Column
from autodiff.kinds.keys import column_key, table_key

CONSTANT = re.compile(r"-?\d+(\.\d+)?|'(?:[^']|'')*'", re.ASCII)
"""A default that is the same for all rows; a function may give each row its own."""


@frozen
class RowsBefore:
    """The rows of the live ``schema`` before ``operations``. The values of ``rewritten`` columns are
    unknown, since SQL of the script changes them.
    """

    schema: Schema
    operations: tuple[Operation, ...]
    dialect: Dialect
    rewritten: frozenset[Key] = frozenset()

    @cached_property
    def _renames(self) -> tuple[Rename[Object], ...]:
        renames = [each for each in self.operations if isinstance(each, Rename)]
        return tuple(reversed(renames))

    @cached_property
    def _creates(self) -> dict[Key, Create[Object]]:
        creates = (each for each in self.operations if isinstance(each, Create))
        return {create.object.key: create for create in creates}

    @cached_property
    def _alters(self) -> dict[Key, Alter[Object]]:
        alters = (each for each in self.operations if isinstance(each, Alter))
        return {alter.object.key: alter for alter in alters}

    def key_now(self, key: Key) -> Key | None:
        """Return the key that an object has before the renames; None if ``key`` is a name that
        another object has until then.
        """
        for rename in self._renames:
            old, new = rename.before.key, rename.after.key
            if key == new:
                key = old
            elif key == old or (old.kind == "table" and _stands_in(key, old)):
                return None
            elif new.kind == "table" and _stands_in(key, new):
                key = key._replace(namespace=old.namespace, table=old.name)
        return key

    def table(self, namespace: str, name: str) -> sa.TableClause | None:
        """Return the table, to select from; None if it does not exist yet."""
        key = self.key_now(table_key(namespace, name))
        if key is None or key not in self.schema:
            return None
        return sa.table(key.name, schema=key.namespace or None)

    def column(self, key: Key) -> Column | None:
        """Return the column as it is now; None if it does not exist yet."""
        now = self.key_now(key)
        value = None if now is None else self.schema.get(now)
        return value if isinstance(value, Column) else None

    def held(self, key: Key, alias: str = "") -> sa.ColumnElement[Any] | None:
        """Return the values of a column as an expression for a query on its table (or ``alias``).

        For a new column it is the fill or the constant default. Returns None if the column has no
        value yet, or if its values are unknown or differ by row.
        """
        if key in self.rewritten:
            return None
        column = self.column(key)
        if column is not None:
            name = self.dialect.quote(column.name)
            return sa.literal_column(f"{alias}.{name}" if alias else name)
        create = self._creates.get(key)
        if create is None or not isinstance(create.object, Column):
            return None
        value = create.fill or create.object.default
        if value is None or not CONSTANT.fullmatch(value.sql.strip()):
            return None
        return sa.literal_column(value.sql)

    def all_held(
        self, namespace: str, table: str, names: tuple[str, ...], alias: str = ""
    ) -> list[sa.ColumnElement[Any]] | None:
        """Return :meth:`held` of several columns; None if it is None for one of them."""
        keys = [column_key(namespace, table, name) for name in names]
        values = [self.held(key, alias) for key in keys]
        present = [value for value in values if value is not None]
        return present if len(present) == len(names) else None

    def stays(self, key: Key) -> bool:
        """Whether a column exists under this name now, and keeps its type and values."""
        alter = self._alters.get(key)
        if key in self.rewritten:
            return False
        same = alter is None or _type_of(alter.before) == _type_of(alter.after)
        return key in self.schema and self.key_now(key) == key and same

    def all_stay(self, value: Object) -> bool:
        """Whether the columns that ``value`` depends on stay, so that its condition can be tested on
        the rows as they are now.
        """
        columns = [key for key in value.depends_on() if key.kind == "column"]
        return bool(columns) and all(self.stays(key) for key in columns)


def _stands_in(key: Key, table: Key) -> bool:
    return (key.namespace, key.table) == (table.namespace, table.name)


def _type_of(value: object) -> object:
    return value.type if isinstance(value, Column) else None
