"""Sending: the statements of an item, one by one, each with its number and its error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from autodiff.core.dialect import Dialect
from autodiff.core.knowledge import identified
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.errors import OperationUnknown
from autodiff.execute.item import Group, Item, Opaque, Rows, Sql


def statements_of(item: Item, dialect: Dialect, state: State) -> Iterator[Statement]:
    """The SQL of an item; values are written out."""
    match item:
        case Group(operations=operations):
            found = [identified(each, state) for each in operations]
            clear = [each for each in found if each is not None]
            for operation in clear:
                known = (type(operation), type(operation.object)) in dialect.emitters
                if not known:
                    raise OperationUnknown(str(operation.object.key), dialect.name)
            yield from dialect.statements(clear, state)
        case Sql(statement=statement) if isinstance(statement, str):
            yield Statement(statement)
        case Sql(statement=statement):
            yield Statement(written_out(statement, dialect))
        case Rows(table=table, rows=rows):
            yield from dialect.inserting(
                table, [_insert(table, row, dialect) for row in rows]
            )
        case Opaque():
            return


def _insert(table: Any, row: Mapping[str, Any], dialect: Dialect) -> str:
    """INSERT of one row; nobody is there to read what RETURNING would return."""
    return written_out(sa.insert(table).inline().values(**row), dialect)


def written_out(statement: sa.Executable, dialect: Dialect) -> str:
    """A SQLAlchemy construct as SQL with its values in it."""
    compiled = statement.compile(  # type: ignore[attr-defined]
        dialect=dialect.sa, compile_kwargs={"literal_binds": True}
    )
    return str(compiled)
