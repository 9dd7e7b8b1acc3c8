"""The batch block: changes to one table that are collected and sent together."""

from __future__ import annotations

import warnings
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Literal, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import conv

from autodiff.core.operation import Create, Drop
from autodiff.kinds.some_constraint import SomeConstraint
from autodiff.operations import (
    altering,
    bind,
    columns,
    constraints,
    data,
    indexes,
    own,
    tables,
)
from autodiff.operations import named_constraints as named
from autodiff.operations.gathering import gathered
from autodiff.operations.handover import dialect, hand
from autodiff.operations.keywords import strict

T = TypeVar("T")
Recreate = Literal["auto", "always", "never"]


class NoEffect(UserWarning):
    """A warning: an argument of a script has no effect."""


def _order_stays(**words: Any) -> None:
    for word, value in words.items():
        if value:
            text = f"{word} has no effect: a new column comes last, the others stay."
            warnings.warn(text, NoEffect, stacklevel=3)


def _stands_as_it_is(**words: Any) -> None:
    for word, value in words.items():
        if value is not None and value != ():
            text = (
                f"{word} has no effect: the table is changed as it stands in the "
                "database. Say by operations in the block what shall be otherwise."
            )
            warnings.warn(text, NoEffect, stacklevel=3)


class Batch:
    """The operations of ``op`` on one table: the same functions and arguments, without table and
    schema.
    """

    def __init__(
        self,
        table_name: str,
        schema: str | None = None,
        naming_convention: Mapping[str, str] | None = None,
    ) -> None:
        self._table = table_name
        self._schema = schema
        self._convention = tuple(sorted((naming_convention or {}).items()))

    # --- columns ----------------------------------------------------------------------------------

    def add_column(
        self,
        column: sa.Column[Any],
        *,
        insert_before: str | None = None,
        insert_after: str | None = None,
        if_not_exists: bool | None = None,
        inline_references: bool | None = None,
        inline_primary_key: bool | None = None,
        fill: Any = None,
    ) -> None:
        """Add a column, as ``op.add_column``.

        ``insert_before`` and ``insert_after`` have no effect and warn: a new column comes last.
        """
        _order_stays(insert_before=insert_before, insert_after=insert_after)
        columns.add_column(
            self._table,
            column,
            schema=self._schema,
            if_not_exists=if_not_exists,
            fill=fill,
        )

    def drop_column(
        self, column_name: str, *, if_exists: bool | None = None, **options: Any
    ) -> None:
        """Drop a column with its data, as ``op.drop_column``."""
        columns.drop_column(
            self._table,
            column_name,
            schema=self._schema,
            if_exists=if_exists,
            **options,
        )

    def alter_column(
        self,
        column_name: str,
        *,
        nullable: bool | None = None,
        comment: str | None | bool = False,
        server_default: Any = False,
        new_column_name: str | None = None,
        type_: Any = None,
        existing_type: Any = None,
        existing_server_default: Any = False,
        existing_nullable: bool | None = None,
        existing_comment: str | None | bool = False,
        insert_before: str | None = None,
        insert_after: str | None = None,
        autoincrement: bool | None = None,
        existing_autoincrement: bool | None = None,
        fill: Any = None,
        **options: Any,
    ) -> None:
        """Change a column, as ``op.alter_column``.

        ``insert_before`` and ``insert_after`` have no effect and warn: the column keeps its place.
        """
        _order_stays(insert_before=insert_before, insert_after=insert_after)
        altering.alter_column(
            self._table,
            column_name,
            nullable=nullable,
            comment=comment,
            server_default=server_default,
            new_column_name=new_column_name,
            type_=type_,
            existing_type=existing_type,
            existing_server_default=existing_server_default,
            existing_nullable=existing_nullable,
            existing_comment=existing_comment,
            schema=self._schema,
            autoincrement=autoincrement,
            existing_autoincrement=existing_autoincrement,
            fill=fill,
            **options,
        )

    def rename_column(self, old_name: str, new_name: str) -> None:
        """Rename a column, as ``op.rename_column``."""
        columns.rename_column(self._table, old_name, new_name, schema=self._schema)

    # --- constraints ------------------------------------------------------------------------------

    def create_primary_key(
        self,
        constraint_name: str | None,
        columns: Sequence[str],
        **options: Any,
    ) -> None:
        """Create a primary key, as ``op.create_primary_key``."""
        constraints.create_primary_key(
            constraint_name, self._table, columns, schema=self._schema, **options
        )

    def set_primary_key(self, columns: Sequence[str], **options: Any) -> None:
        """Replace the primary key, as ``op.set_primary_key``."""
        constraints.set_primary_key(
            self._table, columns, schema=self._schema, **options
        )

    def create_unique_constraint(
        self, constraint_name: str | None, columns: Sequence[str], **options: Any
    ) -> None:
        """Create a unique constraint, as ``op.create_unique_constraint``."""
        constraints.create_unique_constraint(
            constraint_name, self._table, columns, schema=self._schema, **options
        )

    def create_check_constraint(
        self, constraint_name: str | None, condition: Any, **options: Any
    ) -> None:
        """Create a CHECK constraint, as ``op.create_check_constraint``."""
        constraints.create_check_constraint(
            constraint_name, self._table, condition, schema=self._schema, **options
        )

    def create_foreign_key(
        self,
        constraint_name: str | None,
        referent_table: str,
        local_cols: Sequence[str],
        remote_cols: Sequence[str],
        *,
        referent_schema: str | None = None,
        onupdate: str | None = None,
        ondelete: str | None = None,
        deferrable: bool | None = None,
        initially: str | None = None,
        match: str | None = None,
        **options: Any,
    ) -> None:
        """Create a foreign key, as ``op.create_foreign_key``."""
        constraints.create_foreign_key(
            constraint_name,
            self._table,
            referent_table,
            local_cols,
            remote_cols,
            onupdate=onupdate,
            ondelete=ondelete,
            deferrable=deferrable,
            initially=initially,
            match=match,
            source_schema=self._schema,
            referent_schema=referent_schema,
            **options,
        )

    def create_exclude_constraint(
        self, constraint_name: str | None, *elements: Any, **options: Any
    ) -> None:
        """Create an EXCLUDE constraint, as ``op.create_exclude_constraint``."""
        constraints.create_exclude_constraint(
            constraint_name, self._table, *elements, schema=self._schema, **options
        )

    def drop_constraint(
        self,
        constraint_name: str | None,
        type_: str | None = None,
        *,
        if_exists: bool | None = None,
        **content: Any,
    ) -> None:
        """Drop a constraint, as ``op.drop_constraint``.

        If the block has a ``naming_convention``, a constraint that has no name in the database is
        looked up by the name that the convention gives it.
        """
        if self._convention and constraint_name is not None:
            place = (dialect().namespace(self._schema), self._table)
            some = SomeConstraint(*place, constraint_name, self._convention)
            hand([Drop(some, (), frozenset({"convention"}), bool(if_exists))])
            return
        named.drop_constraint(
            constraint_name,
            self._table,
            type_,
            schema=self._schema,
            if_exists=if_exists,
            **content,
        )

    def rename_constraint(self, old_name: str, new_name: str, **options: Any) -> None:
        """Rename a constraint, as ``op.rename_constraint``."""
        named.rename_constraint(
            self._table, old_name, new_name, schema=self._schema, **options
        )

    def validate_constraint(self, constraint_name: str, type_: str = "check") -> None:
        """Validate a constraint, as ``op.validate_constraint``."""
        named.validate_constraint(
            constraint_name, self._table, type_, schema=self._schema
        )

    # --- indexes and the table --------------------------------------------------------------------

    def create_index(
        self,
        index_name: str | None,
        columns: Sequence[Any],
        *,
        unique: bool = False,
        if_not_exists: bool | None = None,
        **options: Any,
    ) -> None:
        """Create an index, as ``op.create_index``."""
        indexes.create_index(
            index_name,
            self._table,
            columns,
            schema=self._schema,
            unique=unique,
            if_not_exists=if_not_exists,
            **options,
        )

    def drop_index(
        self, index_name: str, *, if_exists: bool | None = None, **options: Any
    ) -> None:
        """Drop an index, as ``op.drop_index``."""
        indexes.drop_index(
            index_name,
            self._table,
            schema=self._schema,
            if_exists=if_exists,
            **options,
        )

    def rename_index(self, old_name: str, new_name: str) -> None:
        """Rename an index, as ``op.rename_index``."""
        indexes.rename_index(old_name, new_name, self._table, schema=self._schema)

    def alter_table(self, **changes: Any) -> None:
        """Change the table's comment or options, as ``op.alter_table``."""
        tables.alter_table(self._table, schema=self._schema, **changes)

    alter_table_options = alter_table

    def create_table_comment(
        self, comment: str | None, *, existing_comment: str | None | bool = False
    ) -> None:
        """Set the table's comment."""
        tables.create_table_comment(
            self._table, comment, existing_comment=existing_comment, schema=self._schema
        )

    def drop_table_comment(
        self, *, existing_comment: str | None | bool = False
    ) -> None:
        """Remove the table's comment."""
        tables.drop_table_comment(
            self._table, existing_comment=existing_comment, schema=self._schema
        )

    # --- beside the table -------------------------------------------------------------------------

    def execute(
        self,
        sqltext: Any,
        parameters: Any = None,
        *,
        execution_options: Mapping[str, Any] | None = None,
    ) -> Any:
        """Run SQL, as ``op.execute``; the operations before it in the block are sent first."""
        return data.execute(sqltext, parameters, execution_options=execution_options)

    def f(self, name: str) -> conv:
        """Return a name to which no naming convention is applied."""
        return data.f(name)

    def inline_literal(self, value: Any, type_: Any = None) -> sa.BindParameter[Any]:
        """Return a value that is written into the SQL instead of sent as a parameter."""
        return data.inline_literal(value, type_)

    def get_bind(self) -> Connection:
        """Return the live connection; the operations before it in the block are sent first."""
        return bind.get_bind()

    def get_context(self) -> bind.ScriptContext:
        """Return the context in force, as ``op.get_context``."""
        return bind.get_context()

    def invoke(self, operation: Any) -> Any:
        """Run an operation that is a value, as ``op.invoke``."""
        return own.invoke(operation)

    def run_async(
        self, async_function: Callable[..., Awaitable[T]], *args: Any, **kw_args: Any
    ) -> T:
        """Call an ``async`` function with the live ``AsyncConnection``."""
        return bind.run_async(async_function, *args, **kw_args)


def _of_a_package(self: Batch, name: str) -> Any:
    """Return a registered operation, called with the table's name first."""
    if name.startswith("_"):
        raise AttributeError(name)
    return partial(own.found(name, dir(self)), self._table)


# Set by setattr, so that type checkers still report a misspelt operation.
setattr(Batch, "__getattr__", _of_a_package)  # noqa: B010


@strict()
@contextmanager
def batch_alter_table(
    table_name: str,
    schema: str | None = None,
    recreate: Recreate = "auto",
    partial_reordering: Sequence[Sequence[str]] | None = None,
    copy_from: sa.Table | None = None,
    table_args: Sequence[Any] = (),
    table_kwargs: Mapping[str, Any] | None = None,
    reflect_args: Sequence[Any] = (),
    reflect_kwargs: Mapping[str, Any] | None = None,
    naming_convention: Mapping[str, str] | None = None,
) -> Iterator[Batch]:
    """Collect changes to one table: one rebuild on SQLite, one ALTER TABLE elsewhere.

    The operations are sent at the end of the block, or before SQL of the script's own inside it. If
    the block raises, those that were not sent yet are discarded. ``schema`` is the table's
    namespace, None the default one.

    ``table_args`` are constraints and columns that are created if the table does not have them.
    ``table_kwargs`` are options, as for ``op.alter_table``. With ``naming_convention``,
    ``drop_constraint`` also looks up constraints that have no name in the database.

    Accepted without effect: ``recreate`` (a table is re-created only if it must be), and, with a
    warning, ``copy_from``, ``reflect_args``, ``reflect_kwargs`` (the change starts from the table
    as it is in the database) and ``partial_reordering``.
    """
    _order_stays(partial_reordering=partial_reordering)
    _stands_as_it_is(
        copy_from=copy_from, reflect_args=reflect_args, reflect_kwargs=reflect_kwargs
    )
    batch = Batch(table_name, schema, naming_convention)
    with gathered():
        yield batch
        for item in table_args:
            _ensure(item, table_name, schema)
        if table_kwargs:
            batch.alter_table(**table_kwargs)


def _ensure(item: Any, table_name: str, schema: str | None) -> None:
    """Create a constraint or column if the table does not have it."""
    if isinstance(item, sa.Column):
        columns.add_column(table_name, item, schema=schema, if_not_exists=True)
        return
    pending = getattr(item, "_pending_colargs", ())
    names = [str(column) for column in pending if column is not None]
    created = constraints.added(table_name, item, names, schema)
    hand([Create(created.object, if_not_exists=True)])
