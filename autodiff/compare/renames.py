"""Renames that models state, that a user asks for, or that are certain without either."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa

from autodiff.compare.labels import Label, Pair, label_of, renamed_labels
from autodiff.compare.rename_order import Move, circle, due, fitting, moving_steps
from autodiff.compare.typed_names import keys_meant
from autodiff.compare.without_name import nameless
from autodiff.core.dialect import Dialect
from autodiff.core.dotted import dotted, name_parts
from autodiff.core.key import Key
from autodiff.core.object import Holding, Object
from autodiff.core.operation import AnyOperation, Rename
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.declared.info import stated_info
from autodiff.frozen import frozen

# --- stated ---------------------------------------------------------------------------------------


def stated_renames(metadatas: Iterable[sa.MetaData]) -> tuple[Pair, ...]:
    """Return the renames that models state, as pairs of old and new dotted names.

    Tables and columns state one by ``info={"renamed_from": "old_name"}``, labels by
    ``info={"renamed_labels": {"old": "new"}}``.
    """
    return tuple(pair for metadata in metadatas for pair in _stated_in(metadata))


def _stated_in(metadata: sa.MetaData) -> Iterator[Pair]:
    for table in metadata.tables.values():
        new = _place(table)
        if old := stated_info(table).get("renamed_from"):
            yield dotted((table.schema or "", str(old))), new
            if len(name_parts(str(old))) == 2:  # in another namespace
                yield str(old), new
        for column in table.columns:
            stated, here = stated_info(column), f"{new}."
            if old := stated.get("renamed_from"):
                yield here + dotted([str(old)]), here + dotted([column.name])
            for old, label in stated.get("renamed_labels", {}).items():
                if label is not None:
                    start = here + dotted([column.name])
                    yield f"{start}.{dotted([old])}", f"{start}.{dotted([label])}"


def stated_refusals(metadatas: Iterable[sa.MetaData]) -> tuple[str, ...]:
    """Return the dotted names of objects of which models state that they are not renamed.

    New tables and columns have ``info={"renamed_from": None}``, labels that are removed
    ``info={"renamed_labels": {"old": None}}``.
    """
    return tuple(name for metadata in metadatas for name in _refused_in(metadata))


def _refused_in(metadata: sa.MetaData) -> Iterator[str]:
    for table in metadata.tables.values():
        here = _place(table)
        if stated_info(table).get("renamed_from", "") is None:
            yield here
        for column in table.columns:
            stated, name = stated_info(column), f"{here}.{dotted([column.name])}"
            if stated.get("renamed_from", "") is None:
                yield name
            for old, label in stated.get("renamed_labels", {}).items():
                if label is None:
                    yield f"{name}.{dotted([old])}"


def _place(table: sa.Table) -> str:
    return dotted((table.schema or "", table.name))


# --- consented ------------------------------------------------------------------------------------


@frozen
class Unfit:
    """A rename that was asked for and is impossible; ``reason`` is in words."""

    pair: Pair
    reason: str


CIRCLE = (
    "the models state that both names were exchanged, and whether that was done nobody "
    "can tell; --rename does it once"
)


@frozen
class Consent:
    """The steps for stated and requested renames, and those that are impossible."""

    steps: tuple[AnyOperation, ...]
    unfit: tuple[Unfit, ...] = ()


def consented(
    reflected: Schema,
    declared: Schema,
    stated: Sequence[Pair],
    asked: Sequence[Pair],
    dialect: Dialect,
) -> Consent:
    """Return the steps for the renames that models state and that the user asked for.

    ``stated`` and ``asked`` are pairs of old and new dotted names. A stated rename that is done
    already is skipped; one that was asked for and is impossible is in ``unfit``. Tables come first,
    so a column may be named under the old or the new table; labels come last.
    """
    pairs = [(pair, True) for pair in asked] + [(pair, False) for pair in stated]
    if not pairs:
        return Consent(())
    labels = {pair: label_of(pair, declared, dialect) for pair, _ in pairs}
    names = [each for each in pairs if labels[each[0]] is None]
    state = Replay(reflected)
    steps: list[AnyOperation] = []
    unfit: list[Unfit] = []
    for kind in ("table", "column"):
        wanted = list(_moves(names, kind, state, dialect))
        moves = due(wanted, state, declared, dialect)
        fit = fitting(wanted, state, declared, dialect)
        unfit += [Unfit(move.pair, CIRCLE) for move in circle(fit, moves, state)]
        taken = {move.pair for move in moves}
        names = [each for each in names if each[0] not in taken]
        steps += moving_steps(moves, state, declared)
    unfit += [
        Unfit(pair, _why_not(pair, state, declared, dialect))
        for pair, is_asked in names
        if is_asked and not _is_done(state, pair, dialect)
    ]
    more = _of_labels(state, pairs, labels, dialect)
    return Consent((*steps, *more.steps), (*unfit, *more.unfit))


def _of_labels(
    state: Replay,
    given: Sequence[tuple[Pair, bool]],
    labels: dict[Pair, Label | None],
    dialect: Dialect,
) -> Consent:
    if not any(labels.values()):
        return Consent(())
    results = list(renamed_labels(state.schema(), given, labels, dialect))
    reason = "no list of labels in the database has the old one and lacks the new"
    steps = tuple(step for steps, _ in results for step in steps)
    unfit = tuple(Unfit(pair, reason) for _, pairs in results for pair in pairs)
    return Consent(steps, unfit)


def _moves(
    given: Iterable[tuple[Pair, bool]], kind: str, state: Holding, dialect: Dialect
) -> Iterator[Move]:
    for pair, asked in given:
        for old, new in _readings(pair, dialect):
            if old.kind == kind:
                yield Move(pair, _in_renamed_table(old, new, state), new, asked)


def _is_done(live: Holding, pair: Pair, dialect: Dialect) -> bool:
    return any(
        live.get(new) is not None and live.get(old) is None
        for old, new in _readings(pair, dialect)
    )


def _in_renamed_table(old: Key, new: Key, live: Holding) -> Key:
    """Return a column's old key, under its table's new name if the table was renamed before."""
    if old.kind == "column" and live.get(old) is None:
        return old._replace(namespace=new.namespace, table=new.table)
    return old


def _readings(pair: Pair, dialect: Dialect) -> list[tuple[Key, Key]]:
    """Return what a pair of names may mean: keys of two tables, or of two columns."""
    olds, news = (keys_meant(name, dialect) for name in pair)
    return [(old, new) for old in olds for new in news if old.kind == new.kind]


def _why_not(pair: Pair, live: Holding, declared: Schema, dialect: Dialect) -> str:
    olds, news = (keys_meant(name, dialect) for name in pair)
    news = [key for key in news if key in declared]
    if not news:
        return f"the models have no {pair[1]}"
    there = [
        (moved, new)
        for old in olds
        for new in news
        if live.get(moved := _in_renamed_table(old, new, live)) is not None
    ]
    if not there:
        return f"the database has no {pair[0]}"
    alike = [(old, new) for old, new in there if old.kind == new.kind]
    if not alike:
        return "one is the name of a table, the other of a column"
    if any(live.get(new) is not None for _, new in alike):
        return f"the database has {pair[1]} already"
    if all(old.table != new.table for old, new in alike):
        return "a column stays in its table"
    if any(old.namespace != new.namespace for old, new in alike):
        return f"{dialect.name} cannot move a table to another namespace"
    return "another rename takes one of the two names"


# --- certain --------------------------------------------------------------------------------------


def renamed_leaves(
    reflected: Schema, declared: Schema, dialect: Dialect
) -> tuple[Rename[Object], ...]:
    """Return renames of constraints and indexes that differ only in their name.

    The database must be able to rename them, and the new name must be free.
    """
    gone = [
        value for key, value in reflected.items() if value.leaf and key not in declared
    ]
    if not gone:
        return ()
    taken = {name for value in reflected.values() for name in _occupied(value)}
    new: dict[object, deque[Object]] = defaultdict(deque)
    for key, value in declared.items():
        if value.leaf and key not in reflected and taken.isdisjoint(_occupied(value)):
            new[nameless(value)].append(value)
    renames: list[Rename[Object]] = []
    for before in gone:
        twins = new.get(nameless(before))
        if twins and dialect.does(Rename(before, before)):
            renames.append(Rename(before, twins.popleft()))
    return tuple(renames)


def _occupied(value: Object) -> list[tuple[str, str]]:
    """Return the names that an object occupies, as pairs of namespace and name."""
    return [(value.key.namespace, name) for name in value.occupies]
