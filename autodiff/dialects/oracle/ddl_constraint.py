"""Write DDL of constraints and indexes as Oracle requires."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.operation import Create
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.kinds.constraint import prefix
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.options import option


def _foreign_key(value: ForeignKey, dialect: Dialect) -> str:
    """Write a foreign key without ON UPDATE and MATCH, which are not supported."""
    target = dialect.qualified(value.target_namespace, value.target_table)
    here, there = (
        dialect.columns(value.columns),
        dialect.columns(value.target_columns),
    )
    head = f"{prefix(value, dialect)}FOREIGN KEY ({here}) REFERENCES {target} ({there})"
    deleted = f" ON DELETE {value.on_delete}" if value.on_delete else ""
    return head + deleted + value.deferral.sql()


DEFINITIONS: Definitions = {ForeignKey: _foreign_key}


# --- statements -----------------------------------------------------------------------------------


def _create_index(
    operation: Create[Index], dialect: Dialect, state: State
) -> Iterator[Statement]:
    index = operation.object
    kind = "BITMAP " if option(index.options, "oracle_bitmap") else ""
    kind = "UNIQUE " if index.unique else kind
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    name = dialect.qualified(index.namespace, index.name)
    table = dialect.qualified(index.namespace, index.table)
    parts = ", ".join(part.sql(dialect) for part in index.parts)
    compress = option(index.options, "oracle_compress")
    words = f" COMPRESS{'' if compress is True else f' {compress}'}" if compress else ""
    yield Statement(f"CREATE {kind}INDEX {guard}{name} ON {table} ({parts}){words}")


EMITTERS: Emitters = {(Create, Index): _create_index}
