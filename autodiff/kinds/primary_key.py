"""The primary key kind: a table's columns that identify a row; one a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Self

import sqlalchemy as sa

from autodiff.core.code import Code, literal, op_call, sa_call
from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop, Rename
from autodiff.core.printer import Printer
from autodiff.frozen import frozen
from autodiff.kinds import constraint
from autodiff.kinds.constraint import Constraint, renamed_in
from autodiff.kinds.deferral import Deferral, declared_deferral
from autodiff.kinds.keys import beginnings, candidate_key, column_key
from autodiff.kinds.naming import final_name
from autodiff.kinds.options import (
    DialectOptions,
    carried,
    carried_renamed,
    declared_options,
    option_codes,
)
from autodiff.kinds.schema_argument import schema_argument


@frozen
class PrimaryKey(Constraint):
    """The primary key over ``columns``."""

    columns: tuple[str, ...]
    options: DialectOptions = ()
    deferral: Deferral = Deferral()

    kind: ClassVar[str] = "primary"
    title: ClassVar[str] = "primary key"
    rank: ClassVar[int] = 4

    @property
    def signature(self) -> str:
        return ""

    @property
    def key(self) -> Key:
        """Return a key without the name: a table has one primary key."""
        return Key(self.kind, self.namespace, self.table, "")

    @property
    def occupies(self) -> tuple[str, ...]:
        """Return the name: the index behind the key has the same name (PostgreSQL)."""
        return () if self.name is None else (self.name,)

    def depends_on(self) -> Iterable[Key]:
        columns = (
            column_key(self.namespace, self.table, name)
            for name in (*self.columns, *carried(self.options))
        )
        return (self.parent, *columns)

    def provides(self) -> Iterable[Key]:
        place = (self.namespace, self.table, self.columns)
        return (self.key, candidate_key(*place), *beginnings(*place))

    def described(self) -> str:
        return f"{self.words} ({', '.join(self.columns)})"

    def with_renamed_reference(self, before: Key, after: Key) -> Self:
        if before.kind == "column" and before in set(self.depends_on()):
            return replace(
                self,
                columns=renamed_in(self.columns, before, after),
                options=carried_renamed(self.options, before.name, after.name),
            )
        return self.moved(before, after)

    def inner_code(self, printer: Printer) -> Code:
        named: dict[str, Code | None] = {
            "name": literal(self.name) if self.name else None
        }
        return sa_call(
            "PrimaryKeyConstraint",
            [literal(each) for each in self.columns],
            named | self._detail_codes(),
        )

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        arguments = [
            literal(self.name),
            literal(self.table),
            literal(list(self.columns)),
        ]
        named = self._detail_codes() | schema_argument(self.namespace)
        return op_call("create_primary_key", arguments, named)

    def content_code(self, printer: Printer) -> dict[str, Code | None]:
        return {}

    def _detail_codes(self) -> dict[str, Code | None]:
        return self.deferral.codes() | option_codes(self.options)


def definition(value: PrimaryKey, dialect: Dialect) -> str:
    columns = dialect.columns(value.columns)
    head = constraint.prefix(value, dialect)
    return f"{head}PRIMARY KEY ({columns}){value.deferral.sql()}"


EMITTERS: Emitters = {
    (Create, PrimaryKey): constraint.create,
    (Drop, PrimaryKey): constraint.drop,
    (Rename, PrimaryKey): constraint.rename,
}
DEFINITIONS: Definitions = {PrimaryKey: definition}


def declared(key: sa.PrimaryKeyConstraint, dialect: Dialect) -> PrimaryKey:
    """Return the value of a model's primary key."""
    return PrimaryKey(
        dialect.namespace(key.table.schema),
        key.table.name,
        final_name(key, dialect),
        tuple(column.name for column in key.columns),
        declared_options(key, dialect),
        declared_deferral(key),
    )
