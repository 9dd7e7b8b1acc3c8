"""Alembic as a tool, with everything switched on that it has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import autogenerate
from alembic.autogenerate import render_python_code
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from tests.pairs.tool import Script, function_of

IMPORTS = """\
import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text
from sqlalchemy.dialects import mysql, postgresql, sqlite
"""


class Alembic:
    """Types and defaults compared, CHECKs by the plugin, batch mode on SQLite."""

    name = "Alembic"

    def script(
        self, connection: sa.Connection, metadata: sa.MetaData, schemas: tuple[str, ...]
    ) -> Script:
        options = _options(connection, metadata, schemas)
        context = MigrationContext.configure(connection, opts=options)
        found = autogenerate.produce_migrations(context, metadata)
        ups, downs = found.upgrade_ops, found.downgrade_ops
        assert ups is not None and downs is not None
        functions = [
            _function(name, _code(each, context, options))
            for name, each in (("upgrade", ups), ("downgrade", downs))
        ]
        return Script("\n".join([IMPORTS, *functions]), ups.is_empty())

    def run(self, engine: sa.Engine, script: Script, function: str) -> None:
        called: Any = function_of(script, function)
        with engine.begin() as connection:
            context = MigrationContext.configure(connection)
            with Operations.context(context):
                called()


def _options(
    connection: sa.Connection, metadata: sa.MetaData, schemas: tuple[str, ...]
) -> dict[str, Any]:
    return {
        "target_metadata": metadata,
        "compare_type": True,
        "compare_server_default": True,
        "render_as_batch": connection.dialect.name == "sqlite",
        "include_schemas": bool(schemas),
        "include_name": _within(schemas),
        "autogenerate_plugins": [
            "alembic.autogenerate.*",
            "alembic.ext.checkconstraint_byname",
        ],
    }


def _within(schemas: tuple[str, ...]) -> Callable[..., bool]:
    def include(name: str | None, kind: str, parents: object) -> bool:
        return kind != "schema" or name is None or name in schemas

    return include


def _code(operations: Any, context: MigrationContext, options: dict[str, Any]) -> str:
    return render_python_code(
        operations,
        render_as_batch=options["render_as_batch"],
        migration_context=context,
    )


def _function(name: str, code: str) -> str:
    lines = [line for line in code.splitlines() if not line.lstrip().startswith("#")]
    body = "\n".join(f"    {line.strip()}" if _top(line) else line for line in lines)
    return f"\ndef {name}():\n{body}\n"


def _top(line: str) -> bool:
    """Whether a line stands at the left edge, where the function's body begins."""
    return bool(line) and not line.startswith(" ")
