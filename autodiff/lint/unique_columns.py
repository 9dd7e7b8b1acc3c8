"""The columns that a constraint or index keeps unique."""

from __future__ import annotations

from autodiff.kinds.index import Index
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


def unique_columns(value: Unique | PrimaryKey | Index) -> tuple[str, ...]:
    """Return the columns that must be unique; none if an index is not unique or has expressions."""
    if not isinstance(value, Index):
        return value.columns
    plain = len(value.plain_columns) == len(value.parts) and value.unique
    return value.plain_columns if plain else ()
