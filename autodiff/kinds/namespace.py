"""The namespace kind: what a database calls a schema and makes with CREATE SCHEMA."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from autodiff.core.code import Code, literal, op_call
from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop
from autodiff.core.printer import Printer
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.frozen import frozen
from autodiff.kinds.keys import namespace_key


@frozen
class Namespace(Object):
    """A named namespace other than the connection's default one."""

    name: str

    kind: ClassVar[str] = "namespace"
    rank: ClassVar[int] = 0

    @property
    def key(self) -> Key:
        return namespace_key(self.name)

    @property
    def known_as(self) -> str:
        return "schema"

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        return op_call("create_schema", [literal(self.name)])

    def drop_code(self, printer: Printer) -> Code:
        return op_call("drop_schema", [literal(self.name)])


def create(
    operation: Create[Namespace], dialect: Dialect, state: State
) -> Iterator[Statement]:
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    yield Statement(f"CREATE SCHEMA {guard}{dialect.quote(operation.object.key.name)}")


def drop(
    operation: Drop[Namespace], dialect: Dialect, state: State
) -> Iterator[Statement]:
    guard = "IF EXISTS " if operation.if_exists else ""
    yield Statement(f"DROP SCHEMA {guard}{dialect.quote(operation.object.key.name)}")


EMITTERS: Emitters = {(Create, Namespace): create, (Drop, Namespace): drop}
