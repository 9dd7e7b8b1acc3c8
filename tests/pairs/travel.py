"""The travel: a tool takes a database with rows from one set of models to another and back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from tests.cases.witness import witness
from tests.pairs.place import Place
from tests.pairs.spec import Models, Tab
from tests.pairs.tool import Script, Tool

STAGES = ("quiet", "there", "clean", "back", "rows")
"""Finds nothing right after ``create_all``; reaches the models' schema; finds nothing on a second
look; comes back to the old schema; loses no row on the way.
"""


@dataclass
class Outcome:
    """What went wrong, by stage; a stage that was not reached has failed with the one before."""

    failures: dict[str, str] = field(default_factory=dict)
    script: Script | None = None

    def fails(self, stage: str, why: str) -> None:
        self.failures.setdefault(stage, why)

    def ok(self, stage: str) -> bool:
        return stage not in self.failures


Rows = dict[str, list[dict[str, Any]]]


def travel(place: Place, before: Models, after: Models, tool: Tool) -> Outcome:
    """There and back on a database with three rows in each table; the catalog is the judge."""
    place.make(after, rows=False)
    journey = Journey(place, before, after, tool, _schemas(before, after))
    goal = journey.witness_less_names()
    place.make(before, rows=True)
    start, data = _witness(place), contents(place, before)
    with journey.stage("quiet"):
        journey.finds_nothing("quiet", before)
    with journey.stage(*STAGES[1:], on="the way there"):
        journey.go(after)
    if "there" in journey.outcome.failures:
        return journey.outcome
    journey.differs("there", goal, journey.witness_less_names())
    with journey.stage("clean"):
        journey.finds_nothing("clean", after)
    middle = contents(place, after)
    with journey.stage("back", "rows", on="the way back"):
        journey.come_back()
        journey.differs("back", start, _witness(place))
        lost = rows_lost(before, after, data, middle, contents(place, before))
        journey.says("rows", "\n".join(lost))
    return journey.outcome


@dataclass
class Journey:
    """A travel in its course."""

    place: Place
    before: Models
    after: Models
    tool: Tool
    schemas: tuple[str, ...]
    outcome: Outcome = field(default_factory=Outcome)

    @contextmanager
    def stage(self, *names: str, on: str = "") -> Iterator[None]:
        """Whatever is raised inside is the failure of these stages: a tool may fail in any way."""
        try:
            yield
        except Exception as problem:
            said = f"{type(problem).__name__}: {problem}"[:1500]
            for name in names:
                self.outcome.fails(name, f"on {on}: {said}" if on else said)

    def says(self, stage: str, failure: str) -> None:
        if failure:
            self.outcome.fails(stage, failure)

    def differs(self, stage: str, expected: list[str], found: list[str]) -> None:
        missing = Counter(expected) - Counter(found)
        surplus = Counter(found) - Counter(expected)
        lines = [*(f"- {x}" for x in missing), *(f"+ {x}" for x in surplus)]
        self.says(stage, "\n".join(lines))

    def script(self, models: Models) -> Script:
        with self.place.engine.connect() as connection:
            return self.tool.script(connection, models.metadata(), self.schemas)

    def finds_nothing(self, stage: str, models: Models) -> None:
        found = self.script(models)
        self.says(stage, "" if found.empty else found.source)

    def go(self, models: Models) -> None:
        self.outcome.script = self.script(models)
        self.tool.run(self.place.engine, self.outcome.script, "upgrade")

    def come_back(self) -> None:
        assert self.outcome.script is not None
        self.tool.run(self.place.engine, self.outcome.script, "downgrade")

    def witness_less_names(self) -> list[str]:
        """The catalog without the names that the models after leave to the database."""
        unstated = _unstated(self.place, _names(self.after))
        if self.place.flavour == "mysql":
            unstated |= _automatic_names(self.after)
        lines = masked(_witness(self.place), unstated)
        if self.place.flavour != "mysql":
            return lines
        return less_implicit(lines, _index_names(self.after))


def _schemas(*models: Models) -> tuple[str, ...]:
    return tuple(sorted({t.schema for m in models for t in m.tables if t.schema}))


# --- the catalog ----------------------------------------------------------------------------------


def _witness(place: Place) -> list[str]:
    with place.engine.connect() as connection:
        return witness(connection)


def _names(models: Models) -> set[str]:
    """The names of constraints and indexes that the models state."""
    tables = models.metadata().tables.values()
    rules: list[Any] = [r for t in tables for r in (*t.constraints, *t.indexes)]
    return {str(r.name) for r in rules if r.name}


def _index_names(models: Models) -> set[str]:
    """Of these, the names of indexes and of the constraints that are an index to the database."""
    tables = models.metadata().tables.values()
    rules: list[Any] = [r for t in tables for r in (*t.constraints, *t.indexes)]
    keys = [r for r in rules if not isinstance(r, sa.ForeignKeyConstraint)]
    return {str(r.name) for r in keys if r.name}


def _automatic_names(models: Models) -> set[str]:
    """What MySQL calls unique constraints without a name, by their first columns: a column of that
    name is blotted out as well, so it must be on both sides.
    """
    tables = models.metadata().tables.values()
    rules = [rule for table in tables for rule in table.constraints]
    return {
        next(iter(rule.columns)).name
        for rule in rules
        if isinstance(rule, sa.UniqueConstraint) and rule.name is None
    }


_NAMES = {
    "postgresql": "select conname from pg_constraint where conrelid <> 0",
    "mysql": "select distinct constraint_name from information_schema.table_constraints"
    " where table_schema = database() union select distinct index_name"
    " from information_schema.statistics where table_schema = database()",
}


def _unstated(place: Place, stated: set[str]) -> set[str]:
    """The names in the database that the models leave to it: any will do."""
    if place.flavour not in _NAMES:
        return set()
    with place.engine.connect() as connection:
        found = connection.exec_driver_sql(_NAMES[place.flavour]).scalars().all()
    return {name for name in found if name not in stated and name != "PRIMARY"}


def masked(lines: Iterable[str], unstated: set[str]) -> list[str]:
    """``lines`` with these names blotted out."""
    if not unstated:
        return sorted(lines)
    names = sorted(map(re.escape, unstated), key=len, reverse=True)
    pattern = re.compile(rf"""(?<![\w"`])["`]?(?:{'|'.join(names)})["`]?(?![\w"`])""")
    return sorted(pattern.sub("?", each) for each in lines)


_KEY = re.compile(r": KEY `((?:[^`]|``)+)` ")


def less_implicit(lines: Iterable[str], stated: set[str]) -> list[str]:
    """``lines`` of MySQL without the names of indexes that are there for a foreign key alone: the
    server calls one as the foreign key is, but leans on any that is there already.
    """

    def less_name(found: re.Match[str]) -> str:
        return found[0] if found[1].replace("``", "`") in stated else ": KEY ? "

    return sorted(_KEY.sub(less_name, each) for each in lines)


# --- the rows -------------------------------------------------------------------------------------


def contents(place: Place, models: Models) -> Rows:
    """The rows of the tables of ``models``."""
    found: Rows = {}
    with place.engine.connect() as connection:
        for tab in models.tables:
            table = sa.table(tab.name, schema=tab.schema)
            name = connection.dialect.identifier_preparer.format_table(table)
            plain = {"no_parameters": True}
            try:
                rows = connection.exec_driver_sql(
                    f"select * from {name.replace('%%', '%')}", execution_options=plain
                )
                found[tab.key] = [dict(row) for row in rows.mappings()]
            except sa.exc.DBAPIError:  # the tool did not get there: "there" says so
                connection.rollback()
    return found


def rows_lost(
    before: Models, after: Models, data: Rows, middle: Rows, end: Rows
) -> Iterable[str]:
    """Tables whose rows, and columns whose values, did not come through."""
    for old in before.tables:
        new = after.table(old.key)
        if new is None:
            continue
        for when, rows in (
            ("there", middle.get(old.key, [])),
            ("back", end.get(old.key, [])),
        ):
            if len(rows) != len(data[old.key]):
                yield f"{old.key} has {len(rows)} rows {when}"
            for name in _kept(old, new, same_type=when == "there"):
                was, now = _values(data[old.key], name), _values(rows, name)
                if was != now and not (
                    _narrows(old, new, name) and not was - now - _NOTHING
                ):
                    yield f"{old.key}.{name} {when}: {dict(was)} became {dict(now)}"


_NOTHING = Counter({"None": 99})


def _narrows(old: Tab, new: Tab, name: str) -> bool:
    """Whether the column must hold something in one of the models: nothing was filled there."""
    return not (old.may_be_empty(name) and new.may_be_empty(name))


def _kept(old: Tab, new: Tab, *, same_type: bool) -> list[str]:
    """The columns that hold the same all the time."""
    return sorted(
        c.name
        for c in old.columns
        if (other := new.column(c.name)) is not None
        and c.own
        and other.own
        and (not same_type or c.type == other.type)
    )


def _values(rows: list[dict[str, Any]], name: str) -> Counter[str]:
    return Counter(_shown(row.get(name)) for row in rows)


def _shown(value: Any) -> str:
    """A value as text: 1 and 1.00 are one number."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(bytes(value)) if isinstance(value, memoryview) else str(value)
