"""The unique kind: columns whose values together occur once."""

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
class Unique(Constraint):
    """UNIQUE over ``columns``, in their order."""

    columns: tuple[str, ...]
    deferral: Deferral = Deferral()
    options: DialectOptions = ()

    kind: ClassVar[str] = "unique"
    rank: ClassVar[int] = 5

    @property
    def signature(self) -> str:
        return f"({', '.join(self.columns)})"

    @property
    def occupies(self) -> tuple[str, ...]:
        """Return the name: the index behind the constraint has the same name (PostgreSQL)."""
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
        return f"{self.words} ({', '.join(self.columns)})" if self.name else self.words

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
        columns = [literal(each) for each in self.columns]
        return sa_call("UniqueConstraint", columns, named | self._detail_codes())

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        arguments = [
            literal(self.name),
            literal(self.table),
            literal(list(self.columns)),
        ]
        named = self._detail_codes() | schema_argument(self.namespace)
        return op_call("create_unique_constraint", arguments, named)

    def content_code(self, printer: Printer) -> dict[str, Code | None]:
        return {"columns": literal(list(self.columns))}

    def _detail_codes(self) -> dict[str, Code | None]:
        return self.deferral.codes() | option_codes(self.options)


def definition(value: Unique, dialect: Dialect) -> str:
    columns = dialect.columns(value.columns)
    head = constraint.prefix(value, dialect)
    return f"{head}UNIQUE ({columns}){value.deferral.sql()}"


EMITTERS: Emitters = {
    (Create, Unique): constraint.create,
    (Drop, Unique): constraint.drop,
    (Rename, Unique): constraint.rename,
}
DEFINITIONS: Definitions = {Unique: definition}


def declared(unique: sa.UniqueConstraint, dialect: Dialect) -> Unique:
    """Return the value of a model's unique constraint."""
    return Unique(
        dialect.namespace(unique.table.schema),
        unique.table.name,
        final_name(unique, dialect),
        tuple(column.name for column in unique.columns),
        declared_deferral(unique),
        declared_options(unique, dialect),
    )
