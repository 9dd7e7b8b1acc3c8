"""Columns in DDL: a definition says all of a column, and MODIFY restates it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from autodiff.core.clause import Clause
from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.mysql.defaults import written_default
from autodiff.dialects.mysql.server import server_of
from autodiff.dialects.mysql.types import base_name
from autodiff.dialects.mysql.updating import update
from autodiff.dialects.mysql.virtual_column import is_in_the_way, made_anew
from autodiff.errors.mysql import ColumnNotKnown
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, computed_sql, table_name
from autodiff.kinds.options import option


def definition(column: Column, dialect: Dialect) -> str:
    """The column as it is written in CREATE TABLE, ADD COLUMN and MODIFY."""
    words = [dialect.quote(column.name), column.type.sql]
    if column.computed is not None:
        words.append(computed_sql(column.computed))
    words.extend(_nullability(column, dialect))
    if column.default is not None:
        words.append(f"DEFAULT {column.default.sql}")
    if column.autoincrement:
        words.append("AUTO_INCREMENT")
    for name, text in _ATTRIBUTES.items():
        if option(column.options, f"{dialect.sa.name}_{name}"):
            words.append(text)
    if column.comment:
        words.append(f"COMMENT {dialect.literal(column.comment)}")
    return " ".join(words)


_ATTRIBUTES = {
    "invisible": "INVISIBLE",
    "without_system_versioning": "WITHOUT SYSTEM VERSIONING",
}


def _nullability(column: Column, dialect: Dialect) -> Iterator[str]:
    """NULL is said for TIMESTAMP, which would otherwise be NOT NULL on servers of the old way."""
    if column.computed is not None and not server_of(dialect.sa).null_after_computed:
        return
    if not column.nullable:
        yield "NOT NULL"
    elif base_name(dialect.normal_type(column.type.sql)) == "timestamp":
        yield "NULL"


def with_checks(column: Column, checks: Iterable[Check], dialect: Dialect) -> str:
    """The definition with the CHECK that is a part of it (MariaDB)."""
    name = f"{dialect.sa.name}_column"
    own = [each for each in checks if option(each.options, name) == column.name]
    words = [f"CHECK ({each.condition.sql})" for each in own]
    return " ".join([definition(column, dialect), *words])


def create(operation: Create, dialect: Dialect, state: State) -> Iterator[Statement]:
    column = operation.object
    assert isinstance(column, Column)
    if operation.fill is not None and column.default is None:
        yield from _filled(operation, operation.fill, column, dialect, state)
        return
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    if guard and not server_of(dialect.sa).guards:
        if state.get(column.key) is not None:
            return
        guard = ""
    clause = f"ADD COLUMN {guard}{definition(column, dialect)}"
    yield altering(table_name(column, dialect), clause)


def _filled(
    operation: Create, fill: Clause, column: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Rows that are there get ``fill`` by way of a default that is taken away again."""
    default = Clause(fill.normal, written_default(fill.sql))
    filled = replace(column, default=default)
    yield from create(replace(operation, object=filled, fill=None), dialect, state)
    table, name = table_name(column, dialect), dialect.quote(column.name)
    yield Statement(f"ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT")


def drop(operation: Drop, dialect: Dialect, state: State) -> Iterator[Statement]:
    column = operation.object
    guard = "IF EXISTS " if operation.if_exists else ""
    if guard and not server_of(dialect.sa).guards:
        if state.get(column.key) is None:
            return
        guard = ""
    clause = f"DROP COLUMN {guard}{dialect.quote(column.key.name)}"
    yield altering(table_name(column, dialect), clause)


def alter(operation: Alter, dialect: Dialect, state: State) -> Iterator[Statement]:
    """MODIFY with the whole column; of a default alone, only that, where no more is known."""
    whole = complete(operation, state)
    assert isinstance(whole, Alter)
    before, after = whole.before, whole.after
    assert isinstance(before, Column) and isinstance(after, Column)
    missing = whole.unknown & {"type", "nullable"}
    if not whole.unknown and is_in_the_way(before, after):
        yield from made_anew(before, after, dialect, state)
    elif not missing:
        yield from filling(whole, dialect, state)
        yield modify(after, dialect, state)
    elif before.changed_fields(after) == ("default",):
        yield _default_only(after, dialect)
    else:
        names = ", ".join(f"existing_{each}" for each in sorted(missing))
        raise ColumnNotKnown(str(after.key), names)


_HEX_ALONE = re.compile(r"(?:var)?char\((3[2-5])\)")


def _hyphens_taken(
    before: Column, after: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """A UUID that becomes text with room for its 32 digits alone, as SQLAlchemy stores it where
    the database has no such type: the server writes hyphens between them.
    """
    if before.type.normal != "uuid" or not _HEX_ALONE.match(after.type.normal):
        return
    roomy = replace(
        after,
        type=dialect.type_clause("CHAR(36)"),
        nullable=before.nullable,
        default=None,
    )
    yield Statement(modify(roomy, dialect, state).sql)
    name = dialect.quote(after.name)
    yield update(after, f"replace({name}, '-', '')", dialect, state)


def filling(operation: Alter, dialect: Dialect, state: State) -> Iterator[Statement]:
    """What fills rows that hold nothing is of the new type, and comes before nothing is
    forbidden.
    """
    before, after = operation.before, operation.after
    assert isinstance(before, Column) and isinstance(after, Column)
    yield from _hyphens_taken(before, after, dialect, state)
    if operation.fill is None:
        return
    if before.type != after.type:
        open_ = replace(after, nullable=True, autoincrement=False)
        yield Statement(modify(open_, dialect, state).sql)
    name = dialect.quote(after.name)
    yield update(after, operation.fill.sql, dialect, state, f"{name} IS NULL")


def once_filled(operation: Alter) -> Alter:
    """What is left of ``operation`` behind ``filling``."""
    before, after = operation.before, operation.after
    assert isinstance(before, Column) and isinstance(after, Column)
    return replace(operation, before=replace(before, type=after.type), fill=None)


def modify(
    column: Column, dialect: Dialect, state: State, dropped: Check | None = None
) -> Statement:
    """MODIFY COLUMN, with the checks that are a part of the column, but for ``dropped``."""
    checks = [
        each
        for each in state.under(column.parent)
        if isinstance(each, Check) and not (dropped and each.key == dropped.key)
    ]
    known = state.get(column.key)
    if isinstance(known, Column):
        column = _keeping(column, known)
    clause = f"MODIFY COLUMN {with_checks(column, checks, dialect)}"
    return altering(table_name(column, dialect), clause)


def _keeping(column: Column, known: Column) -> Column:
    """With the attributes that the live column has and that no model states."""
    names = {name for name, _ in column.options}
    kept = [pair for pair in known.options if pair[0] not in names]
    return replace(column, options=tuple(sorted([*column.options, *kept])))


def _default_only(column: Column, dialect: Dialect) -> Statement:
    change = f"SET DEFAULT {column.default.sql}" if column.default else "DROP DEFAULT"
    clause = f"ALTER COLUMN {dialect.quote(column.name)} {change}"
    return altering(table_name(column, dialect), clause)


def rename(operation: Rename, dialect: Dialect, state: State) -> Iterator[Statement]:
    old, new = operation.before.key, operation.after.key
    table = table_name(operation.before, dialect)
    names = dialect.quote(old.name), dialect.quote(new.name)
    if server_of(dialect.sa).rename_column:
        yield Statement(f"ALTER TABLE {table} RENAME COLUMN {names[0]} TO {names[1]}")
        return
    whole = complete(operation, state)
    assert isinstance(whole, Rename) and isinstance(whole.after, Column)
    if whole.unknown:
        raise ColumnNotKnown(str(old), "existing_type, existing_nullable")
    text = with_checks(whole.after, _checks(operation.before, state), dialect)
    yield Statement(f"ALTER TABLE {table} CHANGE {names[0]} {text}")


def _checks(column: Object, state: State) -> list[Check]:
    parent = column.parent
    assert parent is not None
    return [each for each in state.under(parent) if isinstance(each, Check)]


EMITTERS: Emitters = {
    (Create, Column): create,
    (Drop, Column): drop,
    (Alter, Column): alter,
    (Rename, Column): rename,
}
DEFINITIONS: Definitions = {Column: definition}
