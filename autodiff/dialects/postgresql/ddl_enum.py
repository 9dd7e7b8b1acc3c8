"""Write DDL of enum types: labels added or renamed in place, or the type re-created."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.key import Key
from autodiff.core.knowledge import complete
from autodiff.core.object import Object
from autodiff.core.operation import Alter
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.postgresql.catalog import version_of
from autodiff.dialects.postgresql.dependents import (
    computed_over,
    created,
    dropped,
    leaves_over,
)
from autodiff.dialects.postgresql.names import clipped
from autodiff.dialects.postgresql.types import parsed
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, table_name
from autodiff.kinds.enum import Enum
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index

_IN_TRANSACTION_SINCE = (12,)


def _alter(
    operation: Alter[Enum], dialect: Dialect, state: State
) -> Iterator[Statement]:
    whole = complete(operation, state)
    before, after = whole.before, whole.after
    for old, new in whole.inner_renames:
        yield _relabelled(after, old, new, dialect)
    new_names = dict(whole.inner_renames)
    labels = tuple(new_names.get(label, label) for label in before.labels)
    before = replace(before, labels=labels)
    if before.labels == after.labels:
        return
    if _only_adds(before, after) and not (before.rebuild or after.rebuild):
        yield from _added(before, after, dialect)
    else:
        yield from _recreated(after, dialect, state)


def _relabelled(value: Enum, old: str, new: str, dialect: Dialect) -> Statement:
    """Rename a label; rows, defaults and conditions store its number, so they follow."""
    name = dialect.qualified(value.namespace, value.name)
    names = f"{dialect.literal(old)} TO {dialect.literal(new)}"
    return Statement(f"ALTER TYPE {name} RENAME VALUE {names}")


def _only_adds(before: Enum, after: Enum) -> bool:
    """Whether the old labels are among the new ones, in their old order."""
    rest = iter(after.labels)
    return all(label in rest for label in before.labels)


def _added(before: Enum, after: Enum, dialect: Dialect) -> Iterator[Statement]:
    """Add each label after its predecessor; the first ones before the first existing label."""
    name = dialect.qualified(after.namespace, after.name)
    inside = version_of(dialect) >= _IN_TRANSACTION_SINCE
    existing, previous = set(before.labels), None
    for position, label in enumerate(after.labels):
        if label not in existing:
            clause = ""
            if previous is not None:
                clause = f" AFTER {dialect.literal(previous)}"
            elif follower := _next_existing(after.labels[position:], existing):
                clause = f" BEFORE {dialect.literal(follower)}"
            sql = f"ALTER TYPE {name} ADD VALUE {dialect.literal(label)}{clause}"
            yield Statement(sql, transactional=inside)
        previous = label


def _next_existing(labels: tuple[str, ...], existing: set[str]) -> str | None:
    return next((label for label in labels if label in existing), None)


# --- the type re-created --------------------------------------------------------------------------


def _recreated(after: Enum, dialect: Dialect, state: State) -> Iterator[Statement]:
    """Rename the old type, create the new one, and cast each column to it through text.

    Defaults are dropped and set again; indexes, checks and computed columns over the columns
    contain the old type, so they are re-created.
    """
    users = state.users(after.key)
    columns = [value for value in users if isinstance(value, Column)]
    plain = [column for column in columns if column.computed is None]
    reading = computed_over(plain, state)
    typed = [column for column in columns if column.computed]
    computed = list(dict.fromkeys([*reading, *typed]))
    aside = [value for value in users if value.leaf and _holds_type(value)]
    aside += _foreign_keys_over(plain, state)
    aside += [value for value in leaves_over(computed, state) if value not in aside]
    old_name = clipped(f"{after.name[:40]}__old")
    name = dialect.qualified(after.namespace, after.name)
    yield from dropped([*aside, *computed], dialect, state)
    yield Statement(f"ALTER TYPE {name} RENAME TO {dialect.quote(old_name)}")
    yield from created([after], dialect, state)
    for column in plain:
        yield from _cast_over(column, after, dialect)
    yield from created([*computed, *aside], dialect, state)
    yield Statement(f"DROP TYPE {dialect.qualified(after.namespace, old_name)}")


def _foreign_keys_over(columns: Iterable[Column], state: State) -> list[Object]:
    """List the foreign keys over ``columns``: both ends must always have the same type."""
    return [
        value for value in leaves_over(columns, state) if isinstance(value, ForeignKey)
    ]


def _holds_type(value: Object) -> bool:
    """Whether an index or constraint contains the type in an expression; ALTER TABLE converts plain
    indexes and keys by itself.
    """
    if isinstance(value, Index):
        expressions = any(part.column is None for part in value.parts)
        return expressions or value.where is not None
    return isinstance(value, Check | Exclude)


def _cast_over(column: Column, after: Enum, dialect: Dialect) -> Iterator[Statement]:
    """Change a column to the new type; its default is dropped temporarily."""
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
    """Whether the default's label stays; otherwise the column's own change sets another default."""
    assert column.default is not None
    text = column.default.sql.strip()
    if not text.startswith("'"):
        return True
    label = text[1 : text.rindex("'")].replace("''", "'")
    return label in after.labels or parsed(column.type.normal).array


EMITTERS: Emitters = {(Alter, Enum): _alter}


# --- when it must be re-created -------------------------------------------------------------------


def label_used(changed: Iterable[str], clauses: Iterable[Clause]) -> bool:
    """Whether one of the labels ``changed`` occurs in ``clauses``, alone or in an array's braces.

    PostgreSQL refuses the use of a label that the same transaction has added (error 55P04).
    """
    words = [label.replace("'", "''") for label in changed]
    return any(
        f"'{word}'" in clause.sql or ("{" in clause.sql and word in clause.sql)
        for clause in clauses
        for word in words
    )


def clauses_by_type(
    objects: Iterable[Object], types: Iterable[Key]
) -> dict[Key, list[Clause]]:
    """Collect the clauses of ``objects`` over columns of ``types``, by type."""
    clauses: dict[Key, list[Clause]] = defaultdict(list)
    wanted = set(types)
    for value in objects:
        if isinstance(value, Column | Check | Index | Exclude):
            for key in wanted.intersection(value.uses):
                clauses[key].extend(_clauses(value))
    return clauses


def _clauses(value: Column | Check | Index | Exclude) -> Iterator[Clause]:
    match value:
        case Column(default=default, computed=computed):
            yield from [default] if default is not None else []
            yield from [computed.expression] if computed is not None else []
        case Check(condition=condition):
            yield condition
        case Exclude(rule=rule):
            yield rule
        case Index(parts=parts, where=where):
            yield from (part.expression for part in parts if part.column is None)
            yield from [where] if where is not None else []
