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
    collation_of,
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
    type_ = _type(column.type, other, table, terms)
    default = _default(column, nullable, other, terms)
    stated = column.options
    if other is not None and other.options:
        stated = options(dict(other.options) | dict(stated))
    if (
        type_ is column.type
        and default is column.default
        and nullable == column.nullable
        and stated is column.options
    ):
        return column
    return replace(
        column, type=type_, nullable=nullable, default=default, options=stated
    )


def _type(type_: Clause, live: Column | None, table: Table, terms: Terms) -> Clause:
    """A string type without a collation has that of its table, and one of a character set that
    set's; which that is, is known by now. Where it is another than the live column's, it is
    written too: a reader of the script sees what changes.
    """
    if not has_open_collation(type_.normal):
        return _with_known_charset(type_, terms)
    collation = option(table.options, f"{terms.prefix}_collate")
    if collation is None:
        return type_
    normal = type_.normal + COLLATE + collation
    there = collation_of(live.type.normal) if live is not None else None
    if there in (None, collation):
        return type_.with_normal(normal)
    return Clause(normal, f"{type_.sql} COLLATE {collation}")


def _with_known_charset(type_: Clause, terms: Terms) -> Clause:
    if "character set" not in type_.normal:
        return type_
    return type_.with_normal(normal_type(type_.normal, terms.server, terms.settings))


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
