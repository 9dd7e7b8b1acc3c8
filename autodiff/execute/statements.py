"""Statements: the SQL of an item, generated for one database and a state of its schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.knowledge import identified
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.errors.running import OperationUnknown
from autodiff.execute.item import Group, InsertedRows, Item, Opaque, Sql


def statements_of(item: Item, dialect: Dialect, state: State) -> Iterator[Statement]:
    """Return the SQL of an item, with values as literals. Raises OperationUnknown."""
    match item:
        case Group(operations=operations):
            complete = [identified(each, state) for each in operations]
            clear = [each for each in complete if each is not None]
            for operation in clear:
                if not dialect.does(operation):
                    raise OperationUnknown(str(operation.object.key), dialect.name)
            yield from dialect.statements(clear, state)
        case Sql(parameters=parameters) if parameters:
            sets = [parameters] if isinstance(parameters, Mapping) else parameters
            for values in sets:
                yield Statement(written_out(_with(item.statement, values), dialect))
        case Sql(statement=str() as text):
            yield Statement(text)
        case Sql(statement=statement):
            yield Statement(written_out(statement, dialect))
        case InsertedRows(table=table, rows=rows):
            yield from dialect.inserting(
                table, [_insert(table, row, dialect) for row in rows]
            )
        case Opaque():
            return


def _insert(table: Any, row: Mapping[str, Any], dialect: Dialect) -> str:
    """Return the INSERT of one row, without RETURNING, since nothing reads its result."""
    values = {name: _literal(table.c.get(name), value) for name, value in row.items()}
    return written_out(sa.insert(table).inline().values(**values), dialect)


def _literal(column: Any, value: Any) -> Any:
    """Return ``value`` for ``column``; if the column has no type (``sa.column("id")``), as a literal."""
    untyped = column is not None and isinstance(column.type, sa.types.NullType)
    plain = not isinstance(value, sa.ClauseElement)
    return sa.literal(value) if untyped and plain else value


def _with(statement: Any, values: Mapping[str, Any]) -> Any:
    """Return the statement with its parameters bound."""
    construct = sa.text(statement) if isinstance(statement, str) else statement
    if isinstance(construct, sa.TextClause):
        return construct.bindparams(**values)
    return (
        construct.params(**values) if construct.is_select else construct.values(values)
    )


def written_out(statement: Any, dialect: Dialect) -> str:
    """Return a SQLAlchemy construct as SQL with its values as literals."""
    compiled = statement.compile(
        dialect=dialect.sa, compile_kwargs={"literal_binds": True}
    )
    return str(compiled)
