"""The exclude kind: PostgreSQL's EXCLUDE, a uniqueness by other operators than equality."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from autodiff.core.clause import Clause
from autodiff.core.code import Code, literal, op_call
from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop, Rename
from autodiff.core.printer import Printer
from autodiff.kinds import constraint
from autodiff.kinds.constraint import Constraint, renamed_in
from autodiff.kinds.place import column_key
from autodiff.kinds.schema_argument import schema_argument


@dataclass(frozen=True, slots=True)
class Exclude(Constraint):
    """``rule`` is all that follows the name: ``EXCLUDE USING gist (...) WHERE (...)``."""

    rule: Clause
    columns: tuple[str, ...] = field(default=(), compare=False)
    uses: tuple[Key, ...] = field(default=(), compare=False)

    kind: ClassVar[str] = "exclude"
    rank: ClassVar[int] = 5

    @property
    def signature(self) -> str:
        return f"({self.rule.normal})"

    @property
    def occupies(self) -> tuple[str, ...]:
        """The index behind it has the same name (PostgreSQL)."""
        return () if self.name is None else (self.name,)

    def needs(self) -> Iterable[Key]:
        columns = (
            column_key(self.namespace, self.table, each) for each in self.columns
        )
        return (self.parent, *columns, *self.uses)

    def described(self) -> str:
        return f"{self.key} {self.rule.sql}"

    def follows(self, before: Key, after: Key) -> Self:
        if before == column_key(self.namespace, self.table, before.name):
            return replace(self, columns=renamed_in(self.columns, before, after))
        return self.moved(before, after)

    def inner_code(self, printer: Printer) -> Code:
        from_text = printer.sql(self.rule)
        named: dict[str, Code | None] = {
            "name": literal(self.name) if self.name else None
        }
        arguments = ", ".join(
            [
                from_text.text,
                *(f"{name}={code.text}" for name, code in named.items() if code),
            ]
        )
        imports = from_text.imports | {"from autodiff import op"}
        return Code(f"op.exclude_rule({arguments})", imports)

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        names = [literal(self.name), literal(self.table)]
        named = {"rule": printer.sql(self.rule)} | schema_argument(self.namespace)
        return op_call("create_exclude_constraint", names, named)

    def content_code(self, printer: Printer) -> dict[str, Code | None]:
        return {"rule": printer.sql(self.rule)}


def definition(value: Exclude, dialect: Dialect) -> str:
    return f"{constraint.prefix(value, dialect)}{value.rule.sql}"


EMITTERS: Emitters = {
    (Create, Exclude): constraint.create,
    (Drop, Exclude): constraint.drop,
    (Rename, Exclude): constraint.rename,
}
DEFINITIONS: Definitions = {Exclude: definition}
