"""Comparing: what the models say and what the database holds, brought to one spelling."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from sqlalchemy.engine import Connection

from autodiff.compare.candidates import Candidate, each_once, possible
from autodiff.compare.distant_tables import with_far_tables
from autodiff.compare.label_candidates import label_candidates
from autodiff.compare.labels import Pair, replayed
from autodiff.compare.numeric_defaults import with_equal_numbers
from autodiff.compare.overrides import (
    Verdicts,
    with_differences,
    without_differences,
)
from autodiff.compare.refused_renames import Idle, refusals
from autodiff.compare.renames import Unfit, consented, renamed_leaves
from autodiff.compare.spelling import spelled
from autodiff.core.dialect import Dialect
from autodiff.core.diff import diff
from autodiff.core.operation import AnyOperation
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.frozen import frozen


@frozen
class Renames:
    """What is known to be renamed: stated in the models, asked for by the user; and what is known
    not to be: ``refused`` are names of dropped things, ``denied`` of what models state to be new.
    """

    stated: tuple[Pair, ...] = ()
    asked: tuple[Pair, ...] = ()
    refused: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


NO_RENAMES = Renames()

SchemaPair = tuple[Schema, Schema]
"""Declared and reflected."""


class Choices(Protocol):
    """What somebody wants compared, and what he says of it."""

    def kept(self, declared: Schema, reflected: Schema, *, parts: bool) -> SchemaPair:
        """Both sides less what is not compared: among the parts of tables, or among all else."""
        ...

    def verdicts(self, declared: Schema, reflected: Schema) -> Verdicts:
        """By column, what is the same or differs whatever it says."""
        ...


class NoChoices:
    """All is compared by itself."""

    def kept(self, declared: Schema, reflected: Schema, *, parts: bool) -> SchemaPair:
        return declared, reflected

    def verdicts(self, declared: Schema, reflected: Schema) -> Verdicts:
        return {}


NO_CHOICES = NoChoices()


@frozen
class Comparison:
    """Both sides, comparable with ``==``, the operations that lead from live to declared, and
    which drops and creates among them may be renames, the likeliest first and each object in as
    many as may be. ``unfit`` and ``idle`` are what the user said of renames and what cannot be here.
    """

    reflected: Schema
    declared: Schema
    operations: tuple[AnyOperation, ...]
    possible: tuple[Candidate, ...] = ()
    unfit: tuple[Unfit, ...] = ()
    idle: tuple[Idle, ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The possible renames with each object in one."""
        return each_once(self.possible)


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
    told = (*renames.asked, *renames.stated)
    sides = (live, declared)
    live, declared = with_far_tables(connection, dialect, scope, told, sides)
    consent = consented(live, declared, renames.stated, renames.asked, dialect)
    renamed = consent.steps
    declared, reflected = choices.kept(declared, replayed(live, renamed), parts=False)
    verdicts = choices.verdicts(declared, reflected)
    alike = without_differences(declared, reflected, verdicts)
    agreed = agreed_with(connection, dialect, alike, reflected)
    agreed = with_differences(agreed, verdicts)
    agreed, reflected = choices.kept(agreed, reflected, parts=True)
    sides = (reflected, agreed)
    refused = refusals(renames.refused, renames.denied, sides, renamed, dialect)
    known = Comparison(live, agreed, renamed, (), consent.unfit, refused.idle)
    if agreed == reflected:
        return known
    leaves = renamed_leaves(reflected, agreed, dialect)
    changes = diff(replay(reflected, leaves), agreed)
    found = [
        *possible(reflected, agreed, moves=dialect.has_namespaces),
        *label_candidates(reflected, agreed, dialect),
    ]
    steps = (*renamed, *leaves, *changes)
    return replace(known, operations=steps, possible=refused.without(found))


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
