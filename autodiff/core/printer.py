"""The printer: what an object may ask when it writes itself as Python."""

from __future__ import annotations

from typing import Any, Protocol

from autodiff.core.clause import Clause
from autodiff.core.code import Code


class Printer(Protocol):
    """Turns clauses into source; an implementation belongs to one database.

    ``prefix`` is what SQLAlchemy puts before that database's own keywords ("postgresql").
    """

    @property
    def prefix(self) -> str: ...

    def quote(self, name: str) -> str:
        """A name as it stands in SQL text."""
        ...

    def type(self, clause: Clause) -> Code:
        """A type as an expression that builds it, ``sa.String(length=50)`` say."""
        ...

    def item(self, name: str, value: Any, code: Code) -> Code | None:
        """``code``, or what a hook writes in its place; None leaves the item out. ``name`` is the
        sort of ``value``.
        """
        ...

    def needed(self, name: str, value: Any, code: Code) -> Code:
        """The same for what cannot be left out."""
        ...

    def sql(self, clause: Clause) -> Code:
        """A default, condition or expression as ``sa.text(...)``."""
        ...
