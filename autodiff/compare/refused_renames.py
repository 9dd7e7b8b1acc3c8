"""Refusals: what is known not to be a rename, by those who wrote the models or ask for a script."""

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
    """A name that was said not to be renamed, and nothing of that name is dropped."""

    name: str
    likely: tuple[str, ...]


@frozen
class Refusals:
    """What is dropped, and what is new, whatever it looks like."""

    dropped: frozenset[Thing] = frozenset()
    new: frozenset[Thing] = frozenset()
    idle: tuple[Idle, ...] = ()

    def without(self, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """The candidates that nobody refuses."""
        return tuple(each for each in found if not self._refuse(each))

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
    """What ``names`` of dropped things and ``stated`` names of the models mean, where ``sides`` are
    the live database, once it is ``renamed``, and the models.
    """
    if not names and not stated:
        return Refusals()
    dropped = dict(_dropped(*sides, dialect))
    found: set[Thing] = set()
    idle: list[Idle] = []
    for name in names:
        meant = [x for x in _meant(name, renamed, dialect) if x in dropped]
        found.update(meant)
        if not meant:
            idle.append(Idle(name, nearest(name, dropped.values(), 1)))
    new: set[Thing] = {key for name in stated for key in keys_meant(name, dialect)}
    labels = {x for name in stated for x in labels_meant(name, dialect)}
    return Refusals(frozenset(found | labels), frozenset(new), tuple(idle))


def _dropped(
    reflected: Schema, declared: Schema, dialect: Dialect
) -> Iterator[tuple[Thing, str]]:
    """The tables, columns and labels that go, and how they are written."""
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
    """What a name may mean, be it by the name that a table had before it was renamed."""
    tables = {
        each.before.key: each.after.key
        for each in renamed
        if isinstance(each, Rename) and each.before.key.kind == "table"
    }
    for key in keys_meant(name, dialect):
        yield key
        new = tables.get(Key("table", key.namespace, "", key.table))
        if new is not None:
            yield key._replace(namespace=new.namespace, table=new.name)
    yield from labels_meant(name, dialect)
