"""The standard dialect, and what it says of models and operations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.default import DefaultDialect

from autodiff.core.object import Object
from autodiff.core.operation import Operation
from autodiff.core.schema import Schema
from autodiff.core.state import ReplayedState
from autodiff.declared.models import declared_schema
from autodiff.dialects.standard import StandardDialect


class WithIdentity(StandardDialect):
    """The standard with identity columns, comments and namespaces switched on."""

    has_identity = True
    has_comments = True
    has_namespaces = True


STANDARD = StandardDialect(DefaultDialect(paramstyle="named"))
FULL = WithIdentity(DefaultDialect(paramstyle="named"))


def declared(*items: sa.schema.SchemaItem, name: str = "t", **keywords: Any) -> Schema:
    """The schema of one table ``t`` made of ``items``."""
    metadata = sa.MetaData()
    sa.Table(name, metadata, *items, **keywords)
    return declared_schema([metadata], FULL)


def of_kind(schema: Schema, kind: str) -> list[Object]:
    return [each for each in schema.values() if each.kind == kind]


def only(schema: Schema, kind: str) -> Object:
    (found,) = of_kind(schema, kind)
    return found


def sql(operation: Operation, schema: Iterable[Object] = ()) -> list[str]:
    """The statements of one operation in the standard dialect."""
    state = ReplayedState(Schema(schema))
    return [each.sql for each in FULL.statements([operation], state)]
