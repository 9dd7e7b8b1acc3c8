"""How Oracle writes columns, constraints and tables."""

from __future__ import annotations

from autodiff.core.dialect import Definitions, Dialect
from autodiff.kinds.column import Column, Computed, identity_sql
from autodiff.kinds.constraint import prefix
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.options import option
from autodiff.kinds.table import Table


def column(value: Column, dialect: Dialect) -> str:
    """DEFAULT stands before NOT NULL; a computed column is virtual."""
    words = [dialect.quote(value.name), value.type.sql]
    if value.default is not None:
        words.append(f"DEFAULT {value.default.sql}")
    if value.computed is not None:
        words.append(computed_sql(value.computed))
    if value.identity is not None:
        words.append(identity_sql(value.identity))
    if not value.nullable:
        words.append("NOT NULL")
    return " ".join(words)


def computed_sql(computed: Computed) -> str:
    return f"GENERATED ALWAYS AS ({computed.expression.sql}) VIRTUAL"


def _foreign_key(value: ForeignKey, dialect: Dialect) -> str:
    """There is neither ON UPDATE nor MATCH."""
    target = dialect.qualified(value.target_namespace, value.target_table)
    here, there = (
        dialect.columns(value.columns),
        dialect.columns(value.target_columns),
    )
    head = f"{prefix(value, dialect)}FOREIGN KEY ({here}) REFERENCES {target} ({there})"
    deleted = f" ON DELETE {value.on_delete}" if value.on_delete else ""
    return head + deleted + value.deferral.sql()


def _table(value: Table, dialect: Dialect) -> str:
    words = ""
    if on_commit := option(value.options, "oracle_on_commit"):
        words += f" ON COMMIT {str(on_commit).replace('_', ' ').upper()}"
    if compress := option(value.options, "oracle_compress"):
        words += " COMPRESS" if compress is True else f" COMPRESS FOR {compress}"
    if tablespace := option(value.options, "oracle_tablespace"):
        words += f" TABLESPACE {dialect.quote(tablespace)}"
    return words


DEFINITIONS: Definitions = {Column: column, ForeignKey: _foreign_key, Table: _table}
