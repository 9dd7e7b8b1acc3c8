"""Sending: the statements of an item, one by one, each with its number and its error."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.errors import OperationUnknown
from autodiff.execute.item import Group, Item, Opaque, Rows, Sql


def statements_of(item: Item, dialect: Dialect, state: State) -> Iterator[Statement]:
    """The SQL of an item; values are written out."""
    match item:
        case Group(operations=operations):
            for operation in operations:
                known = (type(operation), type(operation.object)) in dialect.emitters
                if not known:
                    raise OperationUnknown(str(operation.object.key), dialect.name)
            yield from dialect.statements(operations, state)
        case Sql(statement=statement) if isinstance(statement, str):
            yield Statement(statement)
        case Sql(statement=statement):
            yield Statement(written_out(statement, dialect))
        case Rows(table=table, rows=rows):
            for row in rows:
                yield Statement(written_out(sa.insert(table).values(**row), dialect))
        case Opaque():
            return


def written_out(statement: sa.Executable, dialect: Dialect) -> str:
    """A SQLAlchemy construct as SQL with its values in it."""
    compiled = statement.compile(  # type: ignore[attr-defined]
        dialect=dialect.sa, compile_kwargs={"literal_binds": True}
    )
    return str(compiled)
