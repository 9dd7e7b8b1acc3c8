"""Refused renames: what the models or the user state not to be a rename."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from autodiff.compare.candidates import Candidate
from autodiff.compare.label_candidates import LabelCandidate, dropped_labels
from autodiff.compare.typed_names import keys_meant, labels_meant, spoken, spoken_label
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.operation import AnyOperation, Rename
from autodiff.core.schema import Schema
from autodiff.errors.nearest import nearest
from autodiff.frozen import frozen
from autodiff.kinds.column import Column

Thing = Key | tuple[Key, str]
"""A table or column, or a column and one of its labels."""


@frozen
class Idle:
    """A name that was stated not to be renamed, although nothing of that name is dropped."""

    name: str
    likely: tuple[str, ...]


@frozen
class Refusals:
    """What is dropped and what is new, even where it looks like a rename."""

    dropped: frozenset[Thing] = frozenset()
    new: frozenset[Thing] = frozenset()
    idle: tuple[Idle, ...] = ()

    def without(self, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """Return the candidates that are not refused."""
        return tuple(pair for pair in candidates if not self._refuse(pair))

    def _refuse(self, candidate: Candidate) -> bool:
        if isinstance(candidate, LabelCandidate):
            return (candidate.before.key, candidate.labels[0]) in self.dropped
        return candidate.before.key in self.dropped or candidate.after.key in self.new


def refusals(
    names: Sequence[str],
    stated: Sequence[str],
    sides: tuple[Schema, Schema],
    renamed: Sequence[AnyOperation],
    dialect: Dialect,
) -> Refusals:
    """Return what the user's ``names`` of dropped objects and the models' ``stated`` names mean.

    ``sides`` are the live database after the steps ``renamed``, and the models.
    """
    if not names and not stated:
        return Refusals()
    dropped = dict(_dropped(*sides, dialect))
    refused: set[Thing] = set()
    idle: list[Idle] = []
    for name in names:
        meant = [key for key in _meant(name, renamed, dialect) if key in dropped]
        refused.update(meant)
        if not meant:
            idle.append(Idle(name, nearest(name, dropped.values(), 1)))
    new: set[Thing] = {key for name in stated for key in keys_meant(name, dialect)}
    labels = {label for name in stated for label in labels_meant(name, dialect)}
    return Refusals(frozenset(refused | labels), frozenset(new), tuple(idle))


def _dropped(
    reflected: Schema, declared: Schema, dialect: Dialect
) -> Iterator[tuple[Thing, str]]:
    """Yield the tables, columns and labels that are dropped, with their names as a user writes
    them.
    """
    for key, value in reflected.items():
        after = declared.get(key)
        if after is None and key.kind in ("table", "column"):
            yield key, spoken(key)
        elif isinstance(value, Column) and isinstance(after, Column):
            for label in dropped_labels(value, after, reflected, declared, dialect):
                yield (key, label), spoken_label(key, label)


def _meant(
    name: str, renamed: Sequence[AnyOperation], dialect: Dialect
) -> Iterator[Thing]:
    """Yield what a name may mean; a table may have its old or its new name."""
    tables = {
        step.before.key: step.after.key
        for step in renamed
        if isinstance(step, Rename) and step.before.key.kind == "table"
    }
    for key in keys_meant(name, dialect):
        yield key
        new = tables.get(Key("table", key.namespace, "", key.table))
        if new is not None:
            yield key._replace(namespace=new.namespace, table=new.name)
    yield from labels_meant(name, dialect)
