"""How SQL Server writes columns and constraints."""

from __future__ import annotations

from autodiff.core.dialect import Definitions, Dialect
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, Identity
from autodiff.kinds.constraint import prefix
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.options import Options, option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


def column(value: Column, dialect: Dialect) -> str:
    """NULL is said too: what holds without it is a setting of the connection."""
    name = dialect.quote(value.name)
    if value.computed is not None:
        stored = " PERSISTED" if value.computed.stored else ""
        return f"{name} AS ({value.computed.expression.sql}){stored}"
    words = [name, typed(value)]
    if value.identity is not None:
        words.append(_identity(value.identity))
    elif value.autoincrement:
        words.append("IDENTITY")
    if value.default is not None:
        words.append(f"DEFAULT {value.default.sql}")
    return " ".join(words)


def typed(value: Column) -> str:
    """Type and nullability, which ALTER COLUMN must always say together."""
    return f"{value.type.sql} {'NULL' if value.nullable else 'NOT NULL'}"


def _identity(identity: Identity) -> str:
    start, step = identity.counting.start, identity.counting.increment
    if start is None and step is None:
        return "IDENTITY"
    return f"IDENTITY({1 if start is None else start}, {1 if step is None else step})"


def clustering(options: Options) -> str:
    """CLUSTERED or NONCLUSTERED and a space, where either is stated."""
    stated = option(options, "mssql_clustered")
    if stated is None:
        return ""
    return "CLUSTERED " if stated else "NONCLUSTERED "


def _primary_key(value: PrimaryKey, dialect: Dialect) -> str:
    columns, head = dialect.columns(value.columns), prefix(value, dialect)
    return f"{head}PRIMARY KEY {clustering(value.options)}({columns})"


def _unique(value: Unique, dialect: Dialect) -> str:
    columns, head = dialect.columns(value.columns), prefix(value, dialect)
    return f"{head}UNIQUE {clustering(value.options)}({columns})"


def _check(value: Check, dialect: Dialect) -> str:
    return f"{prefix(value, dialect)}CHECK ({value.condition.sql})"


def _foreign_key(value: ForeignKey, dialect: Dialect) -> str:
    """There is neither MATCH nor deferral."""
    target = dialect.qualified(value.target_namespace, value.target_table)
    here, there = dialect.columns(value.columns), dialect.columns(value.target_columns)
    words = [f"{prefix(value, dialect)}FOREIGN KEY ({here})"]
    words.append(f"REFERENCES {target} ({there})")
    if value.on_delete:
        words.append(f"ON DELETE {value.on_delete}")
    if value.on_update:
        words.append(f"ON UPDATE {value.on_update}")
    return " ".join(words)


DEFINITIONS: Definitions = {
    Column: column,
    PrimaryKey: _primary_key,
    Unique: _unique,
    Check: _check,
    ForeignKey: _foreign_key,
}
