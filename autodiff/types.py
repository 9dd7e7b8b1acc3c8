"""Types for scripts, in addition to SQLAlchemy's own."""

from __future__ import annotations

from typing import Any

from sqlalchemy.types import UserDefinedType


class RawType(UserDefinedType[Any]):
    """A type that is written as it is, where no SQLAlchemy type has this spelling."""

    cache_ok = True

    def __init__(self, sql: str) -> None:
        """Initialize the type with its spelling in DDL."""
        self.sql = sql

    def get_col_spec(self, **_: Any) -> str:
        return self.sql

    def __repr__(self) -> str:
        return f"RawType({self.sql!r})"
