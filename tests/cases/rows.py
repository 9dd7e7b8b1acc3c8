"""Rows for any tables: a few values for each column by its type, parents before children."""

from __future__ import annotations

import datetime
import decimal
import uuid
from typing import Any

import sqlalchemy as sa


def fill(connection: sa.Connection, metadata: sa.MetaData, count: int = 3) -> None:
    """Put ``count`` rows into every table of ``metadata``; row n holds the n-th value of each type,
    so foreign keys find their parents.
    """
    for table in metadata.sorted_tables:
        columns = [
            each
            for each in table.columns
            if each.computed is None and each.identity is None
        ]
        for number in range(1, count + 1):
            values = {each.key: value(each.type, number) for each in columns}
            connection.execute(sa.insert(table).values(values))


def value(type_: sa.types.TypeEngine[Any], number: int) -> Any:
    """The ``number``-th value (from 1) of a type; distinct, within any check on being positive."""
    if isinstance(type_, sa.Enum):
        return (type_.enum_class and list(type_.enum_class)[0]) or type_.enums[0]
    if isinstance(type_, sa.ARRAY):
        return [value(type_.item_type, number)]
    makers: list[tuple[type, Any]] = [
        (sa.Boolean, number % 2 == 0),
        (sa.Integer, number),
        (sa.Numeric, decimal.Decimal(number)),
        (sa.Date, datetime.date(2020, 1, number)),
        (sa.DateTime, datetime.datetime(2020, 1, number)),
        (sa.Time, datetime.time(number)),
        (sa.Interval, datetime.timedelta(hours=number)),
        (sa.LargeBinary, bytes([number])),
        (sa.Uuid, uuid.UUID(int=number)),
        (sa.JSON, {"n": number}),
        (sa.String, str(number)),
    ]
    for class_, made in makers:
        if isinstance(type_, class_):
            return made
    return None


def contents(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, by table; each row by column, sorted."""
    inspector = sa.inspect(connection)
    found: dict[str, list[dict[str, Any]]] = {}
    for name in inspector.get_table_names():
        if name.startswith("autodiff_"):
            continue
        quoted = connection.dialect.identifier_preparer.quote(name)
        rows = connection.exec_driver_sql(f"select * from {quoted}").mappings()
        found[name] = sorted(
            (dict(row) for row in rows), key=lambda row: repr(sorted(row.items()))
        )
    return found
