"""The declared side: what SQLAlchemy's models mean to PostgreSQL."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.sameness import type_key
from autodiff.kinds.enum import Enum
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.mention import columns_mentioned, types_used
from autodiff.kinds.naming import final_name
from autodiff.kinds.options import Options, options, states_options

_TABLE_OPTIONS = ("with", "tablespace", "using", "partition_by", "inherits")
_SERIALS = (" SERIAL", " BIGSERIAL", " SMALLSERIAL")

Known = dict[Hashable, bool]
"""By type: whether a numbered column of it is SERIAL."""


def is_serial(column: sa.Column[Any], dialect: Dialect, known: Known) -> bool:
    """Whether CREATE TABLE would say SERIAL; SQLAlchemy's own compiler is asked.

    It is asked once for each type, where a column states nothing else that it looks at: ``known``
    holds what it said. ``compiled_serial`` is the plain way.
    """
    if not column.primary_key or column is not column.table.autoincrement_column:
        return False
    key = type_key(column.type)
    stated = (column.default, column.server_default, column.identity, column.computed)
    if key is None or any(each is not None for each in stated):
        return compiled_serial(column, dialect)
    if key not in known:
        known[key] = compiled_serial(column, dialect)
    return known[key]


def compiled_serial(column: sa.Column[Any], dialect: Dialect) -> bool:
    """Whether the compiled column of a primary key says SERIAL."""
    name = dialect.sa.identifier_preparer.format_column(column)
    words = str(dialect.ddl.get_column_specification(column)).removeprefix(name)
    return words.startswith(_SERIALS)


_PLAIN_ENUMS = (sa.Enum, postgresql.ENUM)
"""These say all themselves; what SQLAlchemy makes of one here takes long and says the same."""


_MAY_HOLD_ENUM = (sa.Enum, sa.ARRAY, TypeDecorator)
"""Nearly every column's type is none of these; asking each what it is here takes long."""


def enum_of(type_: Any, dialect: Dialect) -> Enum | None:
    """The named enum type within a column's type: itself, behind a decorator, in an array."""
    if type_._variant_mapping:
        found = type_.dialect_impl(dialect.sa)
    elif type(type_) in _PLAIN_ENUMS:
        found = type_
    elif isinstance(type_, _MAY_HOLD_ENUM):
        found = type_.dialect_impl(dialect.sa)
    else:
        return None
    while True:
        if isinstance(found, TypeDecorator):
            found = found.impl_instance.dialect_impl(dialect.sa)
        elif isinstance(found, sa.ARRAY):
            found = found.item_type.dialect_impl(dialect.sa)
        else:
            break
    if not isinstance(found, sa.Enum) or not found.native_enum or not found.name:
        return None
    return Enum(dialect.namespace(found.schema), str(found.name), tuple(found.enums))


def exclusion(constraint: Any, dialect: Dialect) -> Iterator[Exclude]:
    """The value of an ``ExcludeConstraint``."""
    table = constraint.table
    sql = str(dialect.ddl.process(constraint))
    rule = sql[sql.index("EXCLUDE USING ") :]
    named = tuple(column.name for column in constraint.columns)
    columns = tuple(dict.fromkeys([*named, *columns_mentioned(rule, table)]))
    yield Exclude(
        dialect.namespace(table.schema),
        table.name,
        final_name(constraint, dialect),
        Clause(rule, rule),
        columns,
        types_used(columns, table, dialect),
    )


def table_options(table: sa.Table) -> Options:
    """What a model states of storage, partitioning and inheritance."""
    if not states_options(table) and not table._prefixes:
        return ()
    stated = table.dialect_options["postgresql"]
    found = {f"postgresql_{name}": stated.get(name) for name in _TABLE_OPTIONS}
    prefixes = [str(each).upper() for each in table._prefixes]
    found["prefixes"] = [each for each in prefixes if each == "UNLOGGED"]
    return options(found)
