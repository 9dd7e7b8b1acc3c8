"""Settling: the server's own spelling of declared things, got from temporary tables that are undone.

All doubtful objects of a table go into one temporary table of the same shape, all tables into one
DO block. A table that the server refuses as a whole is tried again with each of its doubtful
objects alone; one that is refused by itself is invalid, and there is no answer.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.postgresql import catalog
from autodiff.dialects.postgresql.catalog import CatalogDialect, temporary
from autodiff.dialects.postgresql.reader import read
from autodiff.dialects.postgresql.session import send, undone
from autodiff.dialects.postgresql.trial import Trial, needed_columns, trial_of
from autodiff.kinds.enum import Enum
from autodiff.kinds.sequence import CountingSequence

_JUDGED = ("column", "check", "index", "exclude", "table")
_NOT_PERMITTED = (
    "PostgreSQL does not let this connection create temporary tables ({}), so types, defaults "
    "and expressions were compared as they are written: some differences may be in spelling only."
)


def settled(
    connection: Connection,
    dialect: CatalogDialect,
    declared: Schema,
    doubtful: Sequence[Key],
) -> Schema:
    """The objects ``doubtful`` with the server's normal forms, as far as it would take them."""
    subjects: dict[Key, list[Object]] = defaultdict(list)
    for key in doubtful:
        if key.kind in _JUDGED and key in declared:
            value = declared[key]
            subjects[value.parent or key].append(value)
    if not subjects:
        return Schema()
    with undone(connection):
        if not _permitted(connection):
            return Schema()
        return Schema(_asked(connection, dialect, declared, subjects))


def _permitted(connection: Connection) -> bool:
    """Whether temporary tables may be made at all; if not, a warning says so."""
    probe = connection.begin_nested()
    try:
        send(connection, "CREATE TEMPORARY TABLE autodiff_probe ()")
    except DBAPIError as error:
        probe.rollback()
        warnings.warn(_NOT_PERMITTED.format(str(error.orig).strip()), stacklevel=2)
        return False
    probe.commit()
    return True


def _asked(
    connection: Connection,
    dialect: CatalogDialect,
    declared: Schema,
    subjects: Mapping[Key, list[Object]],
) -> Iterator[Object]:
    moved = _stand_ins(connection, dialect, declared)
    whole = _whole_trials(dialect, declared, subjects, moved)
    found = _tried(connection, dialect, whole)
    yield from (answer for trial in whole for answer in trial.answers(found))
    refused = [each for each in whole if Key("table", "", "", each.table) not in found]
    if refused:
        alone = _single_trials(dialect, declared, refused, moved)
        found = _tried(connection, dialect, alone)
        yield from (answer for trial in alone for answer in trial.answers(found))


def _whole_trials(
    dialect: CatalogDialect,
    declared: Schema,
    subjects: Mapping[Key, list[Object]],
    moved: Mapping[str, str],
) -> list[Trial]:
    """A trial of each table, under its own name: a condition may say ``users.age``."""
    trials, taken = [], {"autodiff_probe"}
    for number, (key, values) in enumerate(subjects.items()):
        name = f"autodiff_{number}" if key.name in taken else key.name
        taken.add(name)
        columns = needed_columns(values, declared.under(key))
        trials.append(trial_of(values, columns, name, number, dialect, moved))
    return trials


def _single_trials(
    dialect: CatalogDialect,
    declared: Schema,
    refused: Iterable[Trial],
    moved: Mapping[str, str],
) -> list[Trial]:
    """A trial of each object by itself."""
    trials: list[Trial] = []
    for subject in (each for trial in refused for each in trial.subjects):
        number = 100_000 + len(trials)
        siblings = declared.under(subject.parent or subject.key)
        columns = needed_columns([subject], siblings)
        name = f"autodiff_{number}"
        trials.append(trial_of([subject], columns, name, number, dialect, moved))
    return trials


def _tried(
    connection: Connection, dialect: CatalogDialect, trials: Sequence[Trial]
) -> Schema:
    """What the server made of ``trials``; tables that it refused are missing."""
    send(connection, _block(each.statements for each in trials))
    return read(connection, dialect, temporary([each.table for each in trials]))


def _block(groups: Iterable[Sequence[str]]) -> str:
    """One DO block in which each group of statements stands or falls by itself."""
    bodies = [
        "BEGIN "
        + " ".join(f"EXECUTE {catalog.literals([each])};" for each in group)
        + " EXCEPTION WHEN OTHERS THEN NULL; END;"
        for group in groups
    ]
    body = "SET LOCAL client_min_messages = error; " + " ".join(bodies)
    tag = "$autodiff$"
    while tag in body:
        tag = f"{tag[:-1]}_$"
    return f"DO {tag} BEGIN {body} END {tag}"


def _stand_ins(
    connection: Connection, dialect: CatalogDialect, declared: Schema
) -> dict[str, str]:
    """Makes temporary types and sequences for those that the database lacks or has otherwise.

    Gives, for types outside the default namespace, the name that stands for them in this session:
    the others are found under their own, since temporary objects come first.
    """
    enums = [each for each in declared.values() if isinstance(each, Enum)]
    counters = [
        each for each in declared.values() if isinstance(each, CountingSequence)
    ]
    if not enums and not counters:
        return {}
    known = _labels(connection, dialect) if enums else {}
    new = [each for each in enums if known.get(each.key) != each.labels]
    statements = [
        f"CREATE TYPE pg_temp.{dialect.quote(each.name)} AS ENUM "
        f"({catalog.literals(each.labels)})"
        for each in new
        if each.labels
    ]
    statements += [_counter(each, dialect) for each in counters]
    send(connection, _block([each] for each in statements))
    return {
        dialect.qualified(
            each.namespace, each.name
        ): f"pg_temp.{dialect.quote(each.name)}"
        for each in new
        if each.namespace
    }


def _labels(
    connection: Connection, dialect: CatalogDialect
) -> dict[Key, tuple[str, ...]]:
    where = "n.nspname not in ('pg_catalog', 'information_schema')"
    return {
        Enum(dialect.namespace(schema), name, ()).key: tuple(labels)
        for _, schema, name, labels, _ in catalog.rows(
            connection, dialect.enums_query(where)
        )
    }


def _counter(value: CountingSequence, dialect: CatalogDialect) -> str:
    """A sequence that a default may name; harmless where the real one exists."""
    return (
        f"DO $$ BEGIN IF to_regclass({catalog.literals([_full(value, dialect)])}) IS NULL "
        f"THEN CREATE TEMPORARY SEQUENCE {dialect.quote(value.name)}; END IF; END $$"
    )


def _full(value: CountingSequence, dialect: CatalogDialect) -> str:
    return dialect.qualified(value.namespace, value.name)
