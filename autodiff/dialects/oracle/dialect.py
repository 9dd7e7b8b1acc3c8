"""The dialect of Oracle Database 12.2 and later."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from autodiff.core.dialect import Definition, Emitter
from autodiff.dialects.oracle.definitions import DEFINITIONS
from autodiff.dialects.oracle.emitters import EMITTERS
from autodiff.dialects.standard import StandardDialect

_SYNONYMS = {"VARCHAR": "VARCHAR2", "DECIMAL": "NUMBER", "NUMERIC": "NUMBER"}
_NAME = re.compile(r"[A-Z0-9]+")


class Oracle(StandardDialect):
    """DDL commits by itself; a schema is a user, which migrations do not create."""

    name: ClassVar[str] = "oracle"
    has_comments: ClassVar[bool] = True
    has_identity: ClassVar[bool] = True
    emitters: ClassVar[Mapping[tuple[type, type], Emitter]] = {
        **StandardDialect.emitters,
        **EMITTERS,
    }
    definitions: ClassVar[Mapping[type, Definition]] = {
        **StandardDialect.definitions,
        **DEFINITIONS,
    }

    def stores(self, persisted: bool | None) -> bool:
        """A computed column is never stored."""
        return False

    def normal_type(self, sql: str) -> str:
        spaced = super().normal_type(sql)
        return _NAME.sub(lambda word: _SYNONYMS.get(word[0], word[0]), spaced, count=1)

    def normal_default(self, sql: str, type_normal: str) -> str:
        """The catalog keeps the text of a default, with the space that followed it."""
        return super().normal_default(sql, type_normal).strip()
