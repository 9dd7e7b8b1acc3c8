"""The journey: a database with rows goes from one set of models to another and comes back."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal

import sqlalchemy as sa

from autodiff.commands.declaring import creatable_schema
from autodiff.compare.compare import Renames, compare
from autodiff.compare.renames import stated_renames
from autodiff.core.grouping import grouped
from autodiff.core.operation import Operation, inverses
from autodiff.core.scope import Scope
from autodiff.dialects.registry import dialect_of
from autodiff.execute.live import LiveState
from tests.cases.rows import contents, fill
from tests.cases.witness import witness

Models = Callable[[sa.MetaData], None]
"""Declares tables on the metadata that it is given."""

SCOPE = Scope(own=frozenset({"autodiff_version", "autodiff_journal"}))


def metadata_of(models: Models) -> sa.MetaData:
    metadata = sa.MetaData()
    models(metadata)
    return metadata


def differences(
    connection: sa.Connection, metadata: sa.MetaData, scope: Scope = SCOPE
) -> tuple[Operation, ...]:
    """What autodiff would do to bring the database to the models, with the renames that they state."""
    dialect = dialect_of(connection)
    declared = creatable_schema([metadata], dialect, scope)
    renames = Renames(stated_renames([metadata]))
    found = compare(connection, dialect, declared, scope, renames=renames)
    return found.operations


def run(connection: sa.Connection, operations: Sequence[Operation]) -> list[str]:
    """Carry ``operations`` out, in the groups that a script puts them; the SQL that was sent."""
    dialect, sent = dialect_of(connection), []
    state = LiveState(connection, dialect)
    for _, together in grouped(operations, batches=dialect.batches):
        for statement in list(dialect.statements(together, state)):
            connection.exec_driver_sql(
                statement.sql, execution_options={"no_parameters": True}
            )
            sent.append(statement.sql)
        state.forget()
    return sent


def clean_after_create_all(url: str, models: Models) -> None:
    """``create_all``, then nothing to do: no false alarm."""
    engine = sa.create_engine(url)
    metadata = metadata_of(models)
    with engine.begin() as connection:
        metadata.create_all(connection)
    with engine.begin() as connection:
        found = differences(connection, metadata)
        assert found == ()
    engine.dispose()


def there_and_back(
    url: str,
    before: Models,
    after: Models,
    *,
    rows: int = 3,
    target_url: str | None = None,
) -> Sequence[Operation]:
    """Create ``before`` with rows, go to ``after``, come back; the catalog is the judge.

    There: nothing left to do, and the catalog equals that of ``create_all`` of ``after`` in a
    second empty database ``target_url``, where one is given. Back: the catalog is as it was, and so is each row's
    value in each column that was there all the time. Returns the operations of the way there.
    """
    old, new = metadata_of(before), metadata_of(after)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        old.create_all(connection)
        fill(connection, old, rows)
    with engine.begin() as connection:
        start, data = witness(connection), contents(connection)
        there = differences(connection, new)
    with engine.begin() as connection:
        run(connection, there)
    with engine.begin() as connection:
        left = differences(connection, new)
        assert left == (), left
        middle = contents(connection)
        if target_url is not None:
            assert witness(connection) == _witness_of(target_url, new)
    with engine.begin() as connection:
        run(connection, inverses(there))
    with engine.begin() as connection:
        assert witness(connection) == start
        assert differences(connection, old) == ()
        computed = _computed(old) | _computed(new)
        _same_rows(data, middle, contents(connection), computed)
    engine.dispose()
    return there


def _witness_of(url: str, metadata: sa.MetaData) -> list[str]:
    """What the catalog says after ``create_all`` in an empty database."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        metadata.create_all(connection)
        found = witness(connection)
    engine.dispose()
    return found


def _computed(metadata: sa.MetaData) -> set[tuple[str, str]]:
    """Table and name of the columns that hold nothing of their own."""
    tables = metadata.tables.values()
    return {(t.name, c.name) for t in tables for c in t.columns if c.computed}


def _same_rows(
    start: dict, middle: dict, end: dict, computed: set[tuple[str, str]]  # type: ignore[type-arg]
) -> None:
    """Every table that was there all the time has its rows, each column that was its values,
    but for those that are computed at either end.
    """
    for table in start.keys() & middle.keys():
        assert len(middle[table]) == len(
            start[table]
        ), f"rows of {table} lost on the way"
        assert len(end[table]) == len(start[table]), f"rows of {table} lost coming back"
        if not start[table]:
            continue
        names = start[table][0].keys() & middle[table][0].keys()
        kept = {name for name in names if (table, name) not in computed}
        same = {name for name in kept if _speaks_alike(name, start, middle, table)}
        for state, seen in ((middle, same), (end, kept)):
            assert _column_values(state[table], seen) == _column_values(
                start[table], seen
            )


def _speaks_alike(name: str, start: dict, middle: dict, table: str) -> bool:  # type: ignore[type-arg]
    """Whether a column's values have one type in Python on both sides, or are numbers or days:
    a document that became text is judged when it is a document again.
    """
    types = {type(row[name]) for row in (*start[table], *middle[table])} - {type(None)}
    return len(types) <= 1 or all(
        issubclass(each, int | float | Decimal | datetime.date) for each in types
    )


def _column_values(rows: list, names: set[str]) -> list[str]:  # type: ignore[type-arg]
    return sorted(
        repr({name: _plain(row[name]) for name in sorted(names)}) for row in rows
    )


def _plain(value: object) -> str:
    """One text for one value, whatever type holds it: 1 and 1.00, a day and its midnight."""
    if isinstance(value, list):
        return str([_plain(each) for each in value])
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float | Decimal):
        return format(Decimal(str(value)).normalize(), "f")
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return str(value.date())
    return str(value)
