"""Changes of a column: type with USING, default, nullability, and the four ways of filling it."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.knowledge import complete
from autodiff.core.object import Object
from autodiff.core.operation import Alter
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.postgresql.casts import using
from autodiff.dialects.postgresql.counting import full
from autodiff.dialects.postgresql.leaning import (
    computed_over,
    created,
    dropped,
    leaves_over,
)
from autodiff.dialects.postgresql.spelling import moves_when_read_again, texts_listed
from autodiff.dialects.postgresql.types import parsed
from autodiff.dialects.postgresql.write_sequence import (
    beyond_rows,
    changed_words,
    counter_within,
    owned_sequence,
    restart_words,
    serial_made,
)
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, Identity, fill_nulls, identity_sql, table_name
from autodiff.kinds.index import Index


def alter(operation: Alter, dialect: Dialect, state: State) -> Iterator[Statement]:
    """The statements of one changed column, in the order in which they can be run."""
    whole = _whole(operation, state)
    before, after = whole.before, whole.after
    assert isinstance(before, Column) and isinstance(after, Column)
    if after.computed is not None and after.computed != before.computed:
        yield from _made_again(before, after, dialect, state)
    elif before.type != after.type:
        yield from _around_computed(whole, dialect, state)
    else:
        yield from _changes(whole, before, after, dialect, state)
    if before.comment != after.comment:
        yield comment(after, dialect)


def _whole(operation: Alter, state: State) -> Alter:
    """What a script left unsaid matters only to a new type or a new way of filling."""
    changed = operation.before.changed_fields(operation.after)
    if not {"type", "identity", "computed", "autoincrement"}.intersection(changed):
        return operation
    known = complete(operation, state)
    assert isinstance(known, Alter)
    return known


def comment(column: Column, dialect: Dialect) -> Statement:
    """COMMENT ON COLUMN; an empty comment takes it away."""
    name = f"{table_name(column, dialect)}.{dialect.quote(column.name)}"
    text = dialect.literal(column.comment) if column.comment else "NULL"
    return Statement(f"COMMENT ON COLUMN {name} IS {text}")


# --- columns that lean on this one ----------------------------------------------------------------


def _made_again(
    before: Column, after: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """A column that holds values cannot become computed: it goes, and comes with what it had."""
    leaves = leaves_over([before], state)
    yield from dropped([before], dialect, state)
    yield from created([after, *leaves], dialect, state)


def _around_computed(
    operation: Alter, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """The server refuses a new type while a computed column reads this one. Some conditions are
    set aside as well: it would read its own text of them, and understand another.
    """
    before, after = operation.before, operation.after
    assert isinstance(before, Column) and isinstance(after, Column)
    computed = computed_over([before], state)
    leaves = leaves_over(computed, state) if computed else []
    moving = _conditions_over(before, after, state)
    aside = [each for each in moving if each not in leaves]
    yield from dropped([*aside, *computed], dialect, state)
    yield from _changes(operation, before, after, dialect, state)
    yield from created([*computed, *leaves, *aside], dialect, state)


def _conditions_over(before: Column, after: Column, state: State) -> Iterator[Object]:
    """Checks and indexes whose condition the server would not read as it wrote it."""
    texts = parsed(after.type.normal).name == "character varying"
    for each in state.under(after.parent):
        said = _condition(each)
        moves = moves_when_read_again(said) and (
            texts or after.name not in texts_listed(said)
        )
        if moves and before.key in each.needs():
            yield each


def _condition(value: Object) -> str:
    match value:
        case Check(condition=Clause(normal=text)) | Index(where=Clause(normal=text)):
            return text
    return ""


# --- the change itself ----------------------------------------------------------------------------


def _changes(
    operation: Alter, before: Column, after: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    table = table_name(after, dialect)
    head = f"ALTER COLUMN {dialect.quote(after.name)}"
    yield from _fillings_taken(before, after, dialect, state)
    if before.type != after.type:
        yield altering(table, f"{head} {_new_type(operation, before, after, dialect)}")
    yield from fill_nulls(operation, dialect)
    if before.nullable != after.nullable:
        verb = "DROP" if after.nullable else "SET"
        yield altering(table, f"{head} {verb} NOT NULL")
    yield from _fillings_given(before, after, dialect, state)


def _new_type(operation: Alter, before: Column, after: Column, dialect: Dialect) -> str:
    stated = dict(operation.options).get("postgresql_using")
    name = dialect.quote(after.name)
    how = stated or using(before.type.normal, after.type.normal, name)
    if before.computed is not None and after.computed is not None:
        how = None
    return f"TYPE {after.type.sql}" + (f" USING {how}" if how else "")


def _default_goes(before: Column, after: Column) -> bool:
    """A default of the old type stands in the way of the new one, even if it stays the same."""
    if before.default is None:
        return False
    if after.default is None:
        return True
    old, new = parsed(before.type.normal), parsed(after.type.normal)
    return (old.name, old.array) != (new.name, new.array)


def _fillings_taken(
    before: Column, after: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    table = table_name(after, dialect)
    head = f"ALTER COLUMN {dialect.quote(after.name)}"
    if _default_goes(before, after):
        yield altering(table, f"{head} DROP DEFAULT")
    if before.computed is not None and after.computed is None:
        yield altering(table, f"{head} DROP EXPRESSION")
    if before.identity is not None and after.identity is None:
        yield altering(table, f"{head} DROP IDENTITY")
    if before.autoincrement and not after.autoincrement:
        yield altering(table, f"{head} DROP DEFAULT")
        yield Statement(f"DROP SEQUENCE {owned_sequence(before, dialect, state)}")


def _fillings_given(
    before: Column, after: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    table = table_name(after, dialect)
    head = f"ALTER COLUMN {dialect.quote(after.name)}"
    if after.default is not None and (
        before.default != after.default or _default_goes(before, after)
    ):
        yield altering(table, f"{head} SET DEFAULT {after.default.sql}")
    if after.identity is not None:
        yield from _identity(before, after, after.identity, dialect, state)
    if after.autoincrement and not before.autoincrement:
        yield from serial_made(after, dialect)
    elif after.autoincrement and before.type != after.type:
        sequence = owned_sequence(after, dialect, state)
        type_ = parsed(after.type.normal).name
        yield Statement(f"ALTER SEQUENCE {sequence} AS {type_}")


def _identity(
    before: Column, after: Column, new: Identity, dialect: Dialect, state: State
) -> Iterator[Statement]:
    table = table_name(after, dialect)
    head = f"ALTER COLUMN {dialect.quote(after.name)}"
    if before.identity is None:
        yield altering(table, f"{head} ADD {identity_sql(new)}")
        counting = full(new.counting, after.type.normal)
        yield beyond_rows(after, counting, dialect)
        return
    words = _identity_words(before, after, before.identity, new)
    if words:
        old = full(before.identity.counting, before.type.normal)
        bounds = full(new.counting, after.type.normal)
        sequence = owned_sequence(after, dialect, state)
        yield from counter_within(sequence, old, bounds)
        yield altering(table, f"{head} {' '.join(words)}")


def _identity_words(
    before: Column, after: Column, old: Identity, new: Identity
) -> list[str]:
    """A new type moves the bounds that are its own by itself."""
    type_ = after.type.normal
    now, then = full(old.counting, type_), full(new.counting, type_)
    words = [f"SET {word}" for word in changed_words(now, then)]
    words += restart_words(now, then)
    if old.always != new.always:
        words.insert(0, f"SET GENERATED {'ALWAYS' if new.always else 'BY DEFAULT'}")
    return words
