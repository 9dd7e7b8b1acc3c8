"""Compares random pairs where the database may not be asked for its spelling.

python -m tests.pairs.unasked postgresql URL --seed 3 --from 0 --to 1000

Of each number two things must hold: models compared with what ``create_all`` made of them differ in
nothing, and one change of the models is found wherever it changes the catalog.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from autodiff.commands.declaring import creatable_schema
from autodiff.compare.compare import compare
from autodiff.core.dialect import Dialect
from autodiff.core.operation import Step
from autodiff.core.question import SpellingRefused
from autodiff.core.scope import Scope
from autodiff.dialects.registry import dialect_of
from tests.cases.witness import witness
from tests.pairs.chance import Chance
from tests.pairs.flavour import FLAVOURS
from tests.pairs.mutate import one_change
from tests.pairs.place import Place, place
from tests.pairs.spec import Models
from tests.pairs.tables import models


def silent(dialect: Dialect) -> Dialect:
    """Give ``dialect`` a database that does not let it ask."""

    def refused(*arguments: object) -> None:
        raise SpellingRefused("read-only")

    dialect.spell = refused  # type: ignore[method-assign, assignment]
    return dialect


def operations(
    connection: sa.Connection, made: Models, schemas: Iterable[str]
) -> tuple[Step, ...]:
    """Compare ``made`` with the database, which is not asked."""
    dialect = silent(dialect_of(connection))
    scope = Scope(("", *schemas))
    declared = creatable_schema([made.metadata()], dialect, scope)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compare(connection, dialect, declared, scope).operations


def faults(here: Place, seed: int, number: int) -> Iterator[str]:
    """Yield what is reported of equal models, and what is missed of a change."""
    flavour = FLAVOURS[here.flavour]
    chance = Chance.of(seed, number)
    before = models(chance, flavour)
    after = one_change(chance, flavour, before)
    tables = (*before.tables, *after.tables)
    schemas = sorted({tab.schema for tab in tables if tab.schema})
    here.make(after, rows=False)
    with here.engine.connect() as connection:
        goal = witness(connection)
    here.make(before, rows=False)
    with here.engine.connect() as connection:
        start = witness(connection)
        for step in operations(connection, before, schemas):
            yield f"false alarm: {step}"
        if start != goal and not operations(connection, after, schemas):
            lines = set(start) ^ set(goal)
            yield f"missed: {sorted(lines)}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("flavour")
    parser.add_argument("url")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--to", type=int, default=100)
    chosen = parser.parse_args()
    failed = 0
    with place(chosen.flavour, chosen.url) as here:
        for number in range(chosen.first, chosen.to):
            found = list(faults(here, chosen.seed, number))
            failed += bool(found)
            for line in found:
                print(f"##### {number} {line[:1500]}", flush=True)
    print(f"{chosen.to - chosen.first} pairs, {failed} failed")


if __name__ == "__main__":
    main()
