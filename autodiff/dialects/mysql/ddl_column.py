"""Write DDL of columns: a definition states the whole column, and MODIFY restates it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from autodiff.core.clause import Clause
from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.mysql.literals import ON_UPDATE, written_default
from autodiff.dialects.mysql.server import server_of
from autodiff.dialects.mysql.types import base_name
from autodiff.errors.mysql import ColumnNotKnown
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, computed_sql, table_name
from autodiff.kinds.options import option

_ATTRIBUTES = {
    "invisible": "INVISIBLE",
    "without_system_versioning": "WITHOUT SYSTEM VERSIONING",
}


def definition(column: Column, dialect: Dialect) -> str:
    """Write the column's definition for CREATE TABLE, ADD COLUMN and MODIFY."""
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


def _nullability(column: Column, dialect: Dialect) -> Iterator[str]:
    """Write NOT NULL; NULL only for TIMESTAMP, which is otherwise NOT NULL on servers with
    explicit_defaults_for_timestamp=OFF.
    """
    if column.computed is not None and not server_of(dialect.sa).null_after_computed:
        return
    if not column.nullable:
        yield "NOT NULL"
    elif base_name(dialect.normal_type(column.type.sql)) == "timestamp":
        yield "NULL"


def with_checks(column: Column, checks: Iterable[Check], dialect: Dialect) -> str:
    """Write the definition with the CHECKs that are part of the column (MariaDB)."""
    name = f"{dialect.sa.name}_column"
    own = [check for check in checks if option(check.options, name) == column.name]
    words = [f"CHECK ({check.condition.sql})" for check in own]
    return " ".join([definition(column, dialect), *words])


def update(
    column: Column, value: str, dialect: Dialect, state: State, where: str = ""
) -> Statement:
    """Write UPDATE of ``column`` to the SQL ``value``, of all rows or of those ``where`` selects.

    The other columns of ``state`` with ON UPDATE CURRENT_TIMESTAMP are set to their own values, so
    that the server does not change them. Of a default with ON UPDATE, only the part before it is a
    value.
    """
    keeping_time = [
        other.name
        for other in state.under(column.parent)
        if isinstance(other, Column)
        and other.name != column.name
        and _keeps_time(other)
    ]
    value = re.split(ON_UPDATE, value, maxsplit=1, flags=re.IGNORECASE)[0]
    pairs = [f"{dialect.quote(column.name)} = {value}"]
    pairs += [f"{dialect.quote(name)} = {dialect.quote(name)}" for name in keeping_time]
    sql = f"UPDATE {table_name(column, dialect)} SET {', '.join(pairs)}"
    return Statement(f"{sql} WHERE {where}" if where else sql)


def _keeps_time(column: Column) -> bool:
    return column.default is not None and ON_UPDATE in column.default.normal.lower()


# --- create, drop, rename -------------------------------------------------------------------------


def create(
    operation: Create[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write ADD COLUMN; existing rows get ``fill`` by a default that is dropped again."""
    column = operation.object
    if operation.fill is not None and column.default is None:
        default = Clause(operation.fill.normal, written_default(operation.fill.sql))
        filled = replace(column, default=default)
        yield from create(replace(operation, object=filled, fill=None), dialect, state)
        table, name = table_name(column, dialect), dialect.quote(column.name)
        yield Statement(f"ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT")
        return
    guard = "IF NOT EXISTS " if operation.if_not_exists else ""
    if guard and not server_of(dialect.sa).guards:
        if state.get(column.key) is not None:
            return
        guard = ""
    clause = f"ADD COLUMN {guard}{definition(column, dialect)}"
    yield altering(table_name(column, dialect), clause)


def drop(
    operation: Drop[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write DROP COLUMN."""
    column = operation.object
    guard = "IF EXISTS " if operation.if_exists else ""
    if guard and not server_of(dialect.sa).guards:
        if state.get(column.key) is None:
            return
        guard = ""
    clause = f"DROP COLUMN {guard}{dialect.quote(column.key.name)}"
    yield altering(table_name(column, dialect), clause)


def rename(
    operation: Rename[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write RENAME COLUMN, or CHANGE with the whole column on servers that lack it."""
    old, new = operation.before.key, operation.after.key
    table = table_name(operation.before, dialect)
    names = dialect.quote(old.name), dialect.quote(new.name)
    if server_of(dialect.sa).rename_column:
        yield Statement(f"ALTER TABLE {table} RENAME COLUMN {names[0]} TO {names[1]}")
        return
    whole = complete(operation, state)
    if whole.unknown:
        raise ColumnNotKnown(str(old), "existing_type, existing_nullable")
    parent = operation.before.parent
    assert parent is not None
    checks = [part for part in state.under(parent) if isinstance(part, Check)]
    text = with_checks(whole.after, checks, dialect)
    yield Statement(f"ALTER TABLE {table} CHANGE {names[0]} {text}")


# --- alter ----------------------------------------------------------------------------------------


def alter(
    operation: Alter[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write MODIFY with the whole column; only its default is changed where no more is known.

    Raises ColumnNotKnown where the type or nullability is needed and unknown.
    """
    whole = complete(operation, state)
    before, after = whole.before, whole.after
    missing = whole.unknown & {"type", "nullable"}
    if not whole.unknown and _is_virtual_change(before, after):
        yield from _re_created(before, after, dialect, state)
    elif not missing:
        yield from filling(whole, dialect, state)
        yield modify(after, dialect, state)
    elif before.changed_fields(after) == ("default",):
        yield _default_only(after, dialect)
    else:
        names = ", ".join(f"existing_{name}" for name in sorted(missing))
        raise ColumnNotKnown(str(after.key), names)


def modify(
    column: Column, dialect: Dialect, state: State, dropped: Check | None = None
) -> Statement:
    """Write MODIFY COLUMN with the CHECKs in ``state`` that are part of it, except ``dropped``."""
    checks = [
        part
        for part in state.under(column.parent)
        if isinstance(part, Check) and not (dropped and part.key == dropped.key)
    ]
    live = state.get(column.key)
    if isinstance(live, Column):
        column = _keeping(column, live)
    clause = f"MODIFY COLUMN {with_checks(column, checks, dialect)}"
    return altering(table_name(column, dialect), clause)


def _keeping(column: Column, live: Column) -> Column:
    """Add the options that the live column has and no model declares."""
    names = {name for name, _ in column.options}
    kept = [pair for pair in live.options if pair[0] not in names]
    return replace(column, options=tuple(sorted([*column.options, *kept])))


def _default_only(column: Column, dialect: Dialect) -> Statement:
    change = f"SET DEFAULT {column.default.sql}" if column.default else "DROP DEFAULT"
    clause = f"ALTER COLUMN {dialect.quote(column.name)} {change}"
    return altering(table_name(column, dialect), clause)


# --- filling NULL rows ----------------------------------------------------------------------------

_HEX_ALONE = re.compile(r"(?:var)?char\((3[2-5])\)")


def filling(
    operation: Alter[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Fill NULL rows with a value of the new type, before SET NOT NULL."""
    before, after = operation.before, operation.after
    yield from _without_hyphens(before, after, dialect, state)
    if operation.fill is None:
        return
    if before.type != after.type:
        open_ = replace(after, nullable=True, autoincrement=False)
        yield Statement(modify(open_, dialect, state).sql)
    name = dialect.quote(after.name)
    yield update(after, operation.fill.sql, dialect, state, f"{name} IS NULL")


def _without_hyphens(
    before: Column, after: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Remove the hyphens of a UUID that becomes text with room for its 32 digits only.

    SQLAlchemy stores a UUID like this where the database has no UUID type; the server's own
    conversion writes hyphens.
    """
    if before.type.normal != "uuid" or not _HEX_ALONE.match(after.type.normal):
        return
    type_ = dialect.type_clause("CHAR(36)")
    roomy = replace(after, type=type_, nullable=before.nullable, default=None)
    yield Statement(modify(roomy, dialect, state).sql)
    name = dialect.quote(after.name)
    yield update(after, f"replace({name}, '-', '')", dialect, state)


def once_filled(operation: Alter[Column]) -> Alter[Column]:
    """Return what is left of ``operation`` after ``filling``."""
    before, after = operation.before, operation.after
    return replace(operation, before=replace(before, type=after.type), fill=None)


# --- virtual columns: the server cannot convert them to plain or stored ones, nor back ------------


def _is_virtual_change(before: Column, after: Column) -> bool:
    """Whether a virtual computed column is changed to or from another, so that MODIFY is refused
    (error 1907 of MariaDB, 3106 of MySQL).
    """
    if before.computed == after.computed:
        return False
    both = (before.computed, after.computed)
    return any(computed is not None and not computed.stored for computed in both)


def _re_created(
    before: Column, after: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Drop ``before`` and create ``after``, and re-create the column's dependents around that."""
    dependents = [
        part
        for part in state.under(after.parent)
        if part.leaf and before.key in part.depends_on()
    ]
    operations: list[Operation] = [Drop(part) for part in dependents]
    yield from _emitted(operations, dialect, state)
    if after.computed is None:
        yield from _with_values(after, dialect, state)
    else:
        yield from _emitted([Drop(before), Create(after)], dialect, state)
    yield from _emitted([Create(part) for part in dependents], dialect, state)


def _with_values(after: Column, dialect: Dialect, state: State) -> Iterator[Statement]:
    """Copy the values of the virtual column into a new plain column, which then takes its name."""
    table = table_name(after, dialect)
    beside = replace(after, name=f"{after.name[:56]}__plain", nullable=True)
    old, new = dialect.quote(after.name), dialect.quote(beside.name)
    yield Statement(f"ALTER TABLE {table} ADD COLUMN {dialect.definition(beside)}")
    yield update(beside, old, dialect, state)
    yield Statement(f"ALTER TABLE {table} DROP COLUMN {old}")
    yield Statement(f"ALTER TABLE {table} CHANGE {new} {dialect.definition(after)}")


def _emitted(
    operations: Iterable[Operation], dialect: Dialect, state: State
) -> Iterator[Statement]:
    for operation in operations:
        yield from dialect.emitter(operation)(operation, dialect, state)


EMITTERS: Emitters = {
    (Create, Column): create,
    (Drop, Column): drop,
    (Alter, Column): alter,
    (Rename, Column): rename,
}
DEFINITIONS: Definitions = {Column: definition}
