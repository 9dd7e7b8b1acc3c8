"""The table kind: a name, a comment and options; what stands in it are objects of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar, Self

import sqlalchemy as sa

from autodiff.core.code import Code, literal, op_call, with_argument
from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop, Rename
from autodiff.core.printer import Printer
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.frozen import frozen
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.keys import inside, table_key, type_name
from autodiff.kinds.options import (
    DialectOptions,
    merged,
    narrows,
    option,
    option_changes,
    option_codes,
)
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.schema_argument import schema_argument


@frozen
class Table(Object):
    """A table by itself; columns and constraints name it as their parent."""

    namespace: str
    name: str
    comment: str | None = None
    options: DialectOptions = ()

    kind: ClassVar[str] = "table"
    rank: ClassVar[int] = 2

    @property
    def key(self) -> Key:
        return table_key(self.namespace, self.name)

    @property
    def occupies(self) -> tuple[str, ...]:
        return (self.name, type_name(self.name))

    def depends_on(self) -> Iterable[Key]:
        return inside(self.namespace)

    def with_normals_of(self, judged: Self) -> Self:
        """Take over the options that the database spelled."""
        return replace(self, options=merged(self.options, judged.options))

    def with_renamed_reference(self, before: Key, after: Key) -> Self:
        if before == self.key:
            return replace(self, namespace=after.namespace, name=after.name)
        return self

    def narrows(self, after: Self) -> bool:
        """Whether the table becomes STRICT, which allows fewer types of columns."""
        return narrows(self.options, after.options)

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        named: dict[str, Code | None] = {
            "comment": literal(self.comment) if self.comment else None
        }
        items = list(_item_codes(parts, printer))
        named |= option_codes(self.options) | schema_argument(self.namespace)
        return op_call("create_table", [literal(self.name), *items], named)

    def drop_code(self, printer: Printer) -> Code:
        return op_call(
            "drop_table", [literal(self.name)], schema_argument(self.namespace)
        )

    def alter_code(self, after: Self, printer: Printer) -> Code:
        named: dict[str, Code | None] = {}
        if self.comment != after.comment:
            named["comment"] = literal(after.comment)
            named["existing_comment"] = literal(self.comment)
        if self.options != after.options:
            named |= option_changes(self.options, after.options)
        named |= schema_argument(self.namespace)
        return op_call("alter_table", [literal(self.name)], named)

    def rename_code(self, after: Self, printer: Printer) -> Code:
        names = [literal(self.name), literal(after.name)]
        if self.namespace == after.namespace:
            return op_call("rename_table", names, schema_argument(self.namespace))
        moved = schema_argument(self.namespace) | schema_argument(
            after.namespace, "to_schema"
        )
        return op_call("move_table", names[:1], moved)


def _item_codes(parts: Sequence[Object], printer: Printer) -> Iterator[Code]:
    """Yield the parts as source; a primary key's column states what differs from SQLAlchemy's
    defaults.
    """
    keys = [each.columns for each in parts if isinstance(each, PrimaryKey)]
    keyed = {name for columns in keys for name in columns}
    foreign = [each.columns for each in parts if isinstance(each, ForeignKey)]
    refer = {name for columns in foreign for name in columns}
    for part in parts:
        if not isinstance(part, Column) or part.name not in keyed:
            yield from _unless_left_out(part, part.inner_code(printer), printer)
            continue
        if (part.name,) in keys:
            code = part.sole_key_code(printer, part.name in refer)
        else:
            code = part.inner_code(printer)
        if part.nullable and part.identity is None:
            code = with_argument(code, "nullable", literal(True))
        yield from _unless_left_out(part, code, printer)


def _unless_left_out(part: Object, code: Code, printer: Printer) -> Iterator[Code]:
    item = printer.item(part.item_name, part, code)
    if item is not None:
        yield item


def create(
    operation: Create[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Emit CREATE TABLE with every part that can be written inside it, then the other parts."""
    table = operation.object
    inner = [each for each in operation.parts if type(each) in dialect.definitions]
    lines = ",\n  ".join(dialect.definition(each) for each in inner)
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    name = dialect.qualified(table.namespace, table.name)
    suffix = dialect.definition(table)
    words = prefixes(table)
    yield Statement(f"CREATE {words}TABLE {guard}{name} (\n  {lines}\n){suffix}")
    for part in operation.parts:
        if type(part) not in dialect.definitions:
            later = Create(part, if_not_exists=operation.if_not_exists)
            yield from dialect.emitter(later)(later, dialect, state)


def prefixes(table: Table) -> str:
    """Return words between CREATE and TABLE (TEMPORARY), with a space behind each."""
    return "".join(f"{each} " for each in option(table.options, "prefixes") or ())


def no_suffix(table: Table, dialect: Dialect) -> str:
    """Return what follows the closing parenthesis: nothing in the standard."""
    return ""


def drop(operation: Drop[Table], dialect: Dialect, state: State) -> Iterator[Statement]:
    key = operation.object.key
    guard = "IF EXISTS " if operation.if_exists else ""
    yield Statement(f"DROP TABLE {guard}{dialect.qualified(key.namespace, key.name)}")


def rename(
    operation: Rename[Table], dialect: Dialect, state: State
) -> Iterator[Statement]:
    old, new = operation.before.key, operation.after.key
    name = dialect.qualified(old.namespace, old.name)
    yield altering(name, f"RENAME TO {dialect.quote(new.name)}")


EMITTERS: Emitters = {
    (Create, Table): create,
    (Drop, Table): drop,
    (Rename, Table): rename,
}
DEFINITIONS: Definitions = {Table: no_suffix}


def declared(table: sa.Table, dialect: Dialect) -> Table:
    """Return the value of a model's table, without its columns, constraints and indexes."""
    return Table(
        dialect.namespace(table.schema),
        table.name,
        (table.comment or None) if dialect.has_comments else None,
        dialect.table_options(table),
    )
