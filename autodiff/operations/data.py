"""What a script does beside changing the schema: SQL of its own, rows, the live connection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import conv

from autodiff.execute.current import Migration, migration
from autodiff.execute.item import Rows, Sql


def execute(
    statement: Any,
    parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    *,
    execution_options: Mapping[str, Any] | None = None,
) -> Any:
    """Run SQL: text as it stands, or a SQLAlchemy construct.

    With ``parameters``, text may name them (``:name``); without, a colon is a colon.
    """
    if execution_options and not isinstance(statement, str):
        statement = statement.execution_options(**execution_options)
    return migration().hand(Sql(statement, parameters))


def bulk_insert(
    table: sa.Table | sa.TableClause,
    rows: Sequence[Mapping[str, Any]],
    *,
    multiinsert: bool = True,
) -> None:
    """Insert rows; ``multiinsert=False`` sends one statement a row."""
    migration().hand(Rows(table, tuple(rows), multiinsert))


def inline_literal(value: Any, type_: Any = None) -> Any:
    """A value that is written into the SQL rather than sent beside it."""
    return sa.literal(value, type_, literal_execute=False)


def get_bind() -> Connection:
    """The live connection; a script that asks for it cannot run offline."""
    return migration().bind()


def get_context() -> Migration:
    """The migration in force."""
    return migration()


@contextmanager
def autocommit_block() -> Iterator[None]:
    """Outside any transaction: what was done before is committed."""
    with migration().autocommit():
        yield


def f(name: str) -> conv:
    """A name that is final: no naming convention is applied to it."""
    return conv(name)
