"""Definitions: how SQLite writes each kind inside CREATE TABLE, and the indexes beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from autodiff.core.dialect import Definition, Definitions, Dialect
from autodiff.core.object import Object
from autodiff.dialects.sqlite.expressions import default_sql, is_operand
from autodiff.kinds import check, primary_key, unique
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, computed_sql
from autodiff.kinds.constraint import prefix
from autodiff.kinds.deferral import Deferral
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.options import Options, option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.table import Table, prefixes
from autodiff.kinds.unique import Unique


def column(value: Column, dialect: Dialect) -> str:
    """Name, type, default, NOT NULL, expression: in the order in which SQLAlchemy has them."""
    words = [dialect.quote(value.name), value.type.sql, *column_clauses(value)]
    return " ".join(word for word in words if word)


def column_clauses(value: Column) -> Iterable[str]:
    """What follows the type."""
    if value.default is not None:
        yield f"DEFAULT {default_sql(value.default.sql)}"
    if not value.nullable:
        yield not_null(value)
    if value.computed is not None:
        yield computed_sql(value.computed)


def not_null(value: Column) -> str:
    way = option(value.options, "sqlite_on_conflict_not_null")
    return f"NOT NULL ON CONFLICT {way}" if way else "NOT NULL"


def _conflict(options: Options) -> str:
    way = option(options, "sqlite_on_conflict")
    return f" ON CONFLICT {way}" if way else ""


def _primary_key(value: PrimaryKey, dialect: Dialect) -> str:
    """Only foreign keys can be deferred."""
    value = replace(value, deferral=Deferral())
    return primary_key.definition(value, dialect) + _conflict(value.options)


def _unique(value: Unique, dialect: Dialect) -> str:
    value = replace(value, deferral=Deferral())
    return unique.definition(value, dialect) + _conflict(value.options)


def _check(value: Check, dialect: Dialect) -> str:
    value = replace(value, deferral=Deferral())
    return check.definition(value, dialect) + _conflict(value.options)


def _foreign_key(value: ForeignKey, dialect: Dialect) -> str:
    """As the standard has it, but the target always lies in the same namespace."""
    columns, target = dialect.columns(value.columns), dialect.quote(value.target_table)
    words = [f"{prefix(value, dialect)}FOREIGN KEY ({columns}) REFERENCES {target}"]
    if value.target_columns:
        words.append(f"({dialect.columns(value.target_columns)})")
    if value.match:
        words.append(f"MATCH {value.match}")
    if value.on_delete:
        words.append(f"ON DELETE {value.on_delete}")
    if value.on_update:
        words.append(f"ON UPDATE {value.on_update}")
    return " ".join(words) + value.deferral.sql()


def option_words(options: Options) -> tuple[str, ...]:
    """What stands behind the closing parenthesis."""
    words = []
    if option(options, "sqlite_with_rowid") is False:
        words.append("WITHOUT ROWID")
    if option(options, "sqlite_strict"):
        words.append("STRICT")
    return tuple(words)


def _table(value: Table, dialect: Dialect) -> str:
    words = option_words(value.options)
    return " " + ", ".join(words) if words else ""


DEFINITIONS: Definitions = {
    Table: _table,
    Column: column,
    PrimaryKey: _primary_key,
    Unique: _unique,
    Check: _check,
    ForeignKey: _foreign_key,
}


def table_sql(
    name: str, table: Table, parts: Iterable[Object], dialect: Dialect
) -> str:
    """CREATE TABLE of ``name`` (written as it stands, with IF NOT EXISTS if wanted).

    AUTOINCREMENT must stand at the column, with the primary key.
    """
    inner = [each for each in parts if type(each) in dialect.definitions]
    counted = _counted(table, inner)
    lines = []
    for each in inner:
        if counted is not None and each is counted:
            continue
        line = dialect.definition(each)
        if counted is not None and _numbers(each, counted):
            head = prefix(counted, dialect)
            line += f" {head}PRIMARY KEY{_conflict(counted.options)} AUTOINCREMENT"
        lines.append(line)
    body = ",\n  ".join(lines)
    return f"CREATE {prefixes(table)}TABLE {name} (\n  {body}\n){dialect.definition(table)}"


def _counted(table: Table, parts: Iterable[Object]) -> PrimaryKey | None:
    if not option(table.options, "sqlite_autoincrement"):
        return None
    keys = [each for each in parts if isinstance(each, PrimaryKey)]
    return keys[0] if keys and len(keys[0].columns) == 1 else None


def _numbers(part: Object, key: PrimaryKey) -> bool:
    return isinstance(part, Column) and part.name == key.columns[0]


def _part(part: IndexPart, dialect: Dialect) -> str:
    """An expression needs parentheses only where a collation follows and would bind closer."""
    sql = part.expression.sql
    if part.column is not None or (part.collation and not is_operand(sql)):
        return part.sql(dialect)
    words = [sql]
    if part.collation:
        words.append(f"COLLATE {dialect.quote(part.collation)}")
    if part.descending:
        words.append("DESC")
    return " ".join(words)


def index_sql(index: Index, dialect: Dialect, guard: str = "") -> str:
    """CREATE INDEX; the namespace stands before the index, not the table."""
    kind = "UNIQUE INDEX" if index.unique else "INDEX"
    name = dialect.qualified(index.namespace, index.name)
    parts = ", ".join(_part(part, dialect) for part in index.parts)
    where = f" WHERE {index.where.sql}" if index.where else ""
    table = dialect.quote(index.table)
    return f"CREATE {kind} {guard}{name} ON {table} ({parts}){where}"


def merged(standard: Mapping[type, Definition]) -> Definitions:
    """The standard definitions with SQLite's exceptions."""
    return {**standard, **DEFINITIONS}
