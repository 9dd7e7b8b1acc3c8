"""The index kind: what a table is searched by, over columns or expressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from typing import ClassVar, Self

from autodiff.core.clause import Clause
from autodiff.core.code import Code, literal, op_call, sa_call, text_clause
from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop, Rename
from autodiff.core.printer import Printer
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.frozen import frozen
from autodiff.kinds.constraint import renamed_in
from autodiff.kinds.keys import beginnings, candidate_key, column_key, table_key
from autodiff.kinds.options import (
    DialectOptions,
    carried,
    carried_renamed,
    option_codes,
)
from autodiff.kinds.renamed_text import followed
from autodiff.kinds.schema_argument import schema_argument


@frozen
class IndexPart:
    """One column or expression of an index. ``column`` names a plain column; otherwise the
    ``expression`` stands. ``nulls_first`` None is the server's default for the direction.
    """

    expression: Clause
    column: str | None = None
    descending: bool = False
    nulls_first: bool | None = None
    collation: str | None = None
    opclass: str | None = None
    length: int | None = None

    def with_normals_of(self, judged: IndexPart) -> IndexPart:
        """Return ``judged``, as the database gave it back, with the spelling of this part."""
        return replace(
            judged, expression=self.expression.with_normal(judged.expression.normal)
        )

    def with_renamed_reference(self, before: Key, after: Key) -> IndexPart:
        """Return the part after a column that it names was renamed."""
        column = after.name if self.column == before.name else self.column
        expression = followed(self.expression, before, after)
        return replace(self, column=column, expression=expression)

    @property
    def plain(self) -> bool:
        """Whether the part is a column's name and nothing else."""
        return (
            self == IndexPart(self.expression, self.column) and self.column is not None
        )

    def sql(self, dialect: Dialect) -> str:
        """Return the part as in CREATE INDEX."""
        words = [
            dialect.quote(self.column) if self.column else f"({self.expression.sql})"
        ]
        if self.length is not None:
            words[0] += f"({self.length})"
        if self.collation:
            words.append(f"COLLATE {dialect.quote(self.collation)}")
        if self.opclass:
            words.append(self.opclass)
        if self.descending:
            words.append("DESC")
        if self.nulls_first is not None:
            words.append("NULLS FIRST" if self.nulls_first else "NULLS LAST")
        return " ".join(words)


@frozen
class Index(Object):
    """An index of ``table``. ``where`` makes it partial. ``columns`` are those that its
    expressions and condition name, as far as is known.
    """

    namespace: str
    table: str
    name: str
    parts: tuple[IndexPart, ...]
    unique: bool = False
    where: Clause | None = None
    options: DialectOptions = ()
    columns: tuple[str, ...] = field(default=(), compare=False)
    uses: tuple[Key, ...] = field(default=(), compare=False)

    kind: ClassVar[str] = "index"
    rank: ClassVar[int] = 7
    leaf: ClassVar[bool] = True
    inline: ClassVar[bool] = True

    @property
    def key(self) -> Key:
        return Key(self.kind, self.namespace, self.table, self.name)

    @property
    def parent(self) -> Key:
        return table_key(self.namespace, self.table)

    @property
    def plain_columns(self) -> tuple[str, ...]:
        """Return the columns that the index begins with, up to the first expression."""
        names = []
        for part in self.parts:
            if part.column is None:
                break
            names.append(part.column)
        return tuple(names)

    @property
    def occupies(self) -> tuple[str, ...]:
        """Return the name: PostgreSQL and SQLite keep names of indexes and tables in one list."""
        return (self.name,)

    def depends_on(self) -> Iterable[Key]:
        named = dict.fromkeys(
            [
                *(part.column for part in self.parts if part.column),
                *self.columns,
                *carried(self.options),
            ]
        )
        return (
            self.parent,
            *(column_key(self.namespace, self.table, each) for each in named),
            *self.uses,
        )

    def provides(self) -> Iterable[Key]:
        columns = self.plain_columns
        yield self.key
        yield from beginnings(self.namespace, self.table, columns)
        if self.unique and len(columns) == len(self.parts) and self.where is None:
            yield candidate_key(self.namespace, self.table, columns)

    def question(self, live: Sequence[Object]) -> Object | None:
        """Return parts and condition alone, unless they are plain names or a live index has the
        same.
        """
        if self.where is None and all(part.plain for part in self.parts):
            return None
        said = [(each.parts, each.where) for each in live if isinstance(each, Index)]
        if (self.parts, self.where) in said:
            return None
        return Index("", "", "", self.parts, where=self.where, options=self.options)

    def described(self) -> str:
        unique = "unique " if self.unique else ""
        names = ", ".join(part.column or part.expression.sql for part in self.parts)
        where = f" where {self.where.sql}" if self.where else ""
        return f"{unique}{self.words} ({names}){where}"

    def with_renamed_reference(self, before: Key, after: Key) -> Self:
        if before == self.parent:
            return replace(self, namespace=after.namespace, table=after.name)
        if before.kind == "column" and before in set(self.depends_on()):
            return replace(
                self,
                parts=tuple(
                    part.with_renamed_reference(before, after) for part in self.parts
                ),
                where=followed(self.where, before, after) if self.where else None,
                columns=renamed_in(self.columns, before, after),
                options=carried_renamed(self.options, before.name, after.name),
            )
        return self

    # --- as Python --------------------------------------------------------------------------------

    def inner_code(self, printer: Printer) -> Code:
        parts = [_part_code(part, printer) for part in self.parts]
        return sa_call(
            "Index", [literal(self.name), *parts], self._detail_codes(printer)
        )

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        codes = [_part_code(part, printer) for part in self.parts]
        inner = ", ".join(code.text for code in codes)
        columns = Code(
            f"[{inner}]", frozenset().union(*(code.imports for code in codes))
        )
        arguments = [literal(self.name), literal(self.table), columns]
        named = self._detail_codes(printer) | schema_argument(self.namespace)
        return op_call("create_index", arguments, named)

    def drop_code(self, printer: Printer) -> Code:
        named = {"table_name": literal(self.table)} | schema_argument(self.namespace)
        return op_call("drop_index", [literal(self.name)], named)

    def rename_code(self, after: Self, printer: Printer) -> Code:
        named = {"table_name": literal(self.table)} | schema_argument(self.namespace)
        return op_call("rename_index", [literal(self.name), literal(after.name)], named)

    def _detail_codes(self, printer: Printer) -> dict[str, Code | None]:
        named: dict[str, Code | None] = {
            "unique": literal(True) if self.unique else None
        }
        if self.where is not None:
            named[f"{printer.prefix}_where"] = printer.sql(self.where)
        for name in ("opclass", "length"):
            stated = {
                part.column: getattr(part, name)
                for part in self.parts
                if part.column and getattr(part, name) is not None
            }
            keyword = f"{printer.prefix}_{_PER_PART[name]}"
            named[keyword] = literal(stated) if stated else None
        return named | option_codes(self.options)


_PER_PART = {"opclass": "ops", "length": "length"}
"""SQLAlchemy's keywords, without the prefix, for what it states of an index part beside the index."""


def _part_code(part: IndexPart, printer: Printer) -> Code:
    if part.plain or (part.column and not _direction(part)):
        return literal(part.column)
    if part.column is None and not _direction(part) and part.opclass is None:
        return printer.sql(part.expression)
    named = printer.quote(part.column) if part.column else None
    head = named or f"({part.expression.sql})"
    opclass = f" {part.opclass}" if part.opclass and part.column is None else ""
    return text_clause(f"{head}{opclass}{_direction(part)}")


def _direction(part: IndexPart) -> str:
    words = f' COLLATE "{part.collation}"' if part.collation else ""
    words += " DESC" if part.descending else ""
    if part.nulls_first is not None:
        words += " NULLS FIRST" if part.nulls_first else " NULLS LAST"
    return words


# --- standard DDL ---------------------------------------------------------------------------------


def create(
    operation: Create[Index], dialect: Dialect, state: State
) -> Iterator[Statement]:
    index = operation.object
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    yield Statement(create_sql(index, dialect, guard))


def create_sql(index: Index, dialect: Dialect, guard: str = "") -> str:
    """Return CREATE INDEX in standard SQL, with WHERE where the index is partial."""
    unique = "UNIQUE " if index.unique else ""
    table = dialect.qualified(index.namespace, index.table)
    parts = ", ".join(part.sql(dialect) for part in index.parts)
    where = f" WHERE {index.where.sql}" if index.where else ""
    name = dialect.quote(index.name)
    return f"CREATE {unique}INDEX {guard}{name} ON {table} ({parts}){where}"


def drop(operation: Drop[Index], dialect: Dialect, state: State) -> Iterator[Statement]:
    key = operation.object.key
    guard = "IF EXISTS " if operation.if_exists else ""
    yield Statement(f"DROP INDEX {guard}{dialect.qualified(key.namespace, key.name)}")


def rename(
    operation: Rename[Index], dialect: Dialect, state: State
) -> Iterator[Statement]:
    old, new = operation.before.key, operation.after.key
    name = dialect.qualified(old.namespace, old.name)
    yield Statement(f"ALTER INDEX {name} RENAME TO {dialect.quote(new.name)}")


EMITTERS: Emitters = {
    (Create, Index): create,
    (Drop, Index): drop,
    (Rename, Index): rename,
}
