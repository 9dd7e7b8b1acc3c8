"""The foreign key kind: columns whose values must occur in another table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Self

import sqlalchemy as sa
from sqlalchemy.exc import NoReferenceError

from autodiff.core.code import Code, literal, op_call, sa_call
from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop, Rename
from autodiff.core.printer import Printer
from autodiff.frozen import frozen
from autodiff.kinds import constraint
from autodiff.kinds.column import Column
from autodiff.kinds.constraint import Constraint, renamed_in
from autodiff.kinds.deferral import Deferral, declared_deferral
from autodiff.kinds.keys import access_key, candidate_key, column_key, table_key
from autodiff.kinds.naming import final_name
from autodiff.kinds.options import (
    DialectOptions,
    declared_options,
    option,
    option_codes,
)
from autodiff.kinds.schema_argument import schema_argument


@frozen
class ForeignKey(Constraint):
    """FOREIGN KEY (columns) REFERENCES target. Actions are upper-case; None is NO ACTION."""

    columns: tuple[str, ...]
    target_namespace: str
    target_table: str
    target_columns: tuple[str, ...]
    on_delete: str | None = None
    on_update: str | None = None
    match: str | None = None
    deferral: Deferral = Deferral()
    options: DialectOptions = ()

    kind: ClassVar[str] = "foreignkey"
    title: ClassVar[str] = "foreign key"
    rank: ClassVar[int] = 8

    @property
    def signature(self) -> str:
        there = ".".join(
            part for part in (self.target_namespace, self.target_table) if part
        )
        ends = (", ".join(self.columns), there, ", ".join(self.target_columns))
        return "({}) -> {}({})".format(*ends)

    @property
    def target(self) -> Key:
        return table_key(self.target_namespace, self.target_table)

    def depends_on(self) -> Iterable[Key]:
        here, there = (self.namespace, self.table), (
            self.target_namespace,
            self.target_table,
        )
        return (
            self.parent,
            self.target,
            *(column_key(*here, each) for each in self.columns),
            *(column_key(*there, each) for each in self.target_columns),
            candidate_key(*there, self.target_columns),
        )

    def soft_depends_on(self) -> Iterable[Key]:
        """Return an index over its columns: MySQL creates one where none exists."""
        return (access_key(self.namespace, self.table, self.columns),)

    def survives(self, before: Object, after: Object) -> bool:
        """Whether the column keeps its type, or the table its words before TABLE.

        Both ends of a foreign key must change type together: PostgreSQL looks for an equality
        operator, MySQL refuses (errors 1832 and 1833). PostgreSQL refuses a permanent table that
        refers to an UNLOGGED one (42P16), so the foreign key is re-created around the change of
        either, unless it refers to its own table.
        """
        if isinstance(before, Column) and isinstance(after, Column):
            return before.type == after.type
        same: bool = _prefixes(before) == _prefixes(after)
        return same or self.parent == self.target

    def described(self) -> str:
        words = f"{self.words} {self.signature}" if self.name else self.words
        return words + _actions(self)

    def with_renamed_reference(self, before: Key, after: Key) -> Self:
        if before.kind == "column":
            return self._with_column(before, after)
        moved = self.moved(before, after)
        if before == self.target:
            return replace(
                moved, target_namespace=after.namespace, target_table=after.name
            )
        return moved

    def _with_column(self, before: Key, after: Key) -> Self:
        place = (before.namespace, before.table)
        result = self
        if place == (self.namespace, self.table):
            columns = renamed_in(self.columns, before, after)
            result = replace(result, columns=columns)
        if place == (self.target_namespace, self.target_table):
            columns = renamed_in(self.target_columns, before, after)
            result = replace(result, target_columns=columns)
        return result

    # --- as Python --------------------------------------------------------------------------------

    def inner_code(self, printer: Printer) -> Code:
        there = ".".join(
            part for part in (self.target_namespace, self.target_table) if part
        )
        arguments = [
            literal(list(self.columns)),
            literal([f"{there}.{column}" for column in self.target_columns]),
        ]
        named: dict[str, Code | None] = {
            "name": literal(self.name) if self.name else None
        }
        return sa_call("ForeignKeyConstraint", arguments, named | self._detail_codes())

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        arguments = [
            literal(self.name),
            literal(self.table),
            literal(self.target_table),
            literal(list(self.columns)),
            literal(list(self.target_columns)),
        ]
        named = self._detail_codes()
        named |= schema_argument(self.namespace, "source_schema")
        named |= schema_argument(self.target_namespace, "referent_schema")
        return op_call("create_foreign_key", arguments, named)

    def content_code(self, printer: Printer) -> dict[str, Code | None]:
        return {
            "columns": literal(list(self.columns)),
            "referent_table": literal(self.target_table),
            "referent_columns": literal(list(self.target_columns)),
        } | schema_argument(self.target_namespace, "referent_schema")

    def _detail_codes(self) -> dict[str, Code | None]:
        actions = {
            "ondelete": self.on_delete,
            "onupdate": self.on_update,
            "match": self.match,
        }
        stated = {name: literal(value) for name, value in actions.items() if value}
        return stated | self.deferral.codes() | option_codes(self.options)


def definition(value: ForeignKey, dialect: Dialect) -> str:
    target = dialect.qualified(value.target_namespace, value.target_table)
    words = [
        f"{constraint.prefix(value, dialect)}FOREIGN KEY ({dialect.columns(value.columns)})",
        f"REFERENCES {target} ({dialect.columns(value.target_columns)})",
    ]
    if value.match:
        words.append(f"MATCH {value.match}")
    return " ".join(words) + _actions(value) + value.deferral.sql()


def _actions(value: ForeignKey) -> str:
    """Return ON DELETE and ON UPDATE with a space before each, where they are stated."""
    stated = {"DELETE": value.on_delete, "UPDATE": value.on_update}
    return "".join(f" ON {event} {what}" for event, what in stated.items() if what)


EMITTERS: Emitters = {
    (Create, ForeignKey): constraint.create,
    (Drop, ForeignKey): constraint.drop,
    (Rename, ForeignKey): constraint.rename,
}
DEFINITIONS: Definitions = {ForeignKey: definition}


def declared(key: sa.ForeignKeyConstraint, dialect: Dialect) -> ForeignKey:
    """Return the value of a model's foreign key; its target need not be among the models."""
    targets = [_target(element) for element in key.elements]
    schema, table, _ = targets[0]
    return ForeignKey(
        dialect.namespace(key.table.schema),
        key.table.name,
        final_name(key, dialect),
        tuple(column.name for column in key.columns),
        dialect.namespace(schema),
        table,
        tuple(column for _, _, column in targets),
        _action(key.ondelete),
        _action(key.onupdate),
        match_clause(key.match),
        declared_deferral(key),
        declared_options(key, dialect),
    )


def _target(element: sa.ForeignKey) -> tuple[str | None, str, str]:
    """Return schema, table and column that a foreign key refers to; a ``key`` is resolved to the
    name.
    """
    try:
        column = element.column
    except NoReferenceError:
        *place, name = element.target_fullname.split(".")
        return (".".join(place[:-1]) or None, place[-1], name)
    return column.table.schema, column.table.name, column.name


def _prefixes(value: Object) -> Any:
    """Return the words between CREATE and TABLE of a table; None for any other object."""
    return option(getattr(value, "options", ()), "prefixes")


def _action(words: str | None) -> str | None:
    """Return ON DELETE or ON UPDATE in capitals, except the columns that SET NULL may name; NO
    ACTION, the default, is None.
    """
    verb, bracket, columns = (words or "").partition("(")
    action = " ".join(verb.upper().split())
    if bracket:
        names = columns.rstrip().removesuffix(")").split(",")
        return f"{action} ({', '.join(name.strip() for name in names)})"
    return None if action in ("", "NO ACTION") else action


def match_clause(word: str | None) -> str | None:
    """Return MATCH in capitals; SIMPLE, the default, is None."""
    match = (word or "").upper()
    return None if match in ("", "SIMPLE") else match
