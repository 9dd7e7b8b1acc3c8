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
        """A condition or expression as ``sa.text(...)``."""
        ...

    def default(self, clause: Clause, type_: Clause) -> Code:
        """The default of a column of that type: a plain string as such, else ``sa.text(...)``."""
        ...

    def numbers(self, type_: Clause, refers: bool) -> bool:
        """Whether SQLAlchemy numbers a column of that type unasked where it alone is the primary
        key; ``refers``: a foreign key of the table begins at it.
        """
        ...
