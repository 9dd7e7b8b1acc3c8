"""The declared schema: what the models declare, as one database would create it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.ddl import BaseDDLElement

from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.declared.info import stated_info
from autodiff.declared.unsupported_models import compiled, with_columns
from autodiff.errors.models import ModelImpossible, TableDeclaredTwice
from autodiff.kinds import (
    check,
    foreign_key,
    index_declared,
    primary_key,
    sequence,
    table,
    unique,
)
from autodiff.kinds.namespace import Namespace

EXCLUDE = "exclude_constraint"
"""The visit name of PostgreSQL's ExcludeConstraint: importing its class would take as long as all
other imports here.
"""


def declared_schema(
    metadatas: Sequence[sa.MetaData], dialect: Dialect, scope: Scope | None = None
) -> Schema:
    """Return all objects of ``metadatas`` in ``scope``, as ``create_all`` would create them on
    ``dialect``.

    Raises ModelImpossible where it could not create them.
    """
    objects: list[Object] = []
    for metadata in metadatas:
        objects.extend(_sequences(metadata, dialect))
    for model in _tables(metadatas, dialect):
        if scope is None or scope.has_table(
            dialect.namespace(model.schema), model.name
        ):
            objects.extend(enums_of(model, dialect))
            objects.extend(objects_of(model, dialect))
    objects.extend(_brought(metadatas, dialect, scope))
    schema = Schema(objects)
    namespaces = _namespaces(schema, dialect)
    return Schema([*namespaces, *objects]) if namespaces else schema


def declares(metadata: sa.MetaData, dialect: Dialect) -> bool:
    """Whether ``metadata`` declares anything that is compared on ``dialect``."""
    return bool(
        metadata.tables
        or any(True for _ in _sequences(metadata, dialect))
        or any(True for _ in _brought((metadata,), dialect, None))
    )


def _tables(metadatas: Sequence[sa.MetaData], dialect: Dialect) -> list[sa.Table]:
    """Return the tables of all metadata; raises TableDeclaredTwice."""
    models: dict[tuple[str, str], sa.Table] = {}
    for model in (x for metadata in metadatas for x in metadata.tables.values()):
        names = (dialect.namespace(model.schema), model.name)
        if models.setdefault(names, model) is not model:
            raise TableDeclaredTwice(".".join(filter(None, names)))
    return list(models.values())


def objects_of(model: sa.Table, dialect: Dialect) -> Iterator[Object]:
    """Yield the table and its columns, constraints and indexes."""
    yield _with_info(table.declared(model, dialect), model)
    constraints = list(model.constraints)
    for column in model.columns:
        constraints.extend(column.constraints)
        if not column.system:
            yield _with_info(compiled(column, dialect), column)
    for constraint in _in_order(constraints):
        if _applies(constraint, model, dialect):
            for value in constraint_object(with_columns(constraint), dialect):
                yield _with_info(value, constraint)
    for index in sorted(model.indexes, key=lambda item: str(item.name)):
        if _applies(index, model, dialect):
            yield _with_info(
                index_declared.declared(with_columns(index), dialect), index
            )


def _with_info(value: Object, item: Any) -> Object:
    """Return ``value`` with the model's ``info``, where it states any."""
    info = stated_info(item)
    return replace(value, info=info) if info else value


def constraint_object(constraint: sa.Constraint, dialect: Dialect) -> Iterator[Object]:
    """Yield the value of a SQLAlchemy constraint; none for an empty primary key."""
    if isinstance(constraint, sa.PrimaryKeyConstraint):
        if len(constraint.columns):
            yield primary_key.declared(constraint, dialect)
    elif isinstance(constraint, sa.UniqueConstraint):
        yield unique.declared(constraint, dialect)
    elif isinstance(constraint, sa.CheckConstraint):
        yield check.declared(constraint, dialect)
    elif isinstance(constraint, sa.ForeignKeyConstraint):
        yield foreign_key.declared(constraint, dialect)
    elif constraint.__visit_name__ == EXCLUDE:
        yield from dialect.exclusion(constraint)


def enums_of(model: sa.Table, dialect: Dialect) -> Iterator[Object]:
    """Yield the distinct named types of the columns."""
    types = (dialect.named_type(column.type) for column in model.columns)
    yield from {type_.key: type_ for type_ in types if type_ is not None}.values()


def _in_order(constraints: Iterable[sa.Constraint]) -> list[sa.Constraint]:
    """Return the constraints in the order of their creation: SQLAlchemy keeps them in a set."""
    return sorted(constraints, key=attrgetter("_creation_order"))


def _applies(item: Any, model: sa.Table, dialect: Dialect) -> bool:
    """Whether CREATE TABLE on this database would contain a constraint or index.

    ``ddl_if`` and the creation rules of types that add a CHECK (Boolean, Enum) may exclude it.
    """
    rule = getattr(item, "_create_rule", None)
    if rule is not None and not _put_apart(rule) and not rule(dialect.ddl):
        return False
    condition = item._ddl_if
    if condition is None:
        return True
    ddl = sa.schema.CreateTable(model)
    return bool(condition._should_execute(ddl, item, None, compiler=dialect.ddl))


def _put_apart(rule: Any) -> bool:
    """Whether a creation rule is the mark that ``create_all`` leaves on a constraint that it added
    by ALTER TABLE (a foreign key with ``use_alter``): the constraint stays declared.
    """
    owner = getattr(rule, "__self__", getattr(rule, "target", None))
    return isinstance(owner, BaseDDLElement)


def _sequences(metadata: sa.MetaData, dialect: Dialect) -> Iterator[Object]:
    if dialect.sa.supports_sequences and not dialect.sa.sequences_optional:
        for model in metadata._sequences.values():
            yield sequence.declared(model, dialect)
    elif dialect.sa.supports_sequences:
        for model in metadata._sequences.values():
            if not model.optional:
                yield sequence.declared(model, dialect)


def _brought(
    metadatas: Sequence[sa.MetaData], dialect: Dialect, scope: Scope | None
) -> Iterator[Object]:
    """Yield the objects of the kinds that packages add; raises ModelImpossible where a kind is not
    supported on this database.
    """
    for kind in dialect.kinds_brought():
        for value in (
            item for metadata in metadatas for item in kind.declared(metadata, dialect)
        ):
            if scope is not None and not scope.holds(value):
                continue
            if kind.value not in dialect.ways:
                reason = f"is of a kind that is not known on {dialect.name}"
                way_out = "Declare it for the databases that its package knows"
                raise ModelImpossible(value.words, reason, way_out)
            yield value


def _namespaces(objects: Schema, dialect: Dialect) -> list[Object]:
    """Return the namespaces of the objects."""
    if not dialect.has_namespaces:
        return []
    names = dict.fromkeys(key.namespace for key in objects)
    return [Namespace(name) for name in names if name]
