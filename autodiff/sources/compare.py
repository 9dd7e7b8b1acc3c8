"""Comparing: what the models say and what the database holds, brought to one spelling."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.core.diff import diff
from autodiff.core.operation import Step
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.frozen import frozen
from autodiff.sources.candidates import Candidate, candidates
from autodiff.sources.label_candidates import label_candidates
from autodiff.sources.labels import Pair, replayed
from autodiff.sources.numbers import with_equal_numbers
from autodiff.sources.renames import consented, renamed_leaves
from autodiff.sources.spelling import spelled
from autodiff.sources.verdicts import (
    Verdicts,
    with_differences,
    without_differences,
)


@frozen
class Renames:
    """What is known to be renamed: stated in the models, asked for by the user."""

    stated: tuple[Pair, ...] = ()
    asked: tuple[Pair, ...] = ()


NO_RENAMES = Renames()

Sides = tuple[Schema, Schema]
"""Declared and reflected."""


class Choices(Protocol):
    """What somebody wants compared, and what he says of it."""

    def kept(self, declared: Schema, reflected: Schema, *, parts: bool) -> Sides:
        """Both sides less what is not compared: among the parts of tables, or among all else."""
        ...

    def verdicts(self, declared: Schema, reflected: Schema) -> Verdicts:
        """By column, what is the same or differs whatever it says."""
        ...


class NoChoices:
    """All is compared by itself."""

    def kept(self, declared: Schema, reflected: Schema, *, parts: bool) -> Sides:
        return declared, reflected

    def verdicts(self, declared: Schema, reflected: Schema) -> Verdicts:
        return {}


NO_CHOICES = NoChoices()


@frozen
class Comparison:
    """Both sides, comparable with ``==``, the operations that lead from live to declared, and
    which drops and creates among them may be renames.
    """

    reflected: Schema
    declared: Schema
    operations: tuple[Step, ...]
    candidates: tuple[Candidate, ...] = ()


def compare(
    connection: Connection,
    dialect: Dialect,
    declared: Schema,
    scope: Scope,
    choices: Choices = NO_CHOICES,
    renames: Renames = NO_RENAMES,
) -> Comparison:
    """What must be done to ``connection``'s database so that it is as ``declared``.

    The database spells the clauses whose text differs, then names and options are agreed, once.
    What ``choices`` leave out is in the result's ``reflected`` all the same: it is there.
    """
    live = dialect.live(connection, scope)
    renamed = consented(live, declared, renames.stated, renames.asked, dialect)
    declared, reflected = choices.kept(declared, replayed(live, renamed), parts=False)
    verdicts = choices.verdicts(declared, reflected)
    alike = without_differences(declared, reflected, verdicts)
    agreed = agreed_with(connection, dialect, alike, reflected)
    agreed = with_differences(agreed, verdicts)
    agreed, reflected = choices.kept(agreed, reflected, parts=True)
    if agreed == reflected:
        return Comparison(live, agreed, renamed)
    leaves = renamed_leaves(reflected, agreed, dialect)
    changes = diff(replay(reflected, leaves), agreed)
    labels = label_candidates(reflected, agreed, dialect)
    possible = (*candidates(reflected, agreed), *labels)
    return Comparison(live, agreed, (*renamed, *leaves, *changes), possible)


def agreed_with(
    connection: Connection, dialect: Dialect, declared: Schema, reflected: Schema
) -> Schema:
    """Bring ``declared`` to the spelling of ``reflected``: the database spells what is written
    otherwise, then what models leave open is filled from what is there.
    """
    if declared == reflected:
        return declared
    prepared = dialect.prepare(declared, reflected)
    known = spelled(connection, dialect, prepared, reflected)
    unlike = known.unlike(reflected)
    known = with_equal_numbers(known, reflected, unlike, dialect)
    return dialect.agree(known, reflected)
