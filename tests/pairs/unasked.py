"""Compares random pairs where the database may not be asked for its spelling.

python -m tests.pairs.unasked postgresql URL --seed 3 --from 0 --to 1000
python -m tests.pairs.unasked postgresql URL --session "URL?options=-c default_transaction_read_only=on"

Without ``--session`` the dialect refuses to ask; with it the models are compared in a session of that
URL, where the server itself refuses (a read-only one, a user without the right).

Of each number two things must hold: models compared with what ``create_all`` made of them differ in
nothing, and one change of the models is found wherever it changes the catalog.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from autodiff.commands.declaring import creatable_schema
from autodiff.compare.compare import compare
from autodiff.core.dialect import Dialect
from autodiff.core.operation import AnyOperation
from autodiff.core.question import SpellingRefused
from autodiff.core.scope import Scope
from autodiff.dialects.registry import dialect_of
from autodiff.frozen import frozen
from tests.cases.witness import witness
from tests.pairs.chance import Chance
from tests.pairs.flavour import FLAVOURS
from tests.pairs.limits import names_unsaid
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


@frozen
class Session:
    """Where models are compared: ``engine`` is None for a dialect that refuses to ask."""

    engine: sa.Engine | None
    refusals: list[str]

    def operations(
        self, here: Place, made: Models, schemas: Iterable[str]
    ) -> tuple[AnyOperation, ...]:
        """Compare ``made`` with the database, which does not answer; note its refusal."""
        with (self.engine or here.engine).connect() as connection:
            dialect = dialect_of(connection)
            if self.engine is None:
                silent(dialect)
            scope = Scope(("", *schemas))
            declared = creatable_schema([made.metadata()], dialect, scope)
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                steps = compare(connection, dialect, declared, scope).operations
            self.refusals.extend(str(warning.message) for warning in caught)
            return steps


def faults(here: Place, session: Session, seed: int, number: int) -> Iterator[str]:
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
    for step in session.operations(here, before, schemas):
        yield f"false alarm: {step}"
    said = start != goal and not names_unsaid(here.flavour, before, after)
    if said and not session.operations(here, after, schemas):
        lines = set(start) ^ set(goal)
        yield f"missed: {sorted(lines)}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("flavour")
    parser.add_argument("url")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--to", type=int, default=100)
    parser.add_argument("--session", default="")
    chosen = parser.parse_args()
    engine = (
        sa.create_engine(chosen.session, poolclass=sa.NullPool)
        if chosen.session
        else None
    )
    session = Session(engine, [])
    failed = impossible = 0
    with place(chosen.flavour, chosen.url) as here:
        for number in range(chosen.first, chosen.to):
            try:
                found = list(faults(here, session, chosen.seed, number))
            except DBAPIError as problem:
                impossible += 1
                print(f"##### {number} cannot be made: {problem.orig}", flush=True)
                continue
            failed += bool(found)
            for line in found:
                print(f"##### {number} {line[:1500]}", flush=True)
    pairs = chosen.to - chosen.first
    print(
        f"{pairs} pairs, {failed} failed, {impossible} that the database does not make, "
        f"refused {len(session.refusals)} times"
    )


if __name__ == "__main__":
    main()
