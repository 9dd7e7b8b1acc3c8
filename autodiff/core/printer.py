"""The printer: what an object may ask when it writes itself as Python source."""

from __future__ import annotations

from typing import Any, Protocol

from autodiff.core.clause import Clause
from autodiff.core.code import Code


class Printer(Protocol):
    """Turns clauses into source; an implementation belongs to one database.

    ``prefix`` begins SQLAlchemy's keywords for that database ("postgresql").
    """

    @property
    def prefix(self) -> str: ...

    def quote(self, name: str) -> str:
        """Return a name as SQL text, quoted where needed."""
        ...

    def type(self, clause: Clause) -> Code:
        """Return a type as an expression that builds it, such as ``sa.String(length=50)``."""
        ...

    def item(self, name: str, value: Any, code: Code) -> Code | None:
        """Return ``code``, or what a hook writes in its place; None leaves the item out. ``name``
        is the kind of item that ``value`` is.
        """
        ...

    def needed(self, name: str, value: Any, code: Code) -> Code:
        """Return the same as :meth:`item` for what cannot be left out."""
        ...

    def sql(self, clause: Clause) -> Code:
        """Return a condition or expression as ``sa.text(...)``."""
        ...

    def default(self, clause: Clause, type_: Clause) -> Code:
        """Return the default of a column of type ``type_``: a plain string as such, else
        ``sa.text(...)``.
        """
        ...

    def numbers(self, type_: Clause, refers: bool) -> bool:
        """Whether SQLAlchemy numbers a column of that type by default where it is the whole primary
        key; ``refers``: a foreign key of the table begins with it.
        """
        ...
