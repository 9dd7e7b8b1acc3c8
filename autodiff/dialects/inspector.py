"""Read any database that SQLAlchemy supports, through its Inspector."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import ArgumentError, CompileError, SAWarning
from sqlalchemy.types import TypeEngine

from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.dialects.live_names import equals_but_for_name, with_live_names
from autodiff.kinds import (
    check,
    column,
    foreign_key,
    index_declared,
    primary_key,
    unique,
)
from autodiff.kinds import table as table_kind
from autodiff.kinds.namespace import Namespace
from autodiff.types import RawType


def read(connection: Connection, dialect: Dialect, scope: Scope) -> Schema:
    """Return the live schema within ``scope``: tables, columns, constraints and indexes.

    A foreign key to a table outside of ``scope`` is read without that table.
    """
    return Schema(_objects(connection, dialect, scope))


def _objects(
    connection: Connection, dialect: Dialect, scope: Scope
) -> Iterator[Object]:
    inspector = sa.inspect(connection)
    for namespace in scope.namespaces:
        schema = namespace or None
        if namespace and dialect.has_namespaces:
            if namespace not in inspector.get_schema_names():
                continue
            yield Namespace(namespace)
        names = [
            name
            for name in inspector.get_table_names(schema)
            if scope.has_table(namespace, name)
        ]
        for table in _reflected(connection, schema, names):
            yield from _table_objects(table, dialect)


def _reflected(
    connection: Connection, schema: str | None, names: list[str]
) -> Iterable[sa.Table]:
    metadata = sa.MetaData()
    if names:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # a type of no class: RawType
            metadata.reflect(connection, schema, only=names, resolve_fks=False)
    wanted = set(names)
    return [table for table in metadata.tables.values() if table.name in wanted]


def _table_objects(table: sa.Table, dialect: Dialect) -> Iterator[Object]:
    yield table_kind.declared(table, dialect)
    for table_column in table.columns:
        yield column.declared(table_column, dialect)
    for constraint in table.constraints:
        if isinstance(constraint, sa.PrimaryKeyConstraint):
            if len(constraint.columns):
                yield primary_key.declared(constraint, dialect)
        elif isinstance(constraint, sa.UniqueConstraint):
            yield unique.declared(constraint, dialect)
        elif isinstance(constraint, sa.CheckConstraint):
            yield check.declared(constraint, dialect)
        elif isinstance(constraint, sa.ForeignKeyConstraint):
            yield foreign_key.declared(constraint, dialect)
    for index in table.indexes:
        yield index_declared.declared(index, dialect)


# --- what models leave open -----------------------------------------------------------------------


def agreed(declared: Schema, reflected: Schema) -> Schema:
    """Give unnamed constraints the names that the database gave them."""
    live = reflected.values()
    return Schema(with_live_names(declared.values(), live, (equals_but_for_name,)))


# --- types ----------------------------------------------------------------------------------------

_TYPE = re.compile(r"(?P<name>[A-Za-z_]\w*(?: [A-Za-z_]\w*)*)(?:\((?P<args>[^()]*)\))?")


def type_object(sql: str, dialect: Dialect) -> object:
    """Return the SQLAlchemy type that is spelled ``sql``; a RawType where there is none."""
    match = _TYPE.fullmatch(sql)
    if match is None:
        return RawType(sql)
    names: dict[str, Any] = getattr(dialect.sa, "ischema_names", {})
    word = match["name"]
    class_ = names.get(word.upper(), names.get(word.lower()))
    class_ = class_ or getattr(sa, word.upper().replace(" ", "_"), None)
    made = _made(class_, _numbers(match["args"]))
    return made if made is not None and _spelled(made, dialect) == sql else RawType(sql)


def _numbers(text: str | None) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d+", text or "")]


def _made(class_: Any, arguments: list[int]) -> TypeEngine[Any] | None:
    if not (isinstance(class_, type) and issubclass(class_, TypeEngine)):
        return None
    try:
        return class_(*arguments)
    except (TypeError, ArgumentError):  # a constructor that takes other arguments
        return None


def _spelled(type_: TypeEngine[Any], dialect: Dialect) -> str | None:
    try:
        return dialect.compiled_type(type_)
    except CompileError:  # a type that this database does not have
        return None
