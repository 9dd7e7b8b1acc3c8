"""The enum kind: a type of its own with a fixed list of labels, as PostgreSQL has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from typing import ClassVar, Self

from autodiff.core.code import Code, literal, op_call
from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop
from autodiff.core.printer import Printer
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.frozen import frozen
from autodiff.kinds.keys import enum_key, inside, type_name
from autodiff.kinds.labels import with_labels_renamed
from autodiff.kinds.schema_argument import schema_argument


@frozen
class Enum(Object):
    """A named enum type and its labels in their order.

    ``rebuild``: a change makes the type anew even where adding labels would do, because the same
    transaction uses a new label (PostgreSQL refuses a label that was added and not committed).
    ``shared``: only tables that are not compared use it, so it is not missed by the models.
    """

    namespace: str
    name: str
    labels: tuple[str, ...]
    rebuild: bool = field(default=False, compare=False)
    shared: bool = field(default=False, compare=False)

    kind: ClassVar[str] = "enum"
    rank: ClassVar[int] = 1

    @property
    def key(self) -> Key:
        return enum_key(self.namespace, self.name)

    @property
    def occupies(self) -> tuple[str, ...]:
        return (type_name(self.name),)

    def depends_on(self) -> Iterable[Key]:
        return inside(self.namespace)

    def narrows(self, after: Self) -> bool:
        """Whether labels are removed, so that defaults and rows must change first."""
        return set(after.labels) < set(self.labels)

    def intermediate(self, after: Self) -> Self | None:
        """Return an enum with the labels of both, for dependents that change from a removed label
        to an added one in one statement (a column's default, say).
        """
        old, new = set(self.labels), set(after.labels)
        if not (self.rebuild or after.rebuild) or old <= new or new <= old:
            return None
        leaving = tuple(label for label in self.labels if label not in new)
        return replace(after, labels=(*after.labels, *leaving), rebuild=True)

    def with_renamed_reference(self, before: Key, after: Key) -> Self:
        if before == self.key:
            return replace(self, namespace=after.namespace, name=after.name)
        return self

    def respell(self, dependent: Object, renames: Iterable[tuple[str, str]]) -> Object:
        """Return ``dependent`` with the new names of labels: the database stores the label itself,
        and shows its new name.
        """
        return with_labels_renamed(dependent, self.key, tuple(renames))

    def described(self) -> str:
        return f"{self.words} ({', '.join(self.labels)})"

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        return op_call(
            "create_enum", self._arguments(), schema_argument(self.namespace)
        )

    def drop_code(self, printer: Printer) -> Code:
        return op_call(
            "drop_enum", [literal(self.name)], schema_argument(self.namespace)
        )

    def alter_code(self, after: Self, printer: Printer) -> Code:
        named: dict[str, Code | None] = {"existing_labels": literal(list(self.labels))}
        if self.rebuild or after.rebuild:
            named["rebuild"] = literal(True)
        return op_call(
            "alter_enum", after._arguments(), named | schema_argument(self.namespace)
        )

    def rename_code(self, after: Self, printer: Printer) -> Code:
        names = [literal(self.name), literal(after.name)]
        return op_call("rename_enum", names, schema_argument(self.namespace))

    def _arguments(self) -> list[Code]:
        return [literal(self.name), literal(list(self.labels))]


def labels_gone(
    before: Enum, after: Enum, renames: Iterable[tuple[str, str]]
) -> list[str]:
    """Return the labels that a change removes; renamed ones stay."""
    kept = {*after.labels, *(old for old, _ in renames)}
    return [each for each in before.labels if each not in kept]


def create(
    operation: Create[Enum], dialect: Dialect, state: State
) -> Iterator[Statement]:
    value = operation.object
    labels = ", ".join(dialect.literal(label) for label in value.labels)
    name = dialect.qualified(value.namespace, value.name)
    if not (operation.if_not_exists and state.get(value.key)):
        yield Statement(f"CREATE TYPE {name} AS ENUM ({labels})")


def drop(operation: Drop[Enum], dialect: Dialect, state: State) -> Iterator[Statement]:
    key = operation.object.key
    guard = "IF EXISTS " if operation.if_exists else ""
    yield Statement(f"DROP TYPE {guard}{dialect.qualified(key.namespace, key.name)}")


EMITTERS: Emitters = {(Create, Enum): create, (Drop, Enum): drop}
