"""Write DDL of columns: SERIAL, identity, comments; new types with USING; defaults and NOT NULL."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.clause import Clause
from autodiff.core.dialect import Definitions, Dialect, Emitters
from autodiff.core.knowledge import complete
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.postgresql.casts import using
from autodiff.dialects.postgresql.ddl_sequence import (
    beyond_rows,
    changed_words,
    counter_within,
    owned_sequence,
    restart_words,
    serial_created,
)
from autodiff.dialects.postgresql.dependents import (
    computed_over,
    created,
    dropped,
    leaves_over,
)
from autodiff.dialects.postgresql.expressions import changes_when_read, texts_listed
from autodiff.dialects.postgresql.read_types import full
from autodiff.dialects.postgresql.types import parsed
from autodiff.kinds import column as standard
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, Identity, fill_nulls, identity_sql, table_name
from autodiff.kinds.index import Index

_SERIALS = {"smallint": "SMALLSERIAL", "bigint": "BIGSERIAL"}


def _definition(column: Column, dialect: Dialect) -> str:
    if not column.autoincrement:
        return standard.definition(column, dialect)
    serial = _SERIALS.get(parsed(column.type.normal).name, "SERIAL")
    null = "" if column.nullable else " NOT NULL"
    return f"{dialect.quote(column.name)} {serial}{null}"


def _create(
    operation: Create[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write ADD COLUMN and the comment; SERIAL implies NOT NULL, which a nullable column drops."""
    column = operation.object
    yield from standard.create(operation, dialect, state)
    if column.autoincrement and column.nullable:
        clause = f"{_head(column, dialect)} DROP NOT NULL"
        yield altering(table_name(column, dialect), clause)
    yield from comments(column, dialect)


def comments(column: Column, dialect: Dialect) -> Iterator[Statement]:
    """Write COMMENT ON for a new column that has a comment."""
    if column.comment:
        yield _comment(column, dialect)


def _comment(column: Column, dialect: Dialect) -> Statement:
    """Write COMMENT ON COLUMN; an empty comment removes it."""
    name = f"{table_name(column, dialect)}.{dialect.quote(column.name)}"
    text = dialect.literal(column.comment) if column.comment else "NULL"
    return Statement(f"COMMENT ON COLUMN {name} IS {text}")


def _head(column: Column, dialect: Dialect) -> str:
    return f"ALTER COLUMN {dialect.quote(column.name)}"


def _alter(
    operation: Alter[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Write the statements of a change, in the order in which the server accepts them."""
    whole = _whole(operation, state)
    before, after = whole.before, whole.after
    if after.computed is not None and after.computed != before.computed:
        yield from _recreated(before, after, dialect, state)
    elif before.type != after.type:
        yield from _around_dependents(whole, dialect, state)
    else:
        yield from _changes(whole, before, after, dialect, state)
    if before.comment != after.comment:
        yield _comment(after, dialect)


def _whole(operation: Alter[Column], state: State) -> Alter[Column]:
    """Complete ``operation`` where it matters: for a new type, identity, expression or SERIAL."""
    changed = operation.before.changed_fields(operation.after)
    if not {"type", "identity", "computed", "autoincrement"}.intersection(changed):
        return operation
    return complete(operation, state)


# --- what depends on the column -------------------------------------------------------------------


def _recreated(
    before: Column, after: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Re-create a column that becomes computed, with its constraints and indexes: ALTER cannot."""
    leaves = leaves_over([before], state)
    yield from dropped([before], dialect, state)
    yield from created([after, *leaves], dialect, state)


def _around_dependents(
    operation: Alter[Column], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Change a type while its dependents are dropped temporarily.

    These are the computed columns that read the column, below which the server refuses a change,
    and the conditions that it would parse differently when it reads them again.
    """
    before, after = operation.before, operation.after
    computed = computed_over([before], state)
    leaves = leaves_over(computed, state) if computed else []
    conditions = _changing_conditions(before, after, state)
    aside = [value for value in conditions if value not in leaves]
    yield from dropped([*aside, *computed], dialect, state)
    yield from _changes(operation, before, after, dialect, state)
    yield from created([*computed, *leaves, *aside], dialect, state)


def _changing_conditions(
    before: Column, after: Column, state: State
) -> Iterator[Object]:
    """List the checks and indexes whose condition changes when the server parses its own text."""
    stays_text = parsed(after.type.normal).name == "character varying"
    for value in state.under(after.parent):
        text = _condition(value)
        changes = changes_when_read(text) and (
            stays_text or after.name not in texts_listed(text)
        )
        if changes and before.key in value.depends_on():
            yield value


def _condition(value: Object) -> str:
    match value:
        case Check(condition=Clause(normal=text)) | Index(where=Clause(normal=text)):
            return text
    return ""


# --- the change itself ----------------------------------------------------------------------------


def _changes(
    operation: Alter[Column],
    before: Column,
    after: Column,
    dialect: Dialect,
    state: State,
) -> Iterator[Statement]:
    """Write the statements that turn ``before`` into ``after``, the two states of ``operation``."""
    table, head = table_name(after, dialect), _head(after, dialect)
    yield from _taken_off(before, after, dialect, state)
    if before.type != after.type:
        yield altering(table, f"{head} {_new_type(operation, before, after, dialect)}")
    yield from fill_nulls(operation, dialect)
    if before.nullable != after.nullable:
        verb = "DROP" if after.nullable else "SET"
        yield altering(table, f"{head} {verb} NOT NULL")
    yield from _given(before, after, dialect, state)


def _new_type(
    operation: Alter[Column], before: Column, after: Column, dialect: Dialect
) -> str:
    """Write TYPE and USING; a ``postgresql_using`` in ``operation`` comes first."""
    stated = dict(operation.options).get("postgresql_using")
    name = dialect.quote(after.name)
    how = stated or using(before.type.normal, after.type.normal, name)
    if before.computed is not None and after.computed is not None:
        how = None
    return f"TYPE {after.type.sql}" + (f" USING {how}" if how else "")


def _default_goes(before: Column, after: Column) -> bool:
    """Whether the default is dropped first; a default of the old type must be, even if it stays."""
    if before.default is None:
        return False
    if after.default is None:
        return True
    old, new = parsed(before.type.normal), parsed(after.type.normal)
    return (old.name, old.array) != (new.name, new.array)


def _taken_off(
    before: Column, after: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Drop the default, expression, identity or SERIAL that the change removes."""
    table, head = table_name(after, dialect), _head(after, dialect)
    if _default_goes(before, after):
        yield altering(table, f"{head} DROP DEFAULT")
    if before.computed is not None and after.computed is None:
        yield altering(table, f"{head} DROP EXPRESSION")
    if before.identity is not None and after.identity is None:
        yield altering(table, f"{head} DROP IDENTITY")
    if before.autoincrement and not after.autoincrement:
        yield altering(table, f"{head} DROP DEFAULT")
        yield Statement(f"DROP SEQUENCE {owned_sequence(before, dialect, state)}")


def _given(
    before: Column, after: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Set the default, identity or SERIAL that the change adds."""
    table, head = table_name(after, dialect), _head(after, dialect)
    if after.default is not None and (
        before.default != after.default or _default_goes(before, after)
    ):
        yield altering(table, f"{head} SET DEFAULT {after.default.sql}")
    if after.identity is not None:
        yield from _identity(before, after, after.identity, dialect, state)
    if after.autoincrement and not before.autoincrement:
        yield from serial_created(after, dialect)
    elif after.autoincrement and before.type != after.type:
        sequence = owned_sequence(after, dialect, state)
        type_ = parsed(after.type.normal).name
        yield Statement(f"ALTER SEQUENCE {sequence} AS {type_}")


def _identity(
    before: Column, after: Column, new: Identity, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Add the identity ``new``, which continues after the rows' numbers, or change its numbers."""
    table, head = table_name(after, dialect), _head(after, dialect)
    if before.identity is None:
        yield altering(table, f"{head} ADD {identity_sql(new)}")
        counting = full(new.counting, after.type.normal)
        yield beyond_rows(after, counting, dialect)
        return
    words = _identity_words(after, before.identity, new)
    if words:
        old = full(before.identity.counting, before.type.normal)
        bounds = full(new.counting, after.type.normal)
        sequence = owned_sequence(after, dialect, state)
        yield from counter_within(sequence, old, bounds)
        yield altering(table, f"{head} {' '.join(words)}")


def _identity_words(after: Column, old: Identity, new: Identity) -> list[str]:
    """Write the options that differ; the bounds of a type change with the type by themselves."""
    type_ = after.type.normal
    before, wanted = full(old.counting, type_), full(new.counting, type_)
    words = [f"SET {word}" for word in changed_words(before, wanted)]
    words += restart_words(before, wanted)
    if old.always != new.always:
        words.insert(0, f"SET GENERATED {'ALWAYS' if new.always else 'BY DEFAULT'}")
    return words


EMITTERS: Emitters = {(Create, Column): _create, (Alter, Column): _alter}
DEFINITIONS: Definitions = {Column: _definition}
