"""What a script hands over, and the SQL that it becomes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from autodiff.core.knowledge import complete
from autodiff.core.operation import Operation
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.declared.models import declared_schema
from autodiff.dialects.registry import dialect_named
from autodiff.execute.item import Group, Item
from autodiff.execute.record import recorded
from autodiff.execute.statements import statements_of

Script = Callable[[], Any]


def items(script: Script, dialect_name: str = "postgresql") -> tuple[Item, ...]:
    return recorded(script, dialect_named(dialect_name))


def operations(script: Script, dialect_name: str = "postgresql") -> list[Operation]:
    found = items(script, dialect_name)
    return [
        each for item in found if isinstance(item, Group) for each in item.operations
    ]


def sql(
    script: Script,
    dialect_name: str = "postgresql",
    metadata: sa.MetaData | None = None,
) -> list[str]:
    """The statements of a script against what ``metadata`` describes, on one line each."""
    dialect = dialect_named(dialect_name)
    schema = declared_schema([metadata], dialect) if metadata else Schema()
    state = Replay(schema)
    found: list[str] = []
    for item in items(script, dialect_name):
        statements = statements_of(item, dialect, state)
        found += [" ".join(each.sql.split()) for each in statements]
        if metadata is not None and isinstance(item, Group):
            for operation in item.operations:
                state.apply(complete(operation, state))
    return found
