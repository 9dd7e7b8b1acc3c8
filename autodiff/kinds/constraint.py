"""What all constraints share: a table, a name that may be missing, and how they are dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from typing import ClassVar, Self

from autodiff.core.code import Code, literal, op_call
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop, Rename
from autodiff.core.printer import Printer
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.errors.operations import ConstraintNameless
from autodiff.frozen import frozen
from autodiff.kinds.keys import table_key
from autodiff.kinds.schema_argument import schema_argument


@frozen
class Constraint(Object):
    """A rule on one table. ``name`` is None where the database keeps none (SQLite); the key then
    carries what the constraint says instead. ``automatic``: the models state no name; the one
    here was found in the database, or is what the server would choose.
    """

    namespace: str
    table: str
    name: str | None
    automatic: bool = field(default=False, compare=False, kw_only=True)

    leaf: ClassVar[bool] = True
    inline: ClassVar[bool] = True

    @property
    def known_as(self) -> str:
        return f"{self.item_name}_constraint"

    @property
    def signature(self) -> str:
        """Return what distinguishes an unnamed constraint from others of its kind on the table."""
        raise NotImplementedError(type(self).__name__)

    @property
    def key(self) -> Key:
        name = self.signature if self.name is None else self.name
        return Key(self.kind, self.namespace, self.table, name)

    @property
    def parent(self) -> Key:
        return table_key(self.namespace, self.table)

    @property
    def occupies(self) -> tuple[str, ...]:
        """Return the name with its kind: MySQL's names of foreign keys and CHECKs are unique in a
        database, each kind by itself.
        """
        return () if self.name is None else (f"{self.kind} {self.name}",)

    @property
    def unresolved(self) -> bool:
        return self.name is None

    def moved(self, before: Key, after: Key) -> Self:
        """Return the constraint with the table's new name, where the table was renamed."""
        if before == self.parent:
            return replace(self, namespace=after.namespace, table=after.name)
        return self

    def drop_code(self, printer: Printer) -> Code:
        names = [literal(self.name), literal(self.table)]
        named: dict[str, Code | None] = {"type_": literal(self.kind)}
        if self.name is None:
            named |= self.content_code(printer)
        return op_call(
            "drop_constraint", names, named | schema_argument(self.namespace)
        )

    def rename_code(self, after: Self, printer: Printer) -> Code:
        names = [literal(each) for each in (self.table, self.name, after.name)]
        named = {"type_": literal(self.kind)} | schema_argument(self.namespace)
        return op_call("rename_constraint", names, named)

    def content_code(self, printer: Printer) -> dict[str, Code | None]:
        """Return the arguments of a script by which an unnamed constraint is looked up."""
        raise NotImplementedError(type(self).__name__)


def prefix(constraint: Constraint, dialect: Dialect) -> str:
    """Return ``CONSTRAINT name`` and a space, or "" for an unnamed one."""
    if constraint.name is None:
        return ""
    return f"CONSTRAINT {dialect.quote(constraint.name)} "


def create(
    operation: Create[Constraint], dialect: Dialect, state: State
) -> Iterator[Statement]:
    value = operation.object
    table = dialect.qualified(value.namespace, value.table)
    yield altering(table, f"ADD {dialect.definition(value)}")


def drop(
    operation: Drop[Constraint], dialect: Dialect, state: State
) -> Iterator[Statement]:
    value = operation.object
    table = dialect.qualified(value.key.namespace, value.key.table)
    guard = "IF EXISTS " if operation.if_exists else ""
    yield altering(table, f"DROP CONSTRAINT {guard}{dialect.quote(name_of(value))}")


def rename(
    operation: Rename[Constraint], dialect: Dialect, state: State
) -> Iterator[Statement]:
    key = operation.before.key
    old, new = name_of(operation.before), name_of(operation.after)
    clause = f"RENAME CONSTRAINT {dialect.quote(old)} TO {dialect.quote(new)}"
    yield altering(dialect.qualified(key.namespace, key.table), clause)


def name_of(value: Constraint) -> str:
    """Return the name of a constraint for SQL. Raises :class:`ConstraintNameless` where it has
    none.
    """
    if value.name is None:
        raise ConstraintNameless(str(value.key))
    return value.name


def renamed_in(names: Sequence[str], before: Key, after: Key) -> tuple[str, ...]:
    """Return ``names`` with the renamed column's new name in place of the old."""
    return tuple(after.name if name == before.name else name for name in names)
