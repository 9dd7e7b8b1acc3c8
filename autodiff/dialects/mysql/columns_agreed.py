"""Columns of models in the terms of the server: collations settled, what is unstated kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.dialects.mysql.defaults import NULL
from autodiff.dialects.mysql.server import Server, Settings
from autodiff.dialects.mysql.types import (
    COLLATE,
    base_name,
    has_open_collation,
    normal_type,
)
from autodiff.kinds.column import UNSTATED, Column
from autodiff.kinds.options import option, options
from autodiff.kinds.table import Table


class Terms(Protocol):
    """What must be known of the server, and SQLAlchemy's prefix of its options."""

    @property
    def prefix(self) -> str: ...
    @property
    def server(self) -> Server: ...
    @property
    def settings(self) -> Settings: ...


def agreed_column(
    column: Column, live: Object | None, table: Table, primary: bool, terms: Terms
) -> Column:
    """``column`` as this server would show it in ``table``."""
    other = live if isinstance(live, Column) else None
    nullable = column.nullable and not primary
    if column.computed is not None and not terms.server.null_after_computed:
        nullable = True
    return replace(
        column,
        type=_type(column.type, table, terms),
        nullable=nullable,
        default=_default(column, nullable, other, terms),
        options=options(dict(other.options if other else ()) | dict(column.options)),
    )


def _type(type_: Clause, table: Table, terms: Terms) -> Clause:
    """A string type without a collation has that of its table, and one of a character set that
    set's; which that is, is known by now.
    """
    known = normal_type(type_.normal, terms.server, terms.settings)
    type_ = type_ if known == type_.normal else type_.with_normal(known)
    collation = option(table.options, f"{terms.prefix}_collate")
    if collation is None or not has_open_collation(type_.normal):
        return type_
    return type_.with_normal(type_.normal + COLLATE + collation)


def _default(
    column: Column, nullable: bool, live: Column | None, terms: Terms
) -> Clause | None:
    """DEFAULT NULL says nothing. An old-style TIMESTAMP NOT NULL has a default of the server's own
    choice (explicit_defaults_for_timestamp=OFF).
    """
    default = column.default
    if default is not None and default.normal == NULL:
        return None
    left_open = default is not None and default.normal == UNSTATED.normal
    if (
        default is None
        and not nullable
        and base_name(column.type.normal) == "timestamp"
    ):
        left_open = not terms.settings.explicit_timestamps
    if left_open:
        return live.default if live else None
    return default
