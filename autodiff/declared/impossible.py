"""What no database, or not this one, would create: refused by name."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, TypeVar

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.schema import Schema
from autodiff.errors.models import ModelImpossible
from autodiff.kinds.column import Column, declared
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.place import access_key, candidate_key
from autodiff.kinds.primary_key import PrimaryKey

_KEYS = (sa.UniqueConstraint, sa.ForeignKeyConstraint)
Item = TypeVar("Item", bound="sa.Constraint | sa.Index")


def compiled(column: sa.Column[Any], dialect: Dialect) -> Column:
    """The value of a column. SQLAlchemy says which type has no SQL on this database; here, of
    which column.
    """
    try:
        return declared(column, dialect)
    except sa.exc.CompileError as problem:
        reason = f"has no type on this database: {_said(problem, column)}"
        way_out = "State a type that this database has, perhaps by with_variant()"
        raise ModelImpossible(f"column {column}", reason, way_out) from problem


def _said(problem: sa.exc.CompileError, column: sa.Column[Any]) -> str:
    """What SQLAlchemy says, less the addresses of its objects."""
    if isinstance(problem, sa.exc.UnsupportedCompilationError):
        return f"{type(column.type).__name__} is unknown to it"
    return str(problem.args[0]).rstrip(".?")


def with_columns(item: Item) -> Item:
    """A constraint or index as it is; refused where it is over nothing. An empty primary key is
    none, and what a CHECK or EXCLUDE is over its text says.
    """
    if _is_over_nothing(item):
        title = " ".join([item.__visit_name__.replace("_", " "), str(item.name or "")])
        what = f"{title.strip()} of table {item.table}"
        raise ModelImpossible(what, "has no columns", "Name its columns or remove it")
    return item


def _is_over_nothing(item: object) -> bool:
    if isinstance(item, sa.Index):
        return not item.expressions
    return isinstance(item, _KEYS) and not item.columns


def reachable(schema: Schema, dialect: Dialect) -> None:
    """Refuse a foreign key to columns of these tables that are not unique, or on MySQL not
    indexed: PostgreSQL's 42830, MySQL's 1005 and 1822.
    """
    pointing = [each for each in schema.values() if isinstance(each, ForeignKey)]
    doubtful = [each for each in pointing if not _at_primary_key(each, schema)]
    if not dialect.target_kinds or not doubtful:
        return
    known = [each for each in schema.values() if not isinstance(each, Column)]
    provided = {key for each in known for key in each.provides()}
    for each in doubtful:
        if _misses(each, provided, dialect):
            what = f"foreign key {each.name or ''} of table {each.table}"
            reason = f"points at columns that are not unique, {each.signature}"
            way_out = "Make the columns that it points at unique"
            raise ModelImpossible(" ".join(what.split()), reason, way_out)


def _at_primary_key(key: ForeignKey, schema: Schema) -> bool:
    """Whether ``key`` points at a primary key as it stands, as nearly all do: that is unique, and
    indexed in this order.
    """
    place = (key.target_namespace, key.target_table)
    found = schema.get(Key(PrimaryKey.kind, *place, ""))
    return isinstance(found, PrimaryKey) and found.columns == key.target_columns


def _misses(key: ForeignKey, provided: Set[Key], dialect: Dialect) -> bool:
    """Whether the table is there that ``key`` points at, but nothing that it may point at."""
    there = (key.target_namespace, key.target_table, key.target_columns)
    ends = {candidate_key(*there), access_key(*there)}
    usable = {each for each in ends if each.kind in dialect.target_kinds}
    return key.target in provided and not usable & provided
