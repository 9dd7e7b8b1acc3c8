"""Write DDL of sequences, alone or behind serial and identity columns, and of their counters."""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.operation import Alter
from autodiff.core.state import State
from autodiff.core.statement import Statement, altering
from autodiff.dialects.postgresql import catalog
from autodiff.dialects.postgresql.catalog import CatalogDialect
from autodiff.dialects.postgresql.names import sequence_name
from autodiff.dialects.postgresql.read_types import full
from autodiff.dialects.postgresql.types import parsed
from autodiff.kinds.column import Column, table_name
from autodiff.kinds.counting import Counting
from autodiff.kinds.sequence import CountingSequence


def _alter(
    operation: Alter[CountingSequence], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Change a sequence's numbers; its counter is moved within the new bounds first."""
    before, after = operation.before, operation.after
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


EMITTERS: Emitters = {(Alter, CountingSequence): _alter}


def counter_within(name: str, old: Counting, new: Counting) -> Iterator[Statement]:
    """Move a counter that is outside the new bounds to them: ALTER would refuse it."""
    assert old.minvalue is not None and new.minvalue is not None
    assert old.maxvalue is not None and new.maxvalue is not None
    if old.minvalue < new.minvalue <= old.maxvalue:
        yield _moved(name, new.start, f"last_value < {new.minvalue}")
    if old.minvalue <= new.maxvalue < old.maxvalue:
        yield _moved(name, new.maxvalue, f"last_value > {new.maxvalue}")


def _moved(name: str, value: int | None, condition: str) -> Statement:
    quoted = catalog.literals([name])
    return Statement(
        f"SELECT setval({quoted}, {value}, false) FROM {name} WHERE {condition}"
    )


def restart_words(old: Counting, new: Counting) -> list[str]:
    """Return RESTART for a counter whose old and new bounds do not overlap."""
    assert old.minvalue is not None and new.minvalue is not None
    assert old.maxvalue is not None and new.maxvalue is not None
    apart = new.maxvalue < old.minvalue or old.maxvalue < new.minvalue
    return [f"RESTART WITH {new.start}"] if apart else []


def changed_words(old: Counting, new: Counting) -> list[str]:
    """Write the options that differ, each with its number: ALTER keeps all others."""
    words = {
        "INCREMENT BY": (old.increment, new.increment),
        "MINVALUE": (old.minvalue, new.minvalue),
        "MAXVALUE": (old.maxvalue, new.maxvalue),
        "START WITH": (old.start, new.start),
        "CACHE": (old.cache, new.cache),
    }
    changed = [f"{word} {new}" for word, (old, new) in words.items() if old != new]
    if old.cycle != new.cycle:
        changed.append("CYCLE" if new.cycle else "NO CYCLE")
    return changed


# --- sequences that columns own -------------------------------------------------------------------


def owned_sequence(column: Column, dialect: Dialect, state: State) -> str:
    """Return the full name of the sequence behind a serial or identity column.

    The live database is asked; without one, it is the name that the server would have chosen.
    """
    if state.connection is not None:
        assert isinstance(dialect, CatalogDialect)
        query = dialect.owned_sequence_query(table_name(column, dialect), column.name)
        for schema, name in catalog.rows(state.connection, query):
            return dialect.qualified(dialect.namespace(schema), name)
    predicted = sequence_name(column.table, column.name)
    return dialect.qualified(column.namespace, predicted)


def beyond_rows(column: Column, counting: Counting, dialect: Dialect) -> Statement:
    """Let a new counter continue after the numbers in the rows."""
    upward = (counting.increment or 1) > 0
    table, name = table_name(column, dialect), dialect.quote(column.name)
    last = f"{'max' if upward else 'min'}({name})"
    names = f"{dialect.literal(table)}, {dialect.literal(column.name)}"
    sequence = f"pg_get_serial_sequence({names})"
    beyond = f"{last} {'>=' if upward else '<='} {counting.start}"
    return Statement(f"SELECT setval({sequence}, {last}) FROM {table} HAVING {beyond}")


def serial_created(column: Column, dialect: Dialect) -> Iterator[Statement]:
    """Do what SERIAL does, for an existing column."""
    type_ = parsed(column.type.normal).name
    sequence = dialect.qualified(
        column.namespace, sequence_name(column.table, column.name)
    )
    table, name = table_name(column, dialect), dialect.quote(column.name)
    yield Statement(f"CREATE SEQUENCE {sequence} AS {type_} OWNED BY {table}.{name}")
    default = f"nextval({dialect.literal(sequence)})"
    yield altering(table, f"ALTER COLUMN {name} SET DEFAULT {default}")
    yield beyond_rows(column, full(Counting(), type_), dialect)
