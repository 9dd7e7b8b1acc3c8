"""Enum types and sequences as the catalog has them."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from typing import Any

from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

from autodiff.core.key import Key
from autodiff.dialects.postgresql import catalog
from autodiff.dialects.postgresql.counting import sparse, sparse_sequence
from autodiff.dialects.postgresql.look import Look
from autodiff.frozen import frozen
from autodiff.kinds.counting import Counting
from autodiff.kinds.enum import Enum
from autodiff.kinds.sequence import CountingSequence


@frozen
class EnumRow:
    """An enum type and the SQLAlchemy type that stands for it in scripts."""

    object: Enum
    source: postgresql.ENUM

    @property
    def key(self) -> Key:
        return self.object.key


def enum_rows(connection: Connection, look: Look) -> dict[int, EnumRow]:
    """Every enum type of the database by its oid, so that columns find theirs."""
    found = {}
    for oid, schema, name, labels, _ in catalog.rows(
        connection, catalog.enums(look.types)
    ):
        value = Enum(look.namespace(schema), name, tuple(labels))
        found[oid] = EnumRow(value, _source(value))
    return found


def _source(value: Enum) -> postgresql.ENUM:
    schema = value.namespace or None
    return postgresql.ENUM(
        *value.labels, name=value.name, schema=schema, create_type=False
    )


def enum_objects(
    connection: Connection, look: Look, rows: dict[int, EnumRow], used: Set[Key]
) -> Iterator[Enum]:
    """The enum types that ``look`` sees. One that only other relations use is marked as shared."""
    if not rows:
        return
    elsewhere = _users_elsewhere(connection, look)
    for oid, row in rows.items():
        place = (row.object.namespace, row.object.name)
        if row.key in used:
            yield row.object
        elif look.wants_alone(*place, row.object.known_as):
            shared = oid in elsewhere
            yield replace(row.object, shared=shared)


def _users_elsewhere(connection: Connection, look: Look) -> set[int]:
    return {
        oid
        for oid, schema, relation, kind in catalog.rows(connection, catalog.ENUM_USERS)
        if kind not in ("r", "p") or not look.wants(look.namespace(schema), relation)
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


def sequence_rows(connection: Connection, look: Look) -> list[SequenceRow]:
    """The sequences that ``look`` sees, those that belong to columns among them."""
    found = catalog.rows(connection, catalog.sequences(look.sequences))
    return [_sequence_row(tuple(row), look) for row in found]


def _sequence_row(row: tuple[Any, ...], look: Look) -> SequenceRow:
    _, schema, name, type_, start, step, low, high, cycle, cache, owner, number, _ = row
    counting = Counting(start, step, low, high, cycle, cache, type_)
    place = None if owner is None else (owner, number)
    return SequenceRow(look.namespace(schema), name, type_, counting, place)


def sequence_objects(rows: list[SequenceRow], look: Look) -> Iterator[CountingSequence]:
    """The sequences that stand by themselves."""
    for row in rows:
        value = row.object
        if row.owner is None and look.wants_alone(
            row.namespace, row.name, value.known_as
        ):
            yield value
