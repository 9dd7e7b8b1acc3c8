"""Models that no database, or not this one, can create; the error names the object."""

from __future__ import annotations

from typing import Any, TypeVar

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.errors.models import ModelImpossible
from autodiff.kinds.column import Column, declared

_KEYS = (sa.UniqueConstraint, sa.ForeignKeyConstraint)
ConstraintOrIndex = TypeVar("ConstraintOrIndex", bound="sa.Constraint | sa.Index")


def compiled(column: sa.Column[Any], dialect: Dialect) -> Column:
    """Return the value of a column; raises ModelImpossible where its type has no SQL on this
    database.

    SQLAlchemy's own error names the type but not the column.
    """
    try:
        return declared(column, dialect)
    except sa.exc.CompileError as problem:
        reason = f"has no type on this database: {_reason(problem, column)}"
        way_out = "State a type that this database has, perhaps by with_variant()"
        raise ModelImpossible(f"column {column}", reason, way_out) from problem


def _reason(problem: sa.exc.CompileError, column: sa.Column[Any]) -> str:
    """Return SQLAlchemy's reason without the addresses of its objects."""
    if isinstance(problem, sa.exc.UnsupportedCompilationError):
        return f"{type(column.type).__name__} is unknown to it"
    return str(problem.args[0]).rstrip(".?")


def with_columns(item: ConstraintOrIndex) -> ConstraintOrIndex:
    """Return a constraint or index unchanged; raises ModelImpossible where it has no columns.

    An empty primary key is no constraint, and a CHECK or EXCLUDE has its columns in its text.
    """
    if _has_no_columns(item):
        title = " ".join([item.__visit_name__.replace("_", " "), str(item.name or "")])
        words = f"{title.strip()} of table {item.table}"
        raise ModelImpossible(words, "has no columns", "Name its columns or remove it")
    return item


def _has_no_columns(item: object) -> bool:
    if isinstance(item, sa.Index):
        return not item.expressions
    return isinstance(item, _KEYS) and not item.columns
