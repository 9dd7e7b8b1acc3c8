"""The exclude kind: PostgreSQL's EXCLUDE, a uniqueness by other operators than equality."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from typing import ClassVar, Self

from autodiff.core.clause import Clause
from autodiff.core.code import OPERATIONS, Code, call, literal, op_call
from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop, Rename
from autodiff.core.printer import Printer
from autodiff.frozen import frozen
from autodiff.kinds import constraint
from autodiff.kinds.constraint import Constraint, renamed_in
from autodiff.kinds.exclude_code import parsed_rule
from autodiff.kinds.keys import column_key
from autodiff.kinds.renamed_text import followed
from autodiff.kinds.schema_argument import schema_argument


@frozen
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
        """Return the name: the index behind the constraint has the same name (PostgreSQL)."""
        return () if self.name is None else (self.name,)

    def depends_on(self) -> Iterable[Key]:
        columns = (
            column_key(self.namespace, self.table, name) for name in self.columns
        )
        return (self.parent, *columns, *self.uses)

    def question(self, live: Sequence[Object]) -> Object | None:
        """Return the rule alone, unless a live EXCLUDE has the same."""
        texts = [each.rule for each in live if isinstance(each, Exclude)]
        return None if self.rule in texts else Exclude("", "", None, self.rule)

    def described(self) -> str:
        return f"{self.words} {self.rule.sql}"

    def with_renamed_reference(self, before: Key, after: Key) -> Self:
        if before == column_key(self.namespace, self.table, before.name):
            return replace(
                self,
                rule=followed(self.rule, before, after),
                columns=renamed_in(self.columns, before, after),
            )
        return self.moved(before, after)

    def inner_code(self, printer: Printer) -> Code:
        named: dict[str, Code | None] = {
            "name": literal(self.name) if self.name else None
        }
        rule = parsed_rule(self.rule.sql)
        if rule is None:
            text = printer.sql(self.rule)
            return call("op.exclude_rule", [text], named, imports=[OPERATIONS])
        return call(
            "postgresql.ExcludeConstraint",
            rule.element_codes(),
            named | rule.detail_codes(),
            imports=["from sqlalchemy.dialects import postgresql"],
        )

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        arguments = [literal(self.name), literal(self.table)]
        rule = parsed_rule(self.rule.sql)
        named: dict[str, Code | None] = {}
        if rule is None:
            named["rule"] = printer.sql(self.rule)
        else:
            arguments += rule.element_codes()
            named |= rule.detail_codes()
        return op_call(
            "create_exclude_constraint",
            arguments,
            named | schema_argument(self.namespace),
        )

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
