"""The check kind: a condition that every row fulfils."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import ClassVar, Self

import sqlalchemy as sa

from autodiff.core.clause import Clause
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
from autodiff.kinds.keys import column_key
from autodiff.kinds.mentions import columns_mentioned, types_used
from autodiff.kinds.naming import final_name
from autodiff.kinds.options import DialectOptions, declared_options, option_codes
from autodiff.kinds.renamed_text import followed
from autodiff.kinds.schema_argument import schema_argument


@frozen
class Check(Constraint):
    """CHECK (condition). ``columns`` are those that the condition names, as far as is known;
    ``uses`` are the types that they bring along. ``column`` is the one that it was stated with.
    """

    condition: Clause
    options: DialectOptions = ()
    columns: tuple[str, ...] = field(default=(), compare=False)
    uses: tuple[Key, ...] = field(default=(), compare=False)
    column: str | None = field(default=None, compare=False)
    deferral: Deferral = Deferral()

    kind: ClassVar[str] = "check"
    rank: ClassVar[int] = 6

    @property
    def signature(self) -> str:
        return f"({self.condition.normal})"

    def depends_on(self) -> Iterable[Key]:
        columns = (
            column_key(self.namespace, self.table, name) for name in self.columns
        )
        return (self.parent, *columns, *self.uses)

    def question(self, live: Sequence[Object]) -> Object | None:
        """Return the condition alone, unless a live CHECK has the same."""
        texts = [each.condition for each in live if isinstance(each, Check)]
        return None if self.condition in texts else Check("", "", None, self.condition)

    def described(self) -> str:
        return f"{self.words} ({self.condition.sql})" if self.name else self.words

    def with_renamed_reference(self, before: Key, after: Key) -> Self:
        if before == column_key(self.namespace, self.table, before.name):
            return replace(
                self,
                condition=followed(self.condition, before, after),
                columns=renamed_in(self.columns, before, after),
            )
        return self.moved(before, after)

    def inner_code(self, printer: Printer) -> Code:
        named: dict[str, Code | None] = {
            "name": literal(self.name) if self.name else None
        }
        condition = [printer.sql(self.condition)]
        return sa_call("CheckConstraint", condition, named | self._detail_codes())

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        names = [literal(self.name), literal(self.table)]
        named = self._detail_codes() | schema_argument(self.namespace)
        condition = printer.sql(self.condition)
        return op_call("create_check_constraint", [*names, condition], named)

    def content_code(self, printer: Printer) -> dict[str, Code | None]:
        return {"condition": printer.sql(self.condition)}

    def _detail_codes(self) -> dict[str, Code | None]:
        return self.deferral.codes() | option_codes(self.options)


def definition(value: Check, dialect: Dialect) -> str:
    head = constraint.prefix(value, dialect)
    return f"{head}CHECK ({value.condition.sql}){value.deferral.sql()}"


EMITTERS: Emitters = {
    (Create, Check): constraint.create,
    (Drop, Check): constraint.drop,
    (Rename, Check): constraint.rename,
}
DEFINITIONS: Definitions = {Check: definition}


def declared(check: sa.CheckConstraint, dialect: Dialect) -> Check:
    """Return the value of a model's CHECK."""
    owner = check.parent if isinstance(check.parent, sa.Column) else None
    table = owner.table if owner is not None else check.table
    sql = dialect.compiled(check.sqltext)
    columns = tuple(column.name for column in check.columns)
    named = columns or columns_mentioned(sql, table)
    return Check(
        dialect.namespace(table.schema),
        table.name,
        final_name(check, dialect),
        dialect.expression_clause(sql),
        declared_options(check, dialect),
        named,
        types_used(named, table, dialect),
        owner.name if owner is not None else None,
        declared_deferral(check),
    )
