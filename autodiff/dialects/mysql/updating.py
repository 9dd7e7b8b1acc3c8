"""Updating rows: our own UPDATE leaves alone the columns that keep the moment of any change."""

from __future__ import annotations

import re

from autodiff.core.dialect import Dialect
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.mysql.defaults import ON_UPDATE
from autodiff.kinds.column import Column, table_name


def update(
    column: Column, value: str, dialect: Dialect, state: State, where: str = ""
) -> Statement:
    """UPDATE of ``column`` to the SQL ``value``; columns with ON UPDATE CURRENT_TIMESTAMP are set
    to what they hold, so that the server does not touch them. Of a default that says ON UPDATE,
    only what comes before it is a value.
    """
    names = [
        each.name
        for each in state.under(column.parent)
        if isinstance(each, Column) and each.name != column.name and _keeps_time(each)
    ]
    value = re.split(ON_UPDATE, value, maxsplit=1, flags=re.IGNORECASE)[0]
    pairs = [f"{dialect.quote(column.name)} = {value}"]
    pairs += [f"{dialect.quote(each)} = {dialect.quote(each)}" for each in names]
    sql = f"UPDATE {table_name(column, dialect)} SET {', '.join(pairs)}"
    return Statement(f"{sql} WHERE {where}" if where else sql)


def _keeps_time(column: Column) -> bool:
    return column.default is not None and ON_UPDATE in column.default.normal.lower()
