"""Naming conventions: the name that SQLAlchemy would give to a constraint by one."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from autodiff.core.object import Object
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


def conventional_name(value: Object, convention: Mapping[str, str]) -> str | None:
    """Return the name by ``convention``; None where the convention gives none."""
    if not convention or not isinstance(value, PrimaryKey | Unique | ForeignKey):
        return None
    metadata = sa.MetaData(naming_convention=dict(convention))
    columns = [sa.Column(name, sa.Integer) for name in value.columns]
    constraint = _stated(value)
    sa.Table(value.table, metadata, *columns, constraint)
    return None if constraint.name is None else str(constraint.name)


def _stated(value: PrimaryKey | Unique | ForeignKey) -> sa.Constraint:
    match value:
        case PrimaryKey(columns=columns):
            return sa.PrimaryKeyConstraint(*columns)
        case Unique(columns=columns):
            return sa.UniqueConstraint(*columns)
        case ForeignKey(columns=columns, target_columns=targets):
            there = [f"{value.target_table}.{each}" for each in targets]
            return sa.ForeignKeyConstraint(list(columns), there)
