"""Bare types: what a decorator, a variant or an emulated type stands for on one database."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect


def bare_type(clause: Clause, dialect: Dialect) -> TypeEngine[Any] | None:
    """Return the SQLAlchemy type of a column's values on this database; None where it is unknown.

    A type that an application defines (``UserDefinedType``) is looked up by its SQL.
    """
    type_ = clause.source
    if not isinstance(type_, TypeEngine) or isinstance(type_, UserDefinedType):
        type_ = dialect.type_object(clause.sql)
    return _bare(type_, dialect) if isinstance(type_, TypeEngine) else None


def _bare(type_: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    if isinstance(type_, sa.Interval):
        native = type_.dialect_impl(dialect.sa)
        return sa.DateTime() if isinstance(native, sa.Interval) else native
    while isinstance(type_, TypeDecorator):
        type_ = type_.load_dialect_impl(dialect.sa)
    return type_
