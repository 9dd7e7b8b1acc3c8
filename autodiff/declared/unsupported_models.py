"""What no database, or not this one, would create: refused by name."""

from __future__ import annotations

from typing import Any, TypeVar

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.errors.models import ModelImpossible
from autodiff.kinds.column import Column, declared

_KEYS = (sa.UniqueConstraint, sa.ForeignKeyConstraint)
ConstraintOrIndex = TypeVar("ConstraintOrIndex", bound="sa.Constraint | sa.Index")


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


def with_columns(item: ConstraintOrIndex) -> ConstraintOrIndex:
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
