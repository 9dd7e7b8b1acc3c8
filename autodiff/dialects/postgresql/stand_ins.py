"""Let temporary types and sequences stand for those that the database lacks or has otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
from autodiff.dialects.postgresql.session import do_block, send
from autodiff.frozen import frozen
from autodiff.kinds.enum import Enum
from autodiff.kinds.sequence import CountingSequence


@frozen
class StandIns:
    """Temporary types by the full names that they stand for, as they are written in SQL.

    Those of the default namespace are found under their own names too, since temporary objects
    come first; ``moved`` are the full names of the others by their short ones.
    """

    names: Mapping[str, str]
    moved: Mapping[str, str]

    def put_in(self, sql: str) -> str:
        """Name the temporary types in ``sql``."""
        for name, stand_in in self.names.items():
            sql = re.sub(rf"(?<![\w.\"]){re.escape(name)}(?![\w\"])", stand_in, sql)
        return sql

    def taken_out(self, value: Any) -> Any:
        """Name the real types again in what the server wrote."""
        if not self.moved:
            return value
        if isinstance(value, Clause):
            return value.with_normal(self._real(value.normal))
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

    def _real(self, text: str) -> str:
        for short, name in self.moved.items():
            text = re.sub(rf"(^|::){re.escape(short)}(?![\w\".])", rf"\1{name}", text)
        return text


def create_stand_ins(
    connection: Connection, dialect: CatalogDialect, declared: Schema
) -> StandIns:
    """Create temporary types and sequences for those that the database lacks or has otherwise."""
    enums = [value for value in declared.values() if isinstance(value, Enum)]
    known = _labels(connection, dialect) if enums else {}
    new = [enum for enum in enums if known.get(enum.key) != enum.labels]
    statements = [
        f"CREATE TYPE pg_temp.{dialect.quote(enum.name)} AS ENUM "
        f"({literals(enum.labels)})"
        for enum in new
        if enum.labels
    ]
    statements += [
        _sequence(value, dialect)
        for value in declared.values()
        if isinstance(value, CountingSequence)
    ]
    if statements:
        send(connection, do_block([statement] for statement in statements))
    default = dialect.sa.default_schema_name or "public"
    full = {
        enum: dialect.qualified(enum.namespace or default, enum.name) for enum in new
    }
    short = {enum: dialect.quote(enum.name) for enum in new}
    return StandIns(
        {full[enum]: f"pg_temp.{short[enum]}" for enum in new},
        {short[enum]: full[enum] for enum in new if enum.namespace},
    )


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
    """Create a sequence that a default may name, unless the real one exists."""
    name = literals([dialect.qualified(value.namespace, value.name)])
    create = f"CREATE TEMPORARY SEQUENCE {dialect.quote(value.name)}"
    return f"DO $$ BEGIN IF to_regclass({name}) IS NULL THEN {create}; END IF; END $$"
