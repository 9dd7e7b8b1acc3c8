"""The declared schema: what models say, as one database would create it."""

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
"""What SQLAlchemy's compilers know PostgreSQL's ExcludeConstraint by: importing its class takes as
long as all the rest here.
"""


def declared_schema(
    metadatas: Sequence[sa.MetaData], dialect: Dialect, scope: Scope | None = None
) -> Schema:
    """All objects of ``metadatas``, as ``create_all`` would make them on ``dialect``.

    Raises ModelImpossible where it could not make them.
    """
    objects: list[Object] = []
    for metadata in metadatas:
        objects.extend(_sequences(metadata, dialect))
    for each in _tables(metadatas, dialect):
        if scope is None or scope.has_table(dialect.namespace(each.schema), each.name):
            objects.extend(enums_of(each, dialect))
            objects.extend(objects_of(each, dialect))
    objects.extend(_brought(metadatas, dialect, scope))
    found = Schema(objects)
    spaces = _namespaces(found, dialect)
    return Schema([*spaces, *objects]) if spaces else found


def declares(metadata: sa.MetaData, dialect: Dialect) -> bool:
    """Whether ``metadata`` declares anything that is compared on ``dialect``."""
    return bool(
        metadata.tables
        or any(True for _ in _sequences(metadata, dialect))
        or any(True for _ in _brought((metadata,), dialect, None))
    )


def _tables(metadatas: Sequence[sa.MetaData], dialect: Dialect) -> list[sa.Table]:
    """The tables of all; raises TableDeclaredTwice."""
    found: dict[tuple[str, str], sa.Table] = {}
    for model in (each for one in metadatas for each in one.tables.values()):
        place = (dialect.namespace(model.schema), model.name)
        if found.setdefault(place, model) is not model:
            raise TableDeclaredTwice(".".join(filter(None, place)))
    return list(found.values())


def objects_of(model: sa.Table, dialect: Dialect) -> Iterator[Object]:
    """The table and all that stands in it."""
    yield _with_info(table.declared(model, dialect), model)
    constraints = list(model.constraints)
    for each in model.columns:
        constraints.extend(each.constraints)
        if not each.system:
            yield _with_info(compiled(each, dialect), each)
    for constraint in _in_order(constraints):
        if _applies(constraint, model, dialect):
            for found in constraint_object(with_columns(constraint), dialect):
                yield _with_info(found, constraint)
    for index in sorted(model.indexes, key=lambda each: str(each.name)):
        if _applies(index, model, dialect):
            yield _with_info(
                index_declared.declared(with_columns(index), dialect), index
            )


def _with_info(value: Object, item: Any) -> Object:
    """With what the model says beside the schema, where it says anything."""
    info = stated_info(item)
    return replace(value, info=info) if info else value


def constraint_object(constraint: sa.Constraint, dialect: Dialect) -> Iterator[Object]:
    """The value of a SQLAlchemy constraint; none for an empty primary key."""
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
    """The named types that the columns bring along, each once."""
    found = (dialect.named_type(each.type) for each in model.columns)
    yield from {each.key: each for each in found if each is not None}.values()


def _in_order(constraints: Iterable[sa.Constraint]) -> list[sa.Constraint]:
    """As they were stated: SQLAlchemy keeps a set, and numbers what it creates."""
    return sorted(constraints, key=attrgetter("_creation_order"))


def _applies(item: Any, model: sa.Table, dialect: Dialect) -> bool:
    """Whether CREATE TABLE on this database would contain a constraint or index.

    ``ddl_if`` and the rules of types that bring a CHECK along (Boolean, Enum) may say no.
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
    """Whether a rule is the mark that ``create_all`` leaves on what it added by ALTER TABLE (a
    foreign key with ``use_alter``): the constraint stays declared.
    """
    owner = getattr(rule, "__self__", getattr(rule, "target", None))
    return isinstance(owner, BaseDDLElement)


def _sequences(metadata: sa.MetaData, dialect: Dialect) -> Iterator[Object]:
    if dialect.sa.supports_sequences and not dialect.sa.sequences_optional:
        for each in metadata._sequences.values():
            yield sequence.declared(each, dialect)
    elif dialect.sa.supports_sequences:
        for each in metadata._sequences.values():
            if not each.optional:
                yield sequence.declared(each, dialect)


def _brought(
    metadatas: Sequence[sa.MetaData], dialect: Dialect, scope: Scope | None
) -> Iterator[Object]:
    """The objects of the kinds that packages bring; raises ModelImpossible where this database has
    no ways for one of them.
    """
    for kind in dialect.kinds_brought():
        for each in (x for one in metadatas for x in kind.declared(one, dialect)):
            if scope is not None and not scope.holds(each):
                continue
            if kind.value not in dialect.ways:
                reason = f"is of a kind that is not known on {dialect.name}"
                way_out = "Declare it for the databases that its package knows"
                raise ModelImpossible(each.words, reason, way_out)
            yield each


def _namespaces(objects: Schema, dialect: Dialect) -> list[Object]:
    """The namespaces that anything stands in."""
    if not dialect.has_namespaces:
        return []
    names = dict.fromkeys(key.namespace for key in objects)
    return [Namespace(name) for name in names if name]
