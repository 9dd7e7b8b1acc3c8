"""The batch block: changes to one table, gathered and made together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from autodiff.core.dialect import Dialect
from autodiff.core.operation import Operation
from autodiff.execute.current import Migration, in_force, migration
from autodiff.execute.item import Group, Item
from autodiff.operations import columns, constraints, indexes, tables


class Gathering:
    """A migration that keeps operations back; all else goes on at once."""

    def __init__(self, real: Migration) -> None:
        self._real = real
        self.operations: list[Operation] = []

    @property
    def dialect(self) -> Dialect:
        return self._real.dialect

    @property
    def offline(self) -> bool:
        return self._real.offline

    def hand(self, item: Item) -> Any:
        if isinstance(item, Group):
            self.operations.extend(item.operations)
            return None
        return self._real.hand(item)

    def bind(self) -> Any:
        return self._real.bind()

    def autocommit(self) -> Any:
        return self._real.autocommit()


class Batch:
    """The operations of ``op`` on one table, without its name."""

    def __init__(self, table_name: str, schema: str | None) -> None:
        self._table = table_name
        self._schema = schema

    def add_column(self, column: Any, **options: Any) -> None:
        """Add a column."""
        columns.add_column(self._table, column, schema=self._schema, **options)

    def drop_column(self, column_name: str, **options: Any) -> None:
        """Drop a column."""
        columns.drop_column(self._table, column_name, schema=self._schema, **options)

    def alter_column(self, column_name: str, **changes: Any) -> None:
        """Change a column, as :func:`op.alter_column`."""
        columns.alter_column(self._table, column_name, schema=self._schema, **changes)

    def rename_column(self, old_name: str, new_name: str) -> None:
        """Give a column another name."""
        columns.rename_column(self._table, old_name, new_name, schema=self._schema)

    def create_primary_key(
        self, constraint_name: str | None, columns: Sequence[str], **options: Any
    ) -> None:
        """Make columns the primary key."""
        constraints.create_primary_key(
            constraint_name, self._table, columns, schema=self._schema, **options
        )

    def create_unique_constraint(
        self, constraint_name: str | None, columns: Sequence[str], **options: Any
    ) -> None:
        """Let each combination of values occur once."""
        constraints.create_unique_constraint(
            constraint_name, self._table, columns, schema=self._schema, **options
        )

    def create_check_constraint(
        self, constraint_name: str | None, condition: Any, **options: Any
    ) -> None:
        """Demand a condition of every row."""
        constraints.create_check_constraint(
            constraint_name, self._table, condition, schema=self._schema, **options
        )

    def create_foreign_key(
        self,
        constraint_name: str | None,
        referent_table: str,
        local_cols: Sequence[str],
        remote_cols: Sequence[str],
        **options: Any,
    ) -> None:
        """Demand that values occur in another table."""
        constraints.create_foreign_key(
            constraint_name,
            self._table,
            referent_table,
            local_cols,
            remote_cols,
            source_schema=self._schema,
            **options,
        )

    def create_exclude_constraint(
        self, constraint_name: str | None, *elements: Any, **options: Any
    ) -> None:
        """PostgreSQL: no two rows may fulfil all elements."""
        constraints.create_exclude_constraint(
            constraint_name, self._table, *elements, schema=self._schema, **options
        )

    def drop_constraint(
        self, constraint_name: str | None, type_: str | None = None, **content: Any
    ) -> None:
        """Drop a constraint."""
        constraints.drop_constraint(
            constraint_name, self._table, type_, schema=self._schema, **content
        )

    def rename_constraint(self, old_name: str, new_name: str, **options: Any) -> None:
        """Give a constraint another name."""
        constraints.rename_constraint(
            self._table, old_name, new_name, schema=self._schema, **options
        )

    def create_index(
        self, index_name: str | None, columns: Sequence[Any], **options: Any
    ) -> None:
        """Create an index."""
        indexes.create_index(
            index_name, self._table, columns, schema=self._schema, **options
        )

    def drop_index(self, index_name: str, **options: Any) -> None:
        """Drop an index."""
        indexes.drop_index(index_name, self._table, schema=self._schema, **options)

    def rename_index(self, old_name: str, new_name: str) -> None:
        """Give an index another name."""
        indexes.rename_index(old_name, new_name, self._table, schema=self._schema)

    def alter_table(self, **changes: Any) -> None:
        """Change the table's comment or options."""
        tables.alter_table(self._table, schema=self._schema, **changes)

    def create_table_comment(self, comment: str | None, **options: Any) -> None:
        """Set the table's comment."""
        tables.create_table_comment(
            self._table, comment, schema=self._schema, **options
        )

    def drop_table_comment(self, **options: Any) -> None:
        """Remove the table's comment."""
        tables.drop_table_comment(self._table, schema=self._schema, **options)


@contextmanager
def batch_alter_table(table_name: str, *, schema: str | None = None) -> Iterator[Batch]:
    """Gather changes to one table: one rebuild on SQLite, one ALTER TABLE elsewhere.

    Nothing is sent before the end of the block, and nothing at all where it raises.
    """
    gathering = Gathering(migration())
    with in_force(gathering):
        yield Batch(table_name, schema)
    if gathering.operations:
        migration().hand(Group(tuple(gathering.operations)))
