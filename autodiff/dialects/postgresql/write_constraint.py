"""Constraints in PostgreSQL's words: INCLUDE, NULLS NOT DISTINCT, NOT VALID and the index behind."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.operation import Alter
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.errors.operations import OperationUnsupported
from autodiff.kinds import check, foreign_key
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import name_of, prefix
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.options import Options, option
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


def _primary_key(value: PrimaryKey, dialect: Dialect) -> str:
    head = f"{prefix(value, dialect)}PRIMARY KEY ({dialect.columns(value.columns)})"
    return head + index_words(value.options, dialect) + value.deferral.sql()


def _unique(value: Unique, dialect: Dialect) -> str:
    distinct = (
        " NULLS NOT DISTINCT"
        if option(value.options, "postgresql_nulls_not_distinct")
        else ""
    )
    columns = dialect.columns(value.columns)
    head = f"{prefix(value, dialect)}UNIQUE{distinct} ({columns})"
    return head + index_words(value.options, dialect) + value.deferral.sql()


def _check(value: Check, dialect: Dialect) -> str:
    inherit = option(value.options, "postgresql_no_inherit")
    text = check.definition(value, dialect) + (" NO INHERIT" if inherit else "")
    return text + _validity(value.options)


def _foreign_key(value: ForeignKey, dialect: Dialect) -> str:
    return foreign_key.definition(value, dialect) + _validity(value.options)


def _exclude(value: Exclude, dialect: Dialect) -> str:
    return f"{prefix(value, dialect)}{value.rule.sql}"


def _validity(options: Options) -> str:
    return " NOT VALID" if option(options, "postgresql_not_valid") else ""


def index_words(options: Options, dialect: Dialect) -> str:
    """INCLUDE, WITH and USING INDEX TABLESPACE as they follow a key's columns."""
    words = include(options, dialect) + storage(options)
    tablespace = option(options, "postgresql_tablespace")
    if tablespace:
        words += f" USING INDEX TABLESPACE {dialect.quote(tablespace)}"
    return words


def include(options: Options, dialect: Dialect) -> str:
    names = option(options, "postgresql_include")
    return f" INCLUDE ({dialect.columns(names)})" if names else ""


def storage(options: Options) -> str:
    pairs = option(options, "postgresql_with")
    if not pairs:
        return ""
    return f" WITH ({', '.join(f'{name} = {value}' for name, value in pairs)})"


DEFINITIONS: Definitions = {
    PrimaryKey: _primary_key,
    Unique: _unique,
    Check: _check,
    ForeignKey: _foreign_key,
    Exclude: _exclude,
}


def _validate(operation: Alter, dialect: Dialect, state: State) -> Iterator[Statement]:
    """The one change of a constraint in place: NOT VALID goes, and the rows are looked at."""
    before, after = operation.before, operation.after
    assert isinstance(before, Check | ForeignKey)
    assert isinstance(after, Check | ForeignKey)
    if not _validity(before.options) or _validity(after.options):
        raise OperationUnsupported("alter", str(after.key), dialect.sa.name)
    table = dialect.qualified(after.namespace, after.table)
    yield altering(table, f"VALIDATE CONSTRAINT {dialect.quote(name_of(after))}")


EMITTERS: Emitters = {(Alter, Check): _validate, (Alter, ForeignKey): _validate}
