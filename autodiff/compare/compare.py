"""Comparing: the models and the database, brought to one spelling and then to operations."""

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
    """The names that the user or the models state as renamed, and those stated as not renamed.

    ``stated`` is in the models, ``asked`` for by the user. ``refused`` are names of dropped objects
    that were not renamed; ``denied`` are names that models state to be new.
    """

    stated: tuple[Pair, ...] = ()
    asked: tuple[Pair, ...] = ()
    refused: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


NO_RENAMES = Renames()

SchemaPair = tuple[Schema, Schema]
"""Declared and reflected."""


class Choices(Protocol):
    """What is left out of a comparison, and decided about columns, by settings and hooks."""

    def kept(self, declared: Schema, reflected: Schema, *, parts: bool) -> SchemaPair:
        """Return both sides without what is not compared: only parts of tables where ``parts``,
        else only all other objects.
        """
        ...

    def verdicts(self, declared: Schema, reflected: Schema) -> Verdicts:
        """Return by column which fields count as equal, or as different, whatever they contain."""
        ...


class NoChoices:
    """Compares everything."""

    def kept(self, declared: Schema, reflected: Schema, *, parts: bool) -> SchemaPair:
        return declared, reflected

    def verdicts(self, declared: Schema, reflected: Schema) -> Verdicts:
        return {}


NO_CHOICES = NoChoices()


@frozen
class Comparison:
    """Both sides, comparable with ``==``, and the operations that lead from live to declared.

    ``possible`` are drops and creates that may be renames, best score first; an object may be in
    several. ``unfit`` and ``idle`` are the user's statements about renames that do not apply here.
    """

    reflected: Schema
    declared: Schema
    operations: tuple[AnyOperation, ...]
    possible: tuple[Candidate, ...] = ()
    unfit: tuple[Unfit, ...] = ()
    idle: tuple[Idle, ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Return the possible renames with every object in one of them only."""
        return each_once(self.possible)


def compare(
    connection: Connection,
    dialect: Dialect,
    declared: Schema,
    scope: Scope,
    choices: Choices = NO_CHOICES,
    renames: Renames = NO_RENAMES,
) -> Comparison:
    """Compare ``connection``'s database, as far as ``scope`` goes, with ``declared``.

    The database spells the clauses whose text differs; then names and options are agreed, once.
    What ``choices`` leave out is still in the result's ``reflected``, as it exists. ``renames`` are
    applied before comparing.
    """
    live = dialect.live(connection, scope)
    pairs = (*renames.asked, *renames.stated)
    sides = (live, declared)
    live, declared = with_far_tables(connection, dialect, scope, pairs, sides)
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
    result = Comparison(live, agreed, renamed, (), consent.unfit, refused.idle)
    if agreed == reflected:
        return result
    leaves = renamed_leaves(reflected, agreed, dialect)
    changes = diff(replay(reflected, leaves), agreed)
    likely = [
        *possible(reflected, agreed, moves=dialect.has_namespaces),
        *label_candidates(reflected, agreed, dialect),
    ]
    steps = (*renamed, *leaves, *changes)
    return replace(result, operations=steps, possible=refused.without(likely))


def agreed_with(
    connection: Connection, dialect: Dialect, declared: Schema, reflected: Schema
) -> Schema:
    """Return ``declared`` in the spelling of ``reflected``.

    The database spells what is written in another way; then what the models leave open is filled
    from the live schema.
    """
    if declared == reflected:
        return declared
    prepared = dialect.prepare(declared, reflected)
    normalized = spelled(connection, dialect, prepared, reflected)
    unlike = normalized.unlike(reflected)
    normalized = with_equal_numbers(normalized, reflected, unlike, dialect)
    return dialect.agree(normalized, reflected)
