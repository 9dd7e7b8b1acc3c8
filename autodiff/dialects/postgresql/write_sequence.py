"""Sequences in PostgreSQL's words: stand-alone ones, those of serial columns, and their counters."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.operation import Alter, Rename
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.postgresql import catalog
from autodiff.dialects.postgresql.counting import full
from autodiff.dialects.postgresql.names import sequence_name
from autodiff.dialects.postgresql.types import parsed
from autodiff.kinds.column import Column
from autodiff.kinds.counting import Counting
from autodiff.kinds.sequence import CountingSequence


def _alter(operation: Alter, dialect: Dialect, state: State) -> Iterator[Statement]:
    before, after = operation.before, operation.after
    assert isinstance(before, CountingSequence) and isinstance(after, CountingSequence)
    name = dialect.qualified(after.namespace, after.name)
    old_type = before.counting.data_type or "bigint"
    new_type = after.counting.data_type or "bigint"
    old, new = full(before.counting, old_type), full(after.counting, new_type)
    yield from counter_within(name, old, new)
    words = [*changed_words(old, new), *restart_words(old, new)]
    if parsed(old_type) != parsed(new_type):
        words = [f"AS {new_type}", *words]
    if words:
        yield Statement(f"ALTER SEQUENCE {name} {' '.join(words)}")


def counter_within(name: str, old: Counting, new: Counting) -> Iterator[Statement]:
    """Moves a counter that stands outside the new bounds to them: ALTER would refuse it."""
    assert old.minvalue is not None and new.minvalue is not None
    assert old.maxvalue is not None and new.maxvalue is not None
    if old.minvalue < new.minvalue <= old.maxvalue:
        yield _moved(name, new.start, f"last_value < {new.minvalue}")
    if old.minvalue <= new.maxvalue < old.maxvalue:
        yield _moved(name, new.maxvalue, f"last_value > {new.maxvalue}")


def _moved(name: str, value: int | None, condition: str) -> Statement:
    quoted = "'" + name.replace("'", "''") + "'"
    return Statement(
        f"SELECT setval({quoted}, {value}, false) FROM {name} WHERE {condition}"
    )


def restart_words(old: Counting, new: Counting) -> list[str]:
    """A counter that no bounds have in common begins anew."""
    assert old.minvalue is not None and new.minvalue is not None
    assert old.maxvalue is not None and new.maxvalue is not None
    apart = new.maxvalue < old.minvalue or old.maxvalue < new.minvalue
    return [f"RESTART WITH {new.start}"] if apart else []


def changed_words(old: Counting, new: Counting) -> list[str]:
    """The options that differ, each with its number: ALTER keeps what it is not told."""
    words = {
        "INCREMENT BY": (old.increment, new.increment),
        "MINVALUE": (old.minvalue, new.minvalue),
        "MAXVALUE": (old.maxvalue, new.maxvalue),
        "START WITH": (old.start, new.start),
        "CACHE": (old.cache, new.cache),
    }
    found = [f"{word} {new}" for word, (old, new) in words.items() if old != new]
    if old.cycle != new.cycle:
        found.append("CYCLE" if new.cycle else "NO CYCLE")
    return found


def _rename(operation: Rename, dialect: Dialect, state: State) -> Iterator[Statement]:
    old, new = operation.before.key, operation.after.key
    name = dialect.qualified(old.namespace, old.name)
    if old.namespace != new.namespace:
        schema = new.namespace or dialect.sa.default_schema_name or "public"
        yield Statement(f"ALTER SEQUENCE {name} SET SCHEMA {dialect.quote(schema)}")
        name = dialect.qualified(new.namespace, old.name)
    if old.name != new.name:
        yield Statement(f"ALTER SEQUENCE {name} RENAME TO {dialect.quote(new.name)}")


EMITTERS: Emitters = {
    (Alter, CountingSequence): _alter,
    (Rename, CountingSequence): _rename,
}


# --- sequences that columns own -------------------------------------------------------------------


def owned_sequence(column: Column, dialect: Dialect, state: State) -> str:
    """The full name of the sequence behind a serial or identity column.

    Asked of the live database; without one, the name that the server would have chosen.
    """
    predicted = sequence_name(column.table, column.name)
    if state.connection is not None:
        table = dialect.qualified(column.namespace, column.table)
        query = catalog.owned_sequence(table, column.name)
        for schema, name in catalog.rows(state.connection, query):
            return dialect.qualified(dialect.namespace(schema), name)
    return dialect.qualified(column.namespace, predicted)


def beyond_rows(column: Column, counting: Counting, dialect: Dialect) -> Statement:
    """Lets a new counter go on from the numbers that the rows have already."""
    upward = (counting.increment or 1) > 0
    table = dialect.qualified(column.namespace, column.table)
    name = dialect.quote(column.name)
    last = f"{'max' if upward else 'min'}({name})"
    sequence = (
        f"pg_get_serial_sequence({dialect.literal(table)}, "
        f"{dialect.literal(column.name)})"
    )
    beyond = f"{last} {'>=' if upward else '<='} {counting.start}"
    return Statement(f"SELECT setval({sequence}, {last}) FROM {table} HAVING {beyond}")


def serial_made(column: Column, dialect: Dialect) -> Iterator[Statement]:
    """What SERIAL does, for a column that exists."""
    type_ = parsed(column.type.normal).name
    sequence = dialect.qualified(
        column.namespace, sequence_name(column.table, column.name)
    )
    table, name = dialect.qualified(column.namespace, column.table), dialect.quote(
        column.name
    )
    yield Statement(f"CREATE SEQUENCE {sequence} AS {type_} OWNED BY {table}.{name}")
    default = f"nextval({dialect.literal(sequence)})"
    yield altering(table, f"ALTER COLUMN {name} SET DEFAULT {default}")
    yield beyond_rows(column, full(Counting(), type_), dialect)
