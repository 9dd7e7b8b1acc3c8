"""Renamed labels of enum types: what a pair of names means, and the steps that change the rows."""

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
"""The old and the new name as a user writes them: ``users.mail``, ``users.email``; of a label,
``users.mood.sad``, ``users.mood.gloomy``.
"""


@frozen
class Label:
    """A label ``old`` of a column that the models call ``new``."""

    column: Column
    old: str
    new: str


@frozen
class Listed:
    """The labels of a column, and the keys of the CHECKs that list them, if CHECKs do."""

    labels: tuple[str, ...]
    checks: tuple[Key, ...] = ()


def label_of(pair: Pair, declared: Schema, dialect: Dialect) -> Label | None:
    """Return the label that a pair of names means, with or without a namespace, else None."""
    olds, news = (labels_meant(name, dialect) for name in pair)
    for (key, old), (new_key, new) in zip(olds, news, strict=False):
        column = declared.get(key)
        if not isinstance(column, Column) or new_key != key:
            continue
        labels = _labels(column, dialect)
        if old and new in labels and old not in labels:
            return Label(column, old, new)
    return None


def _labels(column: Column, dialect: Dialect) -> tuple[str, ...]:
    type_ = bare_type(column.type, dialect)
    return tuple(type_.enums) if isinstance(type_, sa.Enum) else ()


def replayed(schema: Schema, steps: Iterable[AnyOperation]) -> Schema:
    """Return ``schema`` after ``steps``; SQL statements among them change only rows."""
    return replay(schema, [x for x in steps if not isinstance(x, OwnOperation)])


def renamed_labels(
    live: Schema,
    given: Sequence[tuple[Pair, bool]],
    labels: Mapping[Pair, Label | None],
    dialect: Dialect,
) -> Iterator[tuple[tuple[AnyOperation, ...], tuple[Pair, ...]]]:
    """Yield the steps for the labels of one column or type, and the pairs among them that the user
    asked for and that do not apply.

    ``live`` is the schema before these steps. ``given`` are pairs with whether the user asked for
    them; ``labels`` is what they mean.
    """
    columns: dict[Key, list[Label]] = {}
    for pair, _ in given:
        if label := labels[pair]:
            columns.setdefault(label.column.key, []).append(label)
    for renamed in columns.values():
        steps = label_steps(live, renamed, dialect)
        unfit: list[Pair] = []
        asked = [x for x in given if labels[x[0]] in renamed and x[1]]
        for pair, _ in asked if not steps else ():
            label = labels[pair]
            assert label is not None
            if not is_done(live, label, dialect):
                updates = unlisted_steps(live, label, dialect)
                steps += updates
                unfit += [] if updates else [pair]
        live = replayed(live, steps)
        yield steps, tuple(unfit)


def label_steps(
    live: Schema, labels: Sequence[Label], dialect: Dialect
) -> tuple[AnyOperation, ...]:
    """Return the steps that rename labels of one column, rows included, in a database that has the
    schema ``live``; none for those already renamed.
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
    """Return the steps for a label of a text column without a CHECK.

    Only the rows can contain it, so nothing shows whether it was already renamed.
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
    labels = labels_of(column, live, dialect)
    if labels:
        return label.new in labels and label.old not in labels
    return bool(_listing(live, column, label.new))


def _types(column: Column, live: Schema) -> list[Enum]:
    return [x for key in column.uses if isinstance(x := live.get(key), Enum)]


def labels_of(column: Column, schema: Schema, dialect: Dialect) -> tuple[str, ...]:
    """Return the labels of the column's type; none where it is a text."""
    types = _types(column, schema)
    return types[0].labels if types else _labels(column, dialect)


_TEXT = re.compile(r"'((?:[^'\\]|\\.|'')*)'", re.DOTALL)


def listed_labels(column: Column, live: Schema, wanted: Collection[str]) -> Listed:
    """Return the labels that CHECKs allow in a text column, and the keys of these CHECKs.

    Only CHECKs of this column alone that name one of the ``wanted`` labels count.
    """
    checks = {x.key: x for label in wanted for x in _listing(live, column, label)}
    labels = [
        _label(text, wanted)
        for check in checks.values()
        for text in _TEXT.findall(check.condition.sql)
    ]
    return Listed(tuple(dict.fromkeys(labels)), tuple(checks))


def _label(text: str, wanted: Collection[str]) -> str:
    """Return a quoted text as a label; MariaDB escapes a backslash where others do not."""
    plain: str = text.replace("''", "'")
    return plain if plain in wanted else re.sub(r"\\(.)", r"\1", plain)


# --- a named type ---------------------------------------------------------------------------------


def _of_type(type_: Enum, labels: Sequence[Label]) -> Iterator[AnyOperation]:
    """Yield the step for a named type; rows store a label as a number and stay as they are."""
    inner_renames = tuple(
        (label.old, label.new)
        for label in labels
        if label.old in type_.labels and label.new not in type_.labels
    )
    if inner_renames:
        names = dict(inner_renames)
        after = tuple(names.get(label, label) for label in type_.labels)
        yield Alter(type_, replace(type_, labels=after), inner_renames=inner_renames)


# --- a column that lists its labels ---------------------------------------------------------------


def _of_list(
    live: Schema, column: Column, labels: Sequence[Label], dialect: Dialect
) -> Iterator[AnyOperation]:
    """Yield the steps for a column whose type lists its labels, such as MySQL's ENUM.

    The type has old and new labels while the rows are updated; labels already renamed are skipped.
    """
    listed = _labels(column, dialect)
    due = [label for label in labels if label.old in listed and label.new not in listed]
    if not due:
        return
    wide = replace(
        column, type=_edited(column.type, lambda sql: _both(sql, due, dialect))
    )
    type_ = _edited(column.type, lambda sql: _new(sql, due))
    after = replace(column, type=type_, default=_default(column, due))
    yield Alter(column, wide)
    yield from (_rewritten(live, column, label, dialect) for label in due)
    yield Alter(wide, after)


def _edited(type_: Clause, edit: Callable[[str], str]) -> Clause:
    """Return a type with both spelling and normal form edited; it no longer comes from a model."""
    return Clause(edit(type_.normal), edit(type_.sql))


def _both(sql: str, labels: Sequence[Label], dialect: Dialect) -> str:
    head, _, tail = sql.rpartition(")")
    added = "".join(f",{dialect.literal(label.new)}" for label in labels)
    return f"{head}{added}){tail}"


def _new(sql: str, labels: Sequence[Label]) -> str:
    for label in labels:
        sql = relabelled(sql, label.old, label.new)
    return sql


# --- a text whose CHECK lists the labels ----------------------------------------------------------


def _of_text(
    live: Schema, column: Column, labels: Sequence[Label], dialect: Dialect
) -> Iterator[AnyOperation]:
    """Yield the steps for a text: its CHECKs are dropped, and comparing creates the declared ones."""
    due = [label for label in labels if _listing(live, column, label.old)]
    if due:
        checks = {x.key: x for label in due for x in _listing(live, column, label.old)}
        yield from (Drop(check) for check in checks.values())
        yield from _moved(live, column, due, dialect)


def _listing(live: Schema, column: Column, label: str) -> list[Check]:
    """Return the CHECKs of this column alone that name ``label``."""
    return [
        value
        for value in live.under(column.parent)
        if isinstance(value, Check)
        and value.columns == (column.name,)
        and names_label(value.condition.sql, label)
    ]


def _moved(
    live: Schema, column: Column, labels: Sequence[Label], dialect: Dialect
) -> Iterator[AnyOperation]:
    """Yield the updates of the rows, made while the type is long enough for old and new labels."""
    length = _length(labels[0].column)
    type_ = _edited(column.type, lambda sql: _LENGTH.sub(f"({length})", sql))
    after = replace(column, type=type_, default=_default(column, labels))
    altered = [] if after == column else [Alter(column, after)]
    first = length >= _length(column)
    yield from altered if first else ()
    yield from (_rewritten(live, column, label, dialect) for label in labels)
    yield from () if first else altered


def _length(column: Column) -> int:
    match = _LENGTH.search(column.type.sql)
    return int(match[1]) if match else 0


# --- for both -------------------------------------------------------------------------------------


def _default(column: Column, labels: Sequence[Label]) -> Clause | None:
    """Return the models' default where the live one is a label that is renamed."""
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
