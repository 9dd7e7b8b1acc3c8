"""The rows that are there before some operations, seen by the names that things have after them."""

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
"""A default that is the same for each row; what is called (a sequence, say) may count."""


@frozen
class RowsBefore:
    """What ``schema``, the live one, holds for ``operations`` that are to come. Nothing is known of
    the values of columns that are ``rewritten`` among them.
    """

    schema: Schema
    operations: tuple[Operation, ...]
    dialect: Dialect
    rewritten: frozenset[Key] = frozenset()

    @cached_property
    def _renames(self) -> tuple[Rename[Object], ...]:
        found = (each for each in self.operations if isinstance(each, Rename))
        return tuple(reversed(tuple(found)))

    @cached_property
    def _creates(self) -> dict[Key, Create[Object]]:
        found = (each for each in self.operations if isinstance(each, Create))
        return {each.object.key: each for each in found}

    @cached_property
    def _alters(self) -> dict[Key, Alter[Object]]:
        found = (each for each in self.operations if isinstance(each, Alter))
        return {each.object.key: each for each in found}

    def key_now(self, key: Key) -> Key | None:
        """The key that the object has before the renames; None of one that takes a name that
        another one leaves.
        """
        for each in self._renames:
            old, new = each.before.key, each.after.key
            if key == new:
                key = old
            elif key == old or (old.kind == "table" and _stands_in(key, old)):
                return None
            elif new.kind == "table" and _stands_in(key, new):
                key = key._replace(namespace=old.namespace, table=old.name)
        return key

    def table(self, namespace: str, name: str) -> sa.TableClause | None:
        """The table, to select from; None where it is yet to be made."""
        key = self.key_now(table_key(namespace, name))
        if key is None or key not in self.schema:
            return None
        return sa.table(key.name, schema=key.namespace or None)

    def column(self, key: Key) -> Column | None:
        """The column as it is now; None where it is yet to be made."""
        now = self.key_now(key)
        found = None if now is None else self.schema.get(now)
        return found if isinstance(found, Column) else None

    def held(self, key: Key, alias: str = "") -> sa.ColumnElement[Any] | None:
        """What the rows of the table (or of its ``alias``) hold in a column, a new column's fill or
        constant default included; None where they hold nothing, or each its own.
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
        given = create.fill or create.object.default
        if given is None or not CONSTANT.fullmatch(given.sql.strip()):
            return None
        return sa.literal_column(given.sql)

    def all_held(
        self, namespace: str, table: str, names: tuple[str, ...], alias: str = ""
    ) -> list[sa.ColumnElement[Any]] | None:
        """:meth:`held` of several columns; None where one of them holds nothing."""
        found = [self.held(column_key(namespace, table, name), alias) for name in names]
        known = [each for each in found if each is not None]
        return known if len(known) == len(names) else None

    def stays(self, key: Key) -> bool:
        """Whether a column is there under this name, and keeps its type."""
        alter = self._alters.get(key)
        if key in self.rewritten:
            return False
        same = alter is None or _type_of(alter.before) == _type_of(alter.after)
        return key in self.schema and self.key_now(key) == key and same

    def all_stay(self, value: Object) -> bool:
        """Whether the columns that ``value`` depends on stay: its condition can then be asked of
        the rows as they are.
        """
        columns = [key for key in value.depends_on() if key.kind == "column"]
        return bool(columns) and all(self.stays(key) for key in columns)


def _stands_in(key: Key, table: Key) -> bool:
    return (key.namespace, key.table) == (table.namespace, table.name)


def _type_of(value: object) -> object:
    return value.type if isinstance(value, Column) else None
