"""Enum types in PostgreSQL's words: labels added in place, or the type made anew under its columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.postgresql.leaning import (
    computed_over,
    created,
    dropped,
    leaves_over,
)
from autodiff.dialects.postgresql.names import clipped
from autodiff.dialects.postgresql.reader import version_of
from autodiff.dialects.postgresql.types import parsed
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, table_name
from autodiff.kinds.enum import Enum
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index

_IN_TRANSACTION_SINCE = (12,)


def _alter(operation: Alter, dialect: Dialect, state: State) -> Iterator[Statement]:
    whole = complete(operation, state)
    assert isinstance(whole, Alter)
    before, after = whole.before, whole.after
    assert isinstance(before, Enum) and isinstance(after, Enum)
    for old, new in whole.inner_renames:
        yield _relabelled(after, old, new, dialect)
    names = dict(whole.inner_renames)
    before = replace(before, labels=tuple(names.get(x, x) for x in before.labels))
    if before.labels == after.labels:
        return
    if _only_adds(before, after) and not (before.rebuild or after.rebuild):
        yield from _added(before, after, dialect)
    else:
        yield from _made_anew(after, dialect, state)


def _relabelled(value: Enum, old: str, new: str, dialect: Dialect) -> Statement:
    """Rows, defaults and conditions hold a label by its number, so they follow."""
    name = dialect.qualified(value.namespace, value.name)
    names = f"{dialect.literal(old)} TO {dialect.literal(new)}"
    return Statement(f"ALTER TYPE {name} RENAME VALUE {names}")


def _only_adds(before: Enum, after: Enum) -> bool:
    """Whether the old labels stand among the new ones, in their old order."""
    rest = iter(after.labels)
    return all(label in rest for label in before.labels)


def _added(before: Enum, after: Enum, dialect: Dialect) -> Iterator[Statement]:
    """One ADD VALUE a label, each placed by the one before it, the first ones by the one after."""
    name = dialect.qualified(after.namespace, after.name)
    inside = version_of(dialect) >= _IN_TRANSACTION_SINCE
    known, previous = set(before.labels), None
    for position, label in enumerate(after.labels):
        if label not in known:
            place = ""
            if previous is not None:
                place = f" AFTER {dialect.literal(previous)}"
            elif follower := _next_known(after.labels[position:], known):
                place = f" BEFORE {dialect.literal(follower)}"
            sql = f"ALTER TYPE {name} ADD VALUE {dialect.literal(label)}{place}"
            yield Statement(sql, transactional=inside)
        previous = label


def _next_known(labels: tuple[str, ...], known: set[str]) -> str | None:
    return next((label for label in labels if label in known), None)


# --- the type made anew ---------------------------------------------------------------------------


def _made_anew(after: Enum, dialect: Dialect, state: State) -> Iterator[Statement]:
    """The old type steps aside, the new one takes its name, each column is cast over by its text.

    Defaults are dropped and set again; indexes, checks and computed columns that speak of the
    columns name the old type inside, so they go before and come back after.
    """
    users = state.users(after.key)
    columns = [each for each in users if isinstance(each, Column)]
    plain = [each for each in columns if each.computed is None]
    reading = computed_over(plain, state)
    computed = list(
        dict.fromkeys([*reading, *(each for each in columns if each.computed)])
    )
    aside = [each for each in users if each.leaf and _speaks_of_type(each)]
    aside += _keys_between(plain, state)
    aside += [each for each in leaves_over(computed, state) if each not in aside]
    old_name = clipped(f"{after.name[:40]}__old")
    name = dialect.qualified(after.namespace, after.name)
    yield from dropped([*aside, *computed], dialect, state)
    yield Statement(f"ALTER TYPE {name} RENAME TO {dialect.quote(old_name)}")
    yield from created([after], dialect, state)
    for column in plain:
        yield from _cast_over(column, after, dialect)
    yield from created([*computed, *aside], dialect, state)
    yield Statement(f"DROP TYPE {dialect.qualified(after.namespace, old_name)}")


def _keys_between(columns: Iterable[Column], state: State) -> list[Object]:
    """Foreign keys over the columns: both ends must be of one type while the server looks."""
    keys = {each.key for each in columns}
    tables = dict.fromkeys(each.parent for each in columns)
    return [
        each
        for table in tables
        for each in state.under(table)
        if isinstance(each, ForeignKey) and keys.intersection(each.needs())
    ]


def _speaks_of_type(value: Object) -> bool:
    """Plain indexes and keys are carried over by ALTER TYPE; conditions and expressions hold the
    old type inside.
    """
    if isinstance(value, Index):
        expressions = any(part.column is None for part in value.parts)
        return expressions or value.where is not None
    return isinstance(value, Check | Exclude)


def _cast_over(column: Column, after: Enum, dialect: Dialect) -> Iterator[Statement]:
    table = table_name(column, dialect)
    quoted = dialect.quote(column.name)
    head = f"ALTER COLUMN {quoted}"
    array = parsed(column.type.normal).array
    type_ = dialect.qualified(after.namespace, after.name) + ("[]" if array else "")
    through = "text[]" if array else "text"
    if column.default is not None:
        yield altering(table, f"{head} DROP DEFAULT")
    yield altering(table, f"{head} TYPE {type_} USING {quoted}::{through}::{type_}")
    if column.default is not None and _still_valid(column, after):
        yield altering(table, f"{head} SET DEFAULT {column.default.sql}")


def _still_valid(column: Column, after: Enum) -> bool:
    """A default whose label goes is dropped: the column's own change follows or came before."""
    assert column.default is not None
    text = column.default.sql.strip()
    if not text.startswith("'"):
        return True
    label = text[1 : text.rindex("'")].replace("''", "'")
    return label in after.labels or parsed(column.type.normal).array


def _rename(operation: Rename, dialect: Dialect, state: State) -> Iterator[Statement]:
    old, new = operation.before.key, operation.after.key
    name = dialect.qualified(old.namespace, old.name)
    if old.namespace != new.namespace:
        schema = new.namespace or dialect.sa.default_schema_name or "public"
        yield Statement(f"ALTER TYPE {name} SET SCHEMA {dialect.quote(schema)}")
        name = dialect.qualified(new.namespace, old.name)
    if old.name != new.name:
        yield Statement(f"ALTER TYPE {name} RENAME TO {dialect.quote(new.name)}")


EMITTERS: Emitters = {(Alter, Enum): _alter, (Rename, Enum): _rename}
