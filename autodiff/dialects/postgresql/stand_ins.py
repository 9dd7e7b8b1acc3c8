"""Create temporary types and sequences in place of those that the database lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.schema import Schema
from autodiff.dialects.postgresql.catalog import (
    USER_TYPES,
    CatalogDialect,
    literals,
    rows,
)
from autodiff.frozen import frozen
from autodiff.kinds.enum import Enum
from autodiff.kinds.sequence import CountingSequence

_STAND_IN = re.compile(r"\bautodiff_type_\d+\b")


@frozen
class StandIns:
    """Temporary types, by the SQL names of the types that they replace.

    One of the default namespace has the type's own name: temporary objects are looked up first. One
    of another namespace has a name of its own; ``real`` maps it to the type. ``statements`` create
    the types, and the sequences that the database lacks.
    """

    names: Mapping[str, str]
    real: Mapping[str, str]
    statements: Sequence[str]

    def put_in(self, sql: str) -> str:
        """Replace names of types by those of the temporary ones in ``sql``, outside of strings."""
        if not self.names:
            return sql
        names = "|".join(map(re.escape, self.names))
        pattern = rf"'(?:[^']|'')*'|(?<![\w.\"])(?:{names})(?![\w\"])"
        return re.sub(pattern, lambda match: self.names.get(match[0], match[0]), sql)

    def taken_out(self, value: Any) -> Any:
        """Replace names of temporary types by the real ones in what the server wrote."""
        if not self.real:
            return value
        if isinstance(value, Clause):
            real = _STAND_IN.sub(lambda match: self.real[match[0]], value.normal)
            return value.with_normal(real)
        if isinstance(value, tuple):
            return tuple(self.taken_out(part) for part in value)
        if not is_dataclass(value):
            return value
        changes = {
            field.name: self.taken_out(getattr(value, field.name))
            for field in fields(value)
            if field.compare
        }
        return replace(value, **changes)  # type: ignore[type-var]


def stand_ins_for(
    connection: Connection, dialect: CatalogDialect, declared: Schema
) -> StandIns:
    """Return stand-ins for the types and sequences of ``declared`` that the database lacks.

    Types that it has with other labels are replaced too.
    """
    enums = [value for value in declared.values() if isinstance(value, Enum)]
    live_labels = _labels(connection, dialect) if enums else {}
    new = [
        enum
        for enum in enums
        if enum.labels and live_labels.get(enum.key) != enum.labels
    ]
    default = dialect.sa.default_schema_name or "public"
    names: dict[str, str] = {}
    real: dict[str, str] = {}
    statements = []
    for number, enum in enumerate(new):
        name = dialect.qualified(enum.namespace or default, enum.name)
        short = dialect.quote(enum.name)
        if enum.namespace:
            short = f"autodiff_type_{number}"
            real[short] = name
        names[name] = f"pg_temp.{short}"
        labels = literals(enum.labels)
        statements.append(f"CREATE TYPE pg_temp.{short} AS ENUM ({labels})")
    for value in declared.values():
        if isinstance(value, CountingSequence):
            statements.append(_sequence(value, dialect))
    return StandIns(names, real, statements)


def _labels(
    connection: Connection, dialect: CatalogDialect
) -> dict[Key, tuple[str, ...]]:
    """Read the labels of the enum types that the database has."""
    query = dialect.enums_query(USER_TYPES)
    return {
        Enum(dialect.namespace(schema), name, ()).key: tuple(labels)
        for _, schema, name, labels, _ in rows(connection, query)
    }


def _sequence(value: CountingSequence, dialect: Dialect) -> str:
    """Write CREATE SEQUENCE for one that a default may name, unless the real one exists."""
    name = literals([dialect.qualified(value.namespace, value.name)])
    create = f"CREATE TEMPORARY SEQUENCE {dialect.quote(value.name)}"
    return f"DO $$ BEGIN IF to_regclass({name}) IS NULL THEN {create}; END IF; END $$"
