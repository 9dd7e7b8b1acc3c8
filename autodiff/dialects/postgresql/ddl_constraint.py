"""Write DDL of constraints and indexes: INCLUDE, NULLS NOT DISTINCT, NOT VALID, CONCURRENTLY."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.operation import Alter, Create, Drop
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.errors.operations import OperationUnsupported
from autodiff.kinds import check, foreign_key
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import name_of, prefix
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.options import DialectOptions, option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


def _primary_key(value: PrimaryKey, dialect: Dialect) -> str:
    head = f"{prefix(value, dialect)}PRIMARY KEY ({dialect.columns(value.columns)})"
    return head + _index_words(value.options, dialect) + value.deferral.sql()


def _unique(value: Unique, dialect: Dialect) -> str:
    columns = dialect.columns(value.columns)
    distinct = _nulls_not_distinct(value.options)
    head = f"{prefix(value, dialect)}UNIQUE{distinct} ({columns})"
    return head + _index_words(value.options, dialect) + value.deferral.sql()


def _check(value: Check, dialect: Dialect) -> str:
    inherit = option(value.options, "postgresql_no_inherit")
    text = check.definition(value, dialect) + (" NO INHERIT" if inherit else "")
    return text + _validity(value.options)


def _foreign_key(value: ForeignKey, dialect: Dialect) -> str:
    return foreign_key.definition(value, dialect) + _validity(value.options)


def _exclude(value: Exclude, dialect: Dialect) -> str:
    return f"{prefix(value, dialect)}{value.rule.sql}"


# --- words that several of them share -------------------------------------------------------------


def _validity(options: DialectOptions) -> str:
    return " NOT VALID" if option(options, "postgresql_not_valid") else ""


def _nulls_not_distinct(options: DialectOptions) -> str:
    stated = option(options, "postgresql_nulls_not_distinct")
    return " NULLS NOT DISTINCT" if stated else ""


def _index_words(options: DialectOptions, dialect: Dialect) -> str:
    """Write INCLUDE, WITH and USING INDEX TABLESPACE as they follow a key's columns."""
    words = _include(options, dialect) + storage(options)
    if tablespace := option(options, "postgresql_tablespace"):
        words += f" USING INDEX TABLESPACE {dialect.quote(tablespace)}"
    return words


def _include(options: DialectOptions, dialect: Dialect) -> str:
    names = option(options, "postgresql_include")
    return f" INCLUDE ({dialect.columns(names)})" if names else ""


def storage(options: DialectOptions) -> str:
    """Write WITH and the storage parameters, for tables and indexes."""
    pairs = option(options, "postgresql_with")
    if not pairs:
        return ""
    return f" WITH ({', '.join(f'{name} = {value}' for name, value in pairs)})"


def _validate(
    operation: Alter[Check | ForeignKey], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write VALIDATE CONSTRAINT for one that was NOT VALID: the only change in place."""
    before, after = operation.before, operation.after
    if not _validity(before.options) or _validity(after.options):
        raise OperationUnsupported("alter", str(after.key), dialect.sa.name)
    table = dialect.qualified(after.namespace, after.table)
    yield altering(table, f"VALIDATE CONSTRAINT {dialect.quote(name_of(after))}")


# --- indexes --------------------------------------------------------------------------------------


def _create_index(
    operation: Create[Index], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Create an index, outside a transaction where CONCURRENTLY is stated."""
    index = operation.object
    concurrently = bool(option(index.options, "postgresql_concurrently"))
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    words = ("CONCURRENTLY " if concurrently else "") + guard
    yield Statement(index_sql(index, words, dialect), transactional=not concurrently)


def index_sql(index: Index, words: str, dialect: Dialect) -> str:
    """Write CREATE INDEX; ``words`` stand before the name."""
    unique = "UNIQUE " if index.unique else ""
    table = dialect.qualified(index.namespace, index.table)
    method = option(index.options, "postgresql_using")
    how = f" USING {method}" if method else ""
    parts = ", ".join(part.sql(dialect) for part in index.parts)
    head = f"CREATE {unique}INDEX {words}{dialect.quote(index.name)} ON {table}{how}"
    return f"{head} ({parts}){_index_tail(index, dialect)}"


def _index_tail(index: Index, dialect: Dialect) -> str:
    words = _include(index.options, dialect) + _nulls_not_distinct(index.options)
    words += storage(index.options)
    if tablespace := option(index.options, "postgresql_tablespace"):
        words += f" TABLESPACE {dialect.quote(tablespace)}"
    return words + (f" WHERE {index.where.sql}" if index.where else "")


def _drop_index(
    operation: Drop[Index], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Drop an index in the way in which it was created."""
    index = operation.object
    concurrently = bool(option(index.options, "postgresql_concurrently"))
    guard = "IF EXISTS " if operation.if_exists else ""
    words = ("CONCURRENTLY " if concurrently else "") + guard
    name = dialect.qualified(index.namespace, index.name)
    yield Statement(f"DROP INDEX {words}{name}", transactional=not concurrently)


DEFINITIONS: Definitions = {
    PrimaryKey: _primary_key,
    Unique: _unique,
    Check: _check,
    ForeignKey: _foreign_key,
    Exclude: _exclude,
}
EMITTERS: Emitters = {
    (Alter, Check): _validate,
    (Alter, ForeignKey): _validate,
    (Create, Index): _create_index,
    (Drop, Index): _drop_index,
}
