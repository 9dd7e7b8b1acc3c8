"""``op``: the functions for a revision's ``upgrade()`` and ``downgrade()``."""

from typing import Any

from autodiff.operations.altering import alter_column
from autodiff.operations.batch import Batch, batch_alter_table
from autodiff.operations.bind import (
    autocommit_block,
    get_bind,
    get_context,
    run_async,
)
from autodiff.operations.columns import add_column, drop_column, rename_column
from autodiff.operations.constraints import (
    create_check_constraint,
    create_exclude_constraint,
    create_foreign_key,
    create_primary_key,
    create_unique_constraint,
    set_primary_key,
)
from autodiff.operations.data import bulk_insert, execute, f, inline_literal
from autodiff.operations.exclude_rule import exclude_rule
from autodiff.operations.indexes import create_index, drop_index, rename_index
from autodiff.operations.named_constraints import (
    drop_constraint,
    rename_constraint,
    validate_constraint,
)
from autodiff.operations.own import (
    found,
    implementation_for,
    invoke,
    register_operation,
)
from autodiff.operations.tables import (
    alter_table,
    alter_table_options,
    create_schema,
    create_table,
    create_table_comment,
    drop_schema,
    drop_table,
    drop_table_comment,
    move_table,
    rename_table,
)
from autodiff.operations.types import (
    alter_enum,
    alter_sequence,
    create_enum,
    create_sequence,
    drop_enum,
    drop_sequence,
    rename_enum,
    rename_sequence,
)

__all__ = [
    "Batch",
    "add_column",
    "alter_column",
    "alter_enum",
    "alter_sequence",
    "alter_table",
    "alter_table_options",
    "autocommit_block",
    "batch_alter_table",
    "bulk_insert",
    "create_check_constraint",
    "create_enum",
    "create_exclude_constraint",
    "create_foreign_key",
    "create_index",
    "create_primary_key",
    "create_schema",
    "create_sequence",
    "create_table",
    "create_table_comment",
    "create_unique_constraint",
    "drop_column",
    "drop_constraint",
    "drop_enum",
    "drop_index",
    "drop_schema",
    "drop_sequence",
    "drop_table",
    "drop_table_comment",
    "exclude_rule",
    "execute",
    "f",
    "get_bind",
    "get_context",
    "implementation_for",
    "inline_literal",
    "invoke",
    "move_table",
    "register_operation",
    "rename_column",
    "rename_constraint",
    "rename_enum",
    "rename_index",
    "rename_sequence",
    "rename_table",
    "run_async",
    "set_primary_key",
    "validate_constraint",
]


def _of_a_package(name: str) -> Any:
    """Return an operation that a package registered; raises FunctionUnknown."""
    if name.startswith("__"):
        raise AttributeError(name)
    return found(name, __all__)


# Set where type checkers do not look: to them a misspelt operation is an error.
globals()["__getattr__"] = _of_a_package
