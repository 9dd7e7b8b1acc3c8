"""The sequence kind: a counter of its own, not one that a serial or identity column owns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import ClassVar, Self

import sqlalchemy as sa

from autodiff.core.code import Code, literal, op_call
from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop
from autodiff.core.printer import Printer
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.frozen import frozen
from autodiff.kinds.counting import Counting, declared_counting
from autodiff.kinds.keys import inside, sequence_key
from autodiff.kinds.schema_argument import schema_argument


@frozen
class CountingSequence(Object):
    """A sequence that stands by itself."""

    namespace: str
    name: str
    counting: Counting = Counting()

    kind: ClassVar[str] = "sequence"
    rank: ClassVar[int] = 1

    @property
    def key(self) -> Key:
        return sequence_key(self.namespace, self.name)

    @property
    def occupies(self) -> tuple[str, ...]:
        return (self.name,)

    def depends_on(self) -> Iterable[Key]:
        return inside(self.namespace)

    def with_renamed_reference(self, before: Key, after: Key) -> Self:
        if before == self.key:
            return replace(self, namespace=after.namespace, name=after.name)
        return self

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        named = self.counting.codes() | schema_argument(self.namespace)
        return op_call("create_sequence", [literal(self.name)], named)

    def drop_code(self, printer: Printer) -> Code:
        return op_call(
            "drop_sequence", [literal(self.name)], schema_argument(self.namespace)
        )

    def alter_code(self, after: Self, printer: Printer) -> Code:
        changed = {
            name: literal(getattr(after.counting, name))
            for name in (each.name for each in fields(Counting))
            if getattr(after.counting, name) != getattr(self.counting, name)
        }
        old = {name: literal(getattr(self.counting, name)) for name in changed}
        there = {**self.counting.codes(), **old}
        existing = {f"existing_{name}": code for name, code in there.items()}
        named = changed | existing | schema_argument(self.namespace)
        return op_call("alter_sequence", [literal(self.name)], named)


def create(
    operation: Create[CountingSequence], dialect: Dialect, state: State
) -> Iterator[Statement]:
    value = operation.object
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    name = dialect.qualified(value.namespace, value.name)
    yield Statement(f"CREATE SEQUENCE {guard}{name} {value.counting.sql()}".rstrip())


def alter(
    operation: Alter[CountingSequence], dialect: Dialect, state: State
) -> Iterator[Statement]:
    before, after = operation.before, operation.after
    name = dialect.qualified(after.namespace, after.name)
    yield Statement(f"ALTER SEQUENCE {name} {before.counting.change(after.counting)}")


def drop(
    operation: Drop[CountingSequence], dialect: Dialect, state: State
) -> Iterator[Statement]:
    key = operation.object.key
    guard = "IF EXISTS " if operation.if_exists else ""
    yield Statement(
        f"DROP SEQUENCE {guard}{dialect.qualified(key.namespace, key.name)}"
    )


EMITTERS: Emitters = {
    (Create, CountingSequence): create,
    (Alter, CountingSequence): alter,
    (Drop, CountingSequence): drop,
}


def declared(sequence: sa.Sequence, dialect: Dialect) -> CountingSequence:
    """Return the value of a model's sequence."""
    namespace = dialect.namespace(sequence.schema)
    counting = declared_counting(sequence)
    if sequence.data_type is not None:
        data_type = dialect.compiled_type(sequence.data_type)
        counting = replace(counting, data_type=data_type)
    return CountingSequence(namespace, sequence.name, counting)
