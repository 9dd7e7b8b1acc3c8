"""Own statements: the fast road writes what SQLAlchemy's usual one writes, on each database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import sqlalchemy as sa

from autodiff.connect.database import engine_for
from autodiff.execute.own_statement import OwnStatement

TABLE = sa.Table(
    "own",
    sa.MetaData(),
    sa.Column("entry", sa.Integer, primary_key=True),
    sa.Column("when", sa.DateTime),
    sa.Column("words", sa.Text),
)
VALUES = {"entry": 1, "when": datetime(2026, 1, 2, 3, 4, 5), "words": "50% of :a ? %s"}
CHANGED = {"when": None, "words": "née"}


@pytest.fixture
def live(database_url: str) -> Iterator[sa.Connection]:
    """A connection to a fresh empty database."""
    engine = engine_for(database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_both_roads_leave_the_same_rows(live: sa.Connection) -> None:
    TABLE.create(live)
    row_is = TABLE.c.entry == sa.bindparam("row")
    insert = sa.insert(TABLE).inline()
    update, delete = sa.update(TABLE).where(row_is), sa.delete(TABLE).where(row_is)
    OwnStatement(live, insert, VALUES).send(VALUES)
    live.execute(insert, {**VALUES, "entry": 2})
    assert _rows(live) == [VALUES, {**VALUES, "entry": 2}]
    changed = OwnStatement(live, update, CHANGED).send({**CHANGED, "row": 1})
    assert changed.rowcount == 1
    live.execute(update.values(**CHANGED), {"row": 2})
    assert _rows(live) == [{**VALUES, **CHANGED, "entry": each} for each in (1, 2)]
    gone = OwnStatement(live, delete, [])
    assert gone.send({"row": 1}).rowcount == 1
    assert gone.send({"row": 1}).rowcount == 0


def test_namespaces_are_translated(live: sa.Connection) -> None:
    elsewhere = sa.Table("own", sa.MetaData(), *map(_copy, TABLE.columns), schema="a")
    TABLE.create(live)
    live = live.execution_options(schema_translate_map={"a": None})
    OwnStatement(live, sa.insert(elsewhere).inline(), VALUES).send(VALUES)
    assert _rows(live) == [VALUES]


def _copy(column: sa.Column[object]) -> sa.Column[object]:
    return column._copy()


def _rows(live: sa.Connection) -> list[dict[str, object]]:
    found = live.execute(sa.select(TABLE).order_by("entry")).mappings()
    return [dict(each) for each in found]
