"""Labels of enum types under new names: who says so, and how the rows keep what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa

from autodiff.compare.typed_names import labels_meant
from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.execute import Execute
from autodiff.core.key import Key
from autodiff.core.operation import Alter, AnyOperation, Drop
from autodiff.core.own_operation import OwnOperation
from autodiff.core.replay import replay
from autodiff.core.schema import Schema
from autodiff.core.state import ReplayedState
from autodiff.frozen import frozen
from autodiff.kinds.bare_type import bare_type
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.enum import Enum
from autodiff.kinds.labels import names_label, relabelled

_LENGTH = re.compile(r"\((\d+)\)")

Pair = tuple[str, str]
"""Old and new name as a user writes them: ``users.mail`` and ``users.email``; of a label,
``users.mood.sad`` and ``users.mood.gloomy``.
"""


@frozen
class Label:
    """A label ``old`` of a column's type that the models call ``new``."""

    column: Column
    old: str
    new: str


@frozen
class Listed:
    """The labels that a column has, and the CHECKs that list them, if it is these that do."""

    labels: tuple[str, ...]
    checks: tuple[Key, ...] = ()


def label_of(pair: Pair, declared: Schema, dialect: Dialect) -> Label | None:
    """What a pair of names means, if it means a label: that of a column, with or without a
    namespace.
    """
    olds, news = (labels_meant(each, dialect) for each in pair)
    for (place, old), (new_place, new) in zip(olds, news, strict=False):
        column = declared.get(place)
        if not isinstance(column, Column) or new_place != place:
            continue
        labels = _labels(column, dialect)
        if old and new in labels and old not in labels:
            return Label(column, old, new)
    return None


def _labels(column: Column, dialect: Dialect) -> tuple[str, ...]:
    found = bare_type(column.type, dialect)
    return tuple(found.enums) if isinstance(found, sa.Enum) else ()


def replayed(schema: Schema, steps: Iterable[AnyOperation]) -> Schema:
    """``schema`` after ``steps``; SQL among them changes rows only."""
    return replay(schema, [x for x in steps if not isinstance(x, OwnOperation)])


def renamed_labels(
    live: Schema,
    given: Sequence[tuple[Pair, bool]],
    labels: Mapping[Pair, Label | None],
    dialect: Dialect,
) -> Iterator[tuple[tuple[AnyOperation, ...], tuple[Pair, ...]]]:
    """The steps for labels, those of one column or type together, and which pairs that the user
    asked for cannot be.
    """
    columns: dict[Key, list[Label]] = {}
    for pair, _ in given:
        if label := labels[pair]:
            columns.setdefault(label.column.key, []).append(label)
    for each in columns.values():
        steps = label_steps(live, each, dialect)
        unfit: list[Pair] = []
        asked = [x for x in given if labels[x[0]] in each and x[1]]
        for pair, _ in asked if not steps else ():
            label = labels[pair]
            assert label is not None
            if not is_done(live, label, dialect):
                more = unlisted_steps(live, label, dialect)
                steps += more
                unfit += [] if more else [pair]
        live = replayed(live, steps)
        yield steps, tuple(unfit)


def label_steps(
    live: Schema, labels: Sequence[Label], dialect: Dialect
) -> tuple[AnyOperation, ...]:
    """What gives labels of one column their new names in a database that holds ``live``, rows
    included; nothing for those that have them already.
    """
    column = live.get(labels[0].column.key)
    if not isinstance(column, Column):
        return ()
    types = _types(column, live)
    if types:
        return tuple(_of_type(types[0], labels))
    if _labels(column, dialect):
        return tuple(_of_list(live, column, labels, dialect))
    return tuple(_of_text(live, column, labels, dialect))


def unlisted_steps(
    live: Schema, label: Label, dialect: Dialect
) -> tuple[AnyOperation, ...]:
    """The same where nothing but the rows can hold the label, and so nothing tells whether it was
    done: a text without a CHECK.
    """
    column = live.get(label.column.key)
    if not isinstance(column, Column) or labels_of(column, live, dialect):
        return ()
    checks = [x for x in live.under(column.parent) if isinstance(x, Check)]
    if any(each.columns == (column.name,) for each in checks):
        return ()
    return tuple(_moved(live, column, [label], dialect))


def is_done(live: Schema, label: Label, dialect: Dialect) -> bool:
    """Whether the database has the new label and not the old."""
    column = live.get(label.column.key)
    if not isinstance(column, Column):
        return False
    known = labels_of(column, live, dialect)
    if known:
        return label.new in known and label.old not in known
    return bool(_listing(live, column, label.new))


def _types(column: Column, live: Schema) -> list[Enum]:
    return [x for key in column.uses if isinstance(x := live.get(key), Enum)]


def labels_of(column: Column, schema: Schema, dialect: Dialect) -> tuple[str, ...]:
    """The labels that the column's type has; none where it is a text."""
    types = _types(column, schema)
    return types[0].labels if types else _labels(column, dialect)


_TEXT = re.compile(r"'((?:[^'\\]|\\.|'')*)'", re.DOTALL)


def listed_labels(column: Column, live: Schema, wanted: Collection[str]) -> Listed:
    """The labels that a CHECK keeps a text to, and which CHECKs these are: those of the column, and
    no other, that name one of the labels that are ``wanted``.
    """
    checks = {x.key: x for label in wanted for x in _listing(live, column, label)}
    found = [
        _label(text, wanted)
        for each in checks.values()
        for text in _TEXT.findall(each.condition.sql)
    ]
    return Listed(tuple(dict.fromkeys(found)), tuple(checks))


def _label(text: str, wanted: Collection[str]) -> str:
    """What stands between quotes; MariaDB puts a backslash where others have one as it is."""
    plain: str = text.replace("''", "'")
    return plain if plain in wanted else re.sub(r"\\(.)", r"\1", plain)


# --- a type of its own ----------------------------------------------------------------------------


def _of_type(type_: Enum, labels: Sequence[Label]) -> Iterator[AnyOperation]:
    """It knows a label by number, and so do the rows."""
    inner_renames = tuple(
        (each.old, each.new)
        for each in labels
        if each.old in type_.labels and each.new not in type_.labels
    )
    if inner_renames:
        names = dict(inner_renames)
        after = tuple(names.get(each, each) for each in type_.labels)
        yield Alter(type_, replace(type_, labels=after), inner_renames=inner_renames)


# --- a column that lists its labels ---------------------------------------------------------------


def _of_list(
    live: Schema, column: Column, labels: Sequence[Label], dialect: Dialect
) -> Iterator[AnyOperation]:
    """It has old and new labels while the rows change over."""
    known = _labels(column, dialect)
    due = [each for each in labels if each.old in known and each.new not in known]
    if not due:
        return
    wide = replace(
        column, type=_edited(column.type, lambda sql: _both(sql, due, dialect))
    )
    type_ = _edited(column.type, lambda sql: _new(sql, due))
    after = replace(column, type=type_, default=_default(column, due))
    yield Alter(column, wide)
    yield from (_rewritten(live, column, each, dialect) for each in due)
    yield Alter(wide, after)


def _edited(type_: Clause, edit: Callable[[str], str]) -> Clause:
    """A type changed in both its faces; no longer the one that a model states."""
    return Clause(edit(type_.normal), edit(type_.sql))


def _both(sql: str, labels: Sequence[Label], dialect: Dialect) -> str:
    head, _, tail = sql.rpartition(")")
    more = "".join(f",{dialect.literal(each.new)}" for each in labels)
    return f"{head}{more}){tail}"


def _new(sql: str, labels: Sequence[Label]) -> str:
    for each in labels:
        sql = relabelled(sql, each.old, each.new)
    return sql


# --- a text that a CHECK keeps to a list ----------------------------------------------------------


def _of_text(
    live: Schema, column: Column, labels: Sequence[Label], dialect: Dialect
) -> Iterator[AnyOperation]:
    """The CHECK goes; with the new labels it is one that the models miss."""
    due = [each for each in labels if _listing(live, column, each.old)]
    if due:
        checks = {x.key: x for each in due for x in _listing(live, column, each.old)}
        yield from (Drop(each) for each in checks.values())
        yield from _moved(live, column, due, dialect)


def _listing(live: Schema, column: Column, label: str) -> list[Check]:
    """The CHECKs of a column, and no other, that name a label."""
    return [
        each
        for each in live.under(column.parent)
        if isinstance(each, Check)
        and each.columns == (column.name,)
        and names_label(each.condition.sql, label)
    ]


def _moved(
    live: Schema, column: Column, labels: Sequence[Label], dialect: Dialect
) -> Iterator[AnyOperation]:
    """The rows change over while the text has room for old and new labels."""
    length = _length(labels[0].column)
    type_ = _edited(column.type, lambda sql: _LENGTH.sub(f"({length})", sql))
    after = replace(column, type=type_, default=_default(column, labels))
    altered = [] if after == column else [Alter(column, after)]
    first = length >= _length(column)
    yield from altered if first else ()
    yield from (_rewritten(live, column, each, dialect) for each in labels)
    yield from () if first else altered


def _length(column: Column) -> int:
    found = _LENGTH.search(column.type.sql)
    return int(found[1]) if found else 0


# --- for both -------------------------------------------------------------------------------------


def _default(column: Column, labels: Sequence[Label]) -> Clause | None:
    """What the models have where the default is a label that goes."""
    default = column.default
    if default is not None and any(names_label(default.sql, x.old) for x in labels):
        return labels[0].column.default
    return default


def _rewritten(live: Schema, column: Column, label: Label, dialect: Dialect) -> Execute:
    def update(old: str, new: str) -> str:
        where = f"{dialect.quote(column.name)} = {dialect.literal(old)}"
        return dialect.updating(
            column, dialect.literal(new), where, ReplayedState(live)
        )

    up, down = update(label.old, label.new), update(label.new, label.old)
    return Execute(up, down, column.key)
