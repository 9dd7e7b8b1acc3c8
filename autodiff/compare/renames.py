"""Renames: those that models state or a user asks for, and those that are certain by themselves."""

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
    """The renames that models state by ``info={"renamed_from": "old_name"}``, and of
    labels by ``info={"renamed_labels": {"old": "new"}}``.
    """
    return tuple(pair for each in metadatas for pair in _stated_in(each))


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
    """The tables and columns of which models state by ``info={"renamed_from": None}`` that they are
    new, and the labels that go by ``info={"renamed_labels": {"old": None}}``.
    """
    return tuple(name for each in metadatas for name in _refused_in(each))


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
    """A rename that a user asked for and that cannot be; ``reason`` in words."""

    pair: Pair
    reason: str


CIRCLE = (
    "the models state that both names were exchanged, and whether that was done nobody "
    "can tell; --rename does it once"
)


@frozen
class Consent:
    """The steps for the renames that somebody stands up for."""

    steps: tuple[AnyOperation, ...]
    unfit: tuple[Unfit, ...] = ()


def consented(
    reflected: Schema,
    declared: Schema,
    stated: Sequence[Pair],
    asked: Sequence[Pair],
    dialect: Dialect,
) -> Consent:
    """The steps for the renames that models state and that the user asked for.

    What a model states holds until it was done; what the user asks for must be possible. Tables go
    first, so a column may be named under the old or the new table; labels come last.
    """
    given = [(pair, True) for pair in asked] + [(pair, False) for pair in stated]
    if not given:
        return Consent(())
    labels = {pair: label_of(pair, declared, dialect) for pair, _ in given}
    names = [each for each in given if labels[each[0]] is None]
    state = Replay(reflected)
    steps: list[AnyOperation] = []
    unfit: list[Unfit] = []
    for kind in ("table", "column"):
        wanted = list(_moves(names, kind, state, dialect))
        moves = due(wanted, state, declared, dialect)
        fit = fitting(wanted, state, declared, dialect)
        unfit += [Unfit(x.pair, CIRCLE) for x in circle(fit, moves, state)]
        taken = {each.pair for each in moves}
        names = [each for each in names if each[0] not in taken]
        steps += moving_steps(moves, state, declared)
    unfit += [
        Unfit(pair, _why_not(pair, state, declared, dialect))
        for pair, is_asked in names
        if is_asked and not _is_done(state, pair, dialect)
    ]
    more = _of_labels(state, given, labels, dialect)
    return Consent((*steps, *more.steps), (*unfit, *more.unfit))


def _of_labels(
    state: Replay,
    given: Sequence[tuple[Pair, bool]],
    labels: dict[Pair, Label | None],
    dialect: Dialect,
) -> Consent:
    if not any(labels.values()):
        return Consent(())
    found = list(renamed_labels(state.schema(), given, labels, dialect))
    reason = "no list of labels in the database has the old one and lacks the new"
    unfit = (Unfit(pair, reason) for _, pairs in found for pair in pairs)
    return Consent(tuple(x for steps, _ in found for x in steps), tuple(unfit))


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
    """A column's old key under its table's new name, where the table was renamed just before."""
    if old.kind == "column" and live.get(old) is None:
        return old._replace(namespace=new.namespace, table=new.table)
    return old


def _readings(pair: Pair, dialect: Dialect) -> list[tuple[Key, Key]]:
    """What a pair of names may mean: two tables, or two columns."""
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
    alike = [each for each in there if each[0].kind == each[1].kind]
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
    """Constraints and indexes that differ in nothing but their name, where a rename exists and the
    new name is free.
    """
    gone = [
        each for key, each in reflected.items() if each.leaf and key not in declared
    ]
    if not gone:
        return ()
    taken = {place for each in reflected.values() for place in _places(each)}
    new: dict[object, deque[Object]] = defaultdict(deque)
    for key, each in declared.items():
        if each.leaf and key not in reflected and taken.isdisjoint(_places(each)):
            new[nameless(each)].append(each)
    found: list[Rename[Object]] = []
    for before in gone:
        twins = new.get(nameless(before))
        if twins and dialect.does(Rename(before, before)):
            found.append(Rename(before, twins.popleft()))
    return tuple(found)


def _places(value: Object) -> list[tuple[str, str]]:
    """The names that it occupies, with their namespace."""
    return [(value.key.namespace, name) for name in value.occupies]
