"""Read enum types and sequences, and fill in or leave out the default numbers of sequences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from typing import Any

from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

from autodiff.core.key import Key
from autodiff.dialects.postgresql.catalog import CatalogDialect, Selection, rows
from autodiff.dialects.postgresql.types import parsed
from autodiff.frozen import frozen
from autodiff.kinds.counting import Counting
from autodiff.kinds.enum import Enum
from autodiff.kinds.sequence import CountingSequence


@frozen
class EnumRow:
    """An enum type and the SQLAlchemy type that is written for it in scripts."""

    object: Enum
    source: postgresql.ENUM

    @property
    def key(self) -> Key:
        return self.object.key


def enum_rows(
    connection: Connection, dialect: CatalogDialect, selection: Selection
) -> dict[int, EnumRow]:
    """Read every enum type of the database, by oid, so that columns can look up theirs."""
    enums: dict[int, EnumRow] = {}
    if not selection.types:
        return enums
    query = dialect.enums_query(selection.types)
    for oid, schema, name, labels, _ in rows(connection, query):
        value = Enum(selection.namespace(schema), name, tuple(labels))
        enums[oid] = EnumRow(value, _source(value))
    return enums


def _source(value: Enum) -> postgresql.ENUM:
    schema = value.namespace or None
    return postgresql.ENUM(
        *value.labels, name=value.name, schema=schema, create_type=False
    )


def enum_objects(
    connection: Connection,
    dialect: CatalogDialect,
    selection: Selection,
    enums: Mapping[int, EnumRow],
    used: Set[Key],
) -> Iterator[Enum]:
    """Yield the enum types that are selected; one that only other relations use is ``shared``.

    ``enums`` are all of the database by oid, ``used`` the keys of those that tables read here use.
    """
    if not enums:
        return
    elsewhere = _used_elsewhere(connection, dialect, selection)
    for oid, row in enums.items():
        value = row.object
        if row.key in used:
            yield value
        elif selection.wants_alone(value.namespace, value.name, value.known_as):
            yield replace(value, shared=oid in elsewhere)


def _used_elsewhere(
    connection: Connection, dialect: CatalogDialect, selection: Selection
) -> set[int]:
    """Return the oids of enum types that a relation outside ``selection`` uses."""
    return {
        oid
        for oid, schema, relation, relkind in rows(
            connection, dialect.enum_users_query("true")
        )
        if relkind not in ("r", "p")
        or not selection.wants(selection.namespace(schema), relation)
    }


@frozen
class SequenceRow:
    """A sequence; ``owner`` is the (table oid, column number) that it belongs to."""

    namespace: str
    name: str
    type: str
    counting: Counting
    owner: tuple[int, int] | None = None

    @property
    def identity_counting(self) -> Counting:
        return sparse(self.counting, self.type)

    @property
    def object(self) -> CountingSequence:
        return CountingSequence(
            self.namespace, self.name, sparse_sequence(self.counting)
        )


def sequence_rows(
    connection: Connection, dialect: CatalogDialect, selection: Selection
) -> list[SequenceRow]:
    """Read the sequences that are selected, including those that columns own."""
    if not selection.sequences:
        return []
    query = dialect.sequences_query(selection.sequences)
    return [_sequence_row(tuple(row), selection) for row in rows(connection, query)]


def _sequence_row(row: tuple[Any, ...], selection: Selection) -> SequenceRow:
    _, schema, name, type_, start, step, low, high, cycle, cache, owner, number, _ = row
    counting = Counting(start, step, low, high, cycle, cache, type_)
    column = None if owner is None else (owner, number)
    return SequenceRow(selection.namespace(schema), name, type_, counting, column)


def sequence_objects(
    sequences: list[SequenceRow], selection: Selection
) -> Iterator[CountingSequence]:
    """Yield the sequences that no column owns."""
    for row in sequences:
        value = row.object
        if row.owner is None and selection.wants_alone(
            row.namespace, row.name, value.known_as
        ):
            yield value


# --- how sequences and identities count -----------------------------------------------------------

_HIGHEST = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


def full(counting: Counting, type_: str) -> Counting:
    """Fill in the numbers that the server would choose for a sequence of ``type_``."""
    highest = _HIGHEST.get(parsed(type_).name, _HIGHEST["bigint"])
    increment = counting.increment or 1
    upward = increment > 0
    low, high = counting.minvalue, counting.maxvalue
    low = (1 if upward else -highest - 1) if low is None else low
    high = (highest if upward else -1) if high is None else high
    start = counting.start
    start = (low if upward else high) if start is None else start
    cache = counting.cache or 1
    return Counting(
        start, increment, low, high, counting.cycle, cache, counting.data_type
    )


def sparse(counting: Counting, type_: str) -> Counting:
    """Leave out the numbers that the server would choose by itself."""
    whole = full(counting, type_)
    default = full(Counting(increment=whole.increment), type_)
    low = None if whole.minvalue == default.minvalue else whole.minvalue
    high = None if whole.maxvalue == default.maxvalue else whole.maxvalue
    bounded = full(Counting(None, whole.increment, low, high), type_)
    return replace(
        whole,
        start=None if whole.start == bounded.start else whole.start,
        increment=None if whole.increment == 1 else whole.increment,
        minvalue=low,
        maxvalue=high,
        cache=None if whole.cache == 1 else whole.cache,
        data_type=None,
    )


def sparse_sequence(counting: Counting) -> Counting:
    """Do the same for a sequence, whose type is bigint unless stated."""
    type_ = parsed(counting.data_type or "bigint").name
    data_type = None if type_ == "bigint" else type_.upper()
    return replace(sparse(counting, type_), data_type=data_type)
