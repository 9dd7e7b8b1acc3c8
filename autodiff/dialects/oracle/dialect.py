"""Answer the shared code's questions about Oracle, each by a file of this package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from autodiff.core.dialect import Definition, Emitter
from autodiff.core.style import ScriptStyle
from autodiff.dialects.oracle import ddl_column, ddl_constraint, ddl_table
from autodiff.dialects.standard import StandardDialect

_SYNONYMS = {"VARCHAR": "VARCHAR2", "DECIMAL": "NUMBER", "NUMERIC": "NUMBER"}
_NAME = re.compile(r"[A-Z0-9]+")


class Oracle(StandardDialect):
    """Oracle Database 12.2 and later.

    DDL commits by itself; a schema is a user, which revisions do not create.
    """

    name: ClassVar[str] = "oracle"
    has_comments: ClassVar[bool] = True
    has_identity: ClassVar[bool] = True
    style: ClassVar[ScriptStyle] = ScriptStyle(terminator="", batch="/", guarded=False)
    """As ``SQL*Plus`` reads it."""
    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {
        **StandardDialect.emitters,
        **ddl_table.EMITTERS,
        **ddl_column.EMITTERS,
        **ddl_constraint.EMITTERS,
    }
    definitions: ClassVar[Mapping[type, Definition]] = {
        **StandardDialect.definitions,
        **ddl_table.DEFINITIONS,
        **ddl_column.DEFINITIONS,
        **ddl_constraint.DEFINITIONS,
    }

    def stores(self, persisted: bool | None) -> bool:
        """Return False: no computed column is stored."""
        return False

    def normal_type(self, sql: str) -> str:
        spaced = super().normal_type(sql)
        return _NAME.sub(lambda word: _SYNONYMS.get(word[0], word[0]), spaced, count=1)

    def normal_default(self, sql: str, type_normal: str) -> str:
        """Remove the space that follows a default's text in the catalog."""
        return super().normal_default(sql, type_normal).strip()
