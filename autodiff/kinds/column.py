"""The column kind: a table's column with its type, default, computed expression or identity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, ClassVar, Self

import sqlalchemy as sa

from autodiff.core.clause import Clause
from autodiff.core.code import Code, literal, op_call, sa_call
from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.printer import Printer
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.frozen import frozen
from autodiff.kinds.counting import Counting, declared_counting
from autodiff.kinds.keys import column_key, table_key
from autodiff.kinds.mentions import columns_mentioned
from autodiff.kinds.options import (
    DialectOptions,
    declared_options,
    option_changes,
    option_codes,
)
from autodiff.kinds.renamed_text import followed
from autodiff.kinds.schema_argument import schema_argument


@frozen
class Computed:
    """GENERATED ALWAYS AS (expression); ``stored`` or computed on reading."""

    expression: Clause
    stored: bool = False

    def with_normals_of(self, judged: Computed) -> Computed:
        expression = self.expression.with_normal(judged.expression.normal)
        return Computed(expression, judged.stored)

    def __str__(self) -> str:
        return f"{self.expression.sql} {'stored' if self.stored else 'virtual'}"

    def code(self, printer: Printer) -> Code:
        named = {"persisted": literal(self.stored)}
        return sa_call("Computed", [printer.sql(self.expression)], named)


@frozen
class Identity:
    """GENERATED ALWAYS (or BY DEFAULT) AS IDENTITY, with its counting."""

    always: bool = False
    counting: Counting = Counting()

    def __str__(self) -> str:
        counting = self.counting.sql().lower()
        how = "always" if self.always else "by default"
        return f"{how} ({counting})" if counting else how

    def code(self) -> Code:
        always: dict[str, Code | None] = (
            {"always": literal(True)} if self.always else {}
        )
        return sa_call("Identity", [], always | self.counting.codes())


@frozen
class Column(Object):
    """A column. At most one of ``default``, ``computed`` and ``identity`` is given.

    ``autoincrement``: the server numbers new rows by the dialect's own old way (AUTO_INCREMENT,
    SERIAL, AUTOINCREMENT). ``uses`` are the keys that its type or default leans on (an enum).
    """

    namespace: str
    table: str
    name: str
    type: Clause
    nullable: bool = True
    default: Clause | None = None
    computed: Computed | None = None
    identity: Identity | None = None
    autoincrement: bool = False
    comment: str | None = None
    options: DialectOptions = ()
    uses: tuple[Key, ...] = field(default=(), compare=False)

    kind: ClassVar[str] = "column"
    rank: ClassVar[int] = 3
    inline: ClassVar[bool] = True

    @property
    def key(self) -> Key:
        return column_key(self.namespace, self.table, self.name)

    @property
    def parent(self) -> Key:
        return table_key(self.namespace, self.table)

    def depends_on(self) -> Iterable[Key]:
        return (self.parent, *self.uses)

    def alters_to(self, after: Self) -> bool:
        """Whether the column keeps its values: a new computed expression means a new column; one
        that is no longer computed keeps its values.
        """
        return after.computed is None or self.computed == after.computed

    def question(self, live: Sequence[Object]) -> Object | None:
        """Return the type, with the default and the computed expression that no column of ``live``
        has.
        """
        default = None if self.default == UNSTATED else self.default
        computed = self.computed
        for column in live:
            if isinstance(column, Column) and column.type == self.type:
                default = None if default == column.default else default
                computed = None if computed == column.computed else computed
                if default is None and computed is None:
                    return None
        return Column("", "", "", self.type, default=default, computed=computed)

    def described(self) -> str:
        words = [f"{self.words} {self.type.sql}"]
        if not self.nullable:
            words.append("not null")
        if self.default is not None:
            words.append(f"default {self.default.sql}")
        if self.computed is not None:
            words.append(f"computed as {self.computed.expression.sql}")
        if self.identity is not None:
            words.append("identity")
        return " ".join(words)

    def with_renamed_reference(self, before: Key, after: Key) -> Self:
        if before == self.parent:
            uses = tuple(
                (
                    column_key(after.namespace, after.name, key.name)
                    if key == column_key(self.namespace, self.table, key.name)
                    else key
                )
                for key in self.uses
            )
            moved = replace(self, namespace=after.namespace, table=after.name)
            return replace(moved, uses=uses)
        uses = tuple(after if key == before else key for key in self.uses)
        renamed = self if uses == self.uses else replace(self, uses=uses)
        if self.computed and before == column_key(
            self.namespace, self.table, before.name
        ):
            expression = followed(self.computed.expression, before, after)
            computed = Computed(expression, self.computed.stored)
            return replace(renamed, computed=computed)
        return renamed

    # --- as Python --------------------------------------------------------------------------------

    def sole_key_code(self, printer: Printer, refers: bool) -> Code:
        """Return :meth:`inner_code` for a column that is the whole primary key (and ``refers`` to
        another table): SQLAlchemy numbers many such columns by default, so only a difference is
        written.
        """
        if self.default or self.computed or self.identity:
            return self.inner_code(printer)
        if printer.numbers(self.type, refers) == self.autoincrement:
            return self._inner_code(printer, {})
        numbered = literal(self.autoincrement)
        return self._inner_code(printer, {"autoincrement": numbered})

    def inner_code(self, printer: Printer) -> Code:
        numbered = {"autoincrement": literal(True)} if self.autoincrement else {}
        return self._inner_code(printer, numbered)

    def _inner_code(self, printer: Printer, numbered: Mapping[str, Code]) -> Code:
        arguments = [literal(self.name), printer.type(self.type)]
        named: dict[str, Code | None] = dict(numbered)
        made = self.default or self.computed or self.identity
        if made is not None:
            code = printer.item(DEFAULT, made, _default_code(self, printer))
            if self.default is not None:
                named["server_default"] = code
            elif code is not None:
                arguments.append(code)
        if not self.nullable or self.identity is not None:
            named["nullable"] = literal(self.nullable)
        if self.comment:
            named["comment"] = literal(self.comment)
        return sa_call("Column", arguments, named | option_codes(self.options))

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        code = printer.needed(self.item_name, self, self.inner_code(printer))
        arguments = [literal(self.table), code]
        return op_call("add_column", arguments, schema_argument(self.namespace))

    def drop_code(self, printer: Printer) -> Code:
        names = [literal(self.table), literal(self.name)]
        return op_call("drop_column", names, schema_argument(self.namespace))

    def rename_code(self, after: Self, printer: Printer) -> Code:
        names = [literal(each) for each in (self.table, self.name, after.name)]
        return op_call("rename_column", names, schema_argument(self.namespace))

    def alter_code(self, after: Self, printer: Printer) -> Code:
        names = [literal(self.table), literal(self.name)]
        named = _alter_arguments(self, after, printer)
        return op_call("alter_column", names, named | schema_argument(self.namespace))


DEFAULT = "server_default"
"""What hooks know a column's default, computed expression or identity by."""


def _alter_arguments(
    before: Column, after: Column, printer: Printer
) -> dict[str, Code | None]:
    """Return the new values, then the column as it was: MySQL restates all of it, and readers see
    both.
    """
    changed = before.changed_fields(after)
    named: dict[str, Code | None] = {}
    if "type" in changed:
        named["type_"] = printer.type(after.type)
    if "nullable" in changed:
        named["nullable"] = literal(after.nullable)
    if {"default", "computed", "identity"}.intersection(changed):
        named["server_default"] = _asked_default(after, printer)
    for name in ("autoincrement", "comment"):
        if name in changed:
            named[name] = literal(getattr(after, name))
    if "options" in changed:
        named |= option_changes(before.options, after.options)
    return named | _existing_arguments(before, after, printer)


def _existing_arguments(
    column: Column, after: Column, printer: Printer
) -> dict[str, Code | None]:
    """Return the ``existing_`` arguments. A default that stays is spelled as ``after`` has it:
    PostgreSQL sets it again with a new type, and a cast to the old one (``'-3'::integer``) would
    mean something else there.
    """
    named: dict[str, Code | None] = {
        "existing_type": printer.type(column.type),
        "existing_nullable": literal(column.nullable),
    }
    if column.default or column.computed or column.identity:
        stays = column.default is not None and column.default == after.default
        kept = after if stays else column
        named["existing_server_default"] = _asked_default(kept, printer)
    if column.autoincrement:
        named["existing_autoincrement"] = literal(True)
    if column.comment:
        named["existing_comment"] = literal(column.comment)
    return named


def _asked_default(column: Column, printer: Printer) -> Code:
    made = column.default or column.computed or column.identity
    code = _default_code(column, printer)
    return code if made is None else printer.needed(DEFAULT, made, code)


def _default_code(column: Column, printer: Printer) -> Code:
    if column.default is not None:
        return printer.default(column.default, column.type)
    if column.computed is not None:
        return column.computed.code(printer)
    if column.identity is not None:
        return column.identity.code()
    return literal(None)


# --- standard DDL ---------------------------------------------------------------------------------


def definition(column: Column, dialect: Dialect) -> str:
    """Return the column as in CREATE TABLE and ADD COLUMN, in standard SQL."""
    words = [dialect.quote(column.name), column.type.sql]
    if column.default is not None:
        words.append(f"DEFAULT {column.default.sql}")
    if column.computed is not None:
        words.append(computed_sql(column.computed))
    if column.identity is not None:
        words.append(identity_sql(column.identity))
    if not column.nullable:
        words.append("NOT NULL")
    return " ".join(words)


def computed_sql(computed: Computed) -> str:
    how = "STORED" if computed.stored else "VIRTUAL"
    return f"GENERATED ALWAYS AS ({computed.expression.sql}) {how}"


def identity_sql(identity: Identity) -> str:
    how = "ALWAYS" if identity.always else "BY DEFAULT"
    counting = identity.counting.sql()
    return f"GENERATED {how} AS IDENTITY" + (f" ({counting})" if counting else "")


def table_name(column: Object, dialect: Dialect) -> str:
    """Return the SQL name of a column's or constraint's table."""
    return dialect.qualified(column.key.namespace, column.key.table)


def fill_nulls(operation: Alter[Column], dialect: Dialect) -> Iterator[Statement]:
    """Fill NULL rows before SET NOT NULL."""
    if operation.fill is not None:
        table = table_name(operation.after, dialect)
        name = dialect.quote(operation.after.key.name)
        fill = operation.fill.sql
        yield Statement(f"UPDATE {table} SET {name} = {fill} WHERE {name} IS NULL")


def create(
    operation: Create[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Emit ADD COLUMN; existing rows get ``fill`` by a default that is dropped again."""
    column = operation.object
    if operation.fill is not None and column.default is None:
        yield from _filled(operation, column, operation.fill, dialect, state)
        return
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    clause = f"ADD COLUMN {guard}{dialect.definition(column)}"
    yield altering(table_name(column, dialect), clause)


def _filled(
    operation: Create[Column],
    column: Column,
    fill: Clause,
    dialect: Dialect,
    state: State,
) -> Iterator[Statement]:
    """Emit ADD COLUMN with the default ``fill``, then drop the default. The two statements must not
    be merged: a default exists only once its column does.
    """
    filled = replace(column, default=fill)
    for step in (
        replace(operation, object=filled, fill=None),
        Alter(filled, column),
    ):
        for statement in dialect.emitter(step)(step, dialect, state):
            yield Statement(statement.sql, statement.transactional)


def drop(
    operation: Drop[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    column = operation.object
    guard = "IF EXISTS " if operation.if_exists else ""
    clause = f"DROP COLUMN {guard}{dialect.quote(column.key.name)}"
    yield altering(table_name(column, dialect), clause)


def rename(
    operation: Rename[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    old, new = operation.before.key, operation.after.key
    clause = f"RENAME COLUMN {dialect.quote(old.name)} TO {dialect.quote(new.name)}"
    yield altering(table_name(operation.before, dialect), clause)


def alter(
    operation: Alter[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Emit standard ALTER COLUMN, one clause for each change: type, nullability, default."""
    yield from fill_nulls(operation, dialect)
    before, after = operation.before, operation.after
    table, name = table_name(after, dialect), dialect.quote(after.name)
    changed = before.changed_fields(after)
    if "type" in changed:
        yield altering(table, f"ALTER COLUMN {name} SET DATA TYPE {after.type.sql}")
    if before.computed is not None and after.computed is None:
        yield altering(table, f"ALTER COLUMN {name} DROP EXPRESSION")
    if before.identity is not None and "identity" in changed:
        yield altering(table, f"ALTER COLUMN {name} DROP IDENTITY")
    if "default" in changed and after.default is None:
        yield altering(table, f"ALTER COLUMN {name} DROP DEFAULT")
    if "default" in changed and after.default is not None:
        yield altering(table, f"ALTER COLUMN {name} SET DEFAULT {after.default.sql}")
    if "nullable" in changed:
        verb = "DROP" if after.nullable else "SET"
        yield altering(table, f"ALTER COLUMN {name} {verb} NOT NULL")
    if after.identity is not None and "identity" in changed:
        yield altering(table, f"ALTER COLUMN {name} ADD {identity_sql(after.identity)}")


EMITTERS: Emitters = {
    (Create, Column): create,
    (Drop, Column): drop,
    (Alter, Column): alter,
    (Rename, Column): rename,
}
DEFINITIONS: Definitions = {Column: definition}


# --- from a model ---------------------------------------------------------------------------------

UNSTATED = Clause("(unstated)", "")
"""The default of a model's column that leaves it to the database (``FetchedValue``)."""


def declared(column: sa.Column[Any], dialect: Dialect) -> Column:
    """Return the value of a model's column, as ``dialect`` would create it."""
    table = column.table
    type_ = dialect.model_type(column.type, column)
    computed = _declared_computed(column, dialect)
    identity = _declared_identity(column) if dialect.has_identity else None
    return Column(
        dialect.namespace(table.schema),
        table.name,
        column.name,
        type_,
        nullable=bool(column.nullable) and identity is None,
        default=_declared_default(column, type_, dialect),
        computed=computed,
        identity=identity,
        autoincrement=dialect.autoincrements(column),
        comment=(column.comment or None) if dialect.has_comments else None,
        options=declared_options(column, dialect),
        uses=_declared_uses(column, computed, dialect),
    )


def _declared_uses(
    column: sa.Column[Any], computed: Computed | None, dialect: Dialect
) -> tuple[Key, ...]:
    """Return the keys of the column's named type and of the columns that it is computed from."""
    enum = dialect.named_type(column.type)
    types = () if enum is None else (enum.key,)
    if computed is None:
        return types
    table = column.table
    place = (dialect.namespace(table.schema), table.name)
    names = columns_mentioned(computed.expression.sql, table)
    return (*types, *(column_key(*place, each) for each in names))


def _declared_default(
    column: sa.Column[Any], type_: Clause, dialect: Dialect
) -> Clause | None:
    default = column.server_default
    if default is None or isinstance(default, (sa.Computed, sa.Identity)):
        return None
    if not isinstance(default, sa.DefaultClause):
        return UNSTATED
    return dialect.model_default(column, type_)


def _declared_computed(column: sa.Column[Any], dialect: Dialect) -> Computed | None:
    computed = column.computed
    if computed is None:
        return None
    expression = dialect.expression_clause(dialect.compiled(computed.sqltext))
    return Computed(expression, dialect.stores(computed.persisted))


def _declared_identity(column: sa.Column[Any]) -> Identity | None:
    identity = column.identity
    if identity is None:
        return None
    return Identity(bool(identity.always), declared_counting(identity))
