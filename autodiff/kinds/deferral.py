"""Deferral: when a constraint is checked, as clauses of SQL and arguments of Python."""

from __future__ import annotations

from typing import Any

from autodiff.core.code import Code, literal
from autodiff.frozen import frozen


@frozen
class Deferral:
    """DEFERRABLE and INITIALLY DEFERRED; a plain constraint has neither."""

    deferrable: bool = False
    initially_deferred: bool = False

    def sql(self) -> str:
        """Return the words after a constraint, with a space before them, or ""."""
        words = " DEFERRABLE" if self.deferrable else ""
        return words + (" INITIALLY DEFERRED" if self.initially_deferred else "")

    def codes(self) -> dict[str, Code | None]:
        """Return the arguments in source."""
        deferrable = literal(True) if self.deferrable else None
        initially = literal("DEFERRED") if self.initially_deferred else None
        return {"deferrable": deferrable, "initially": initially}


def declared_deferral(item: Any) -> Deferral:
    """Return the deferral of a SQLAlchemy constraint.

    INITIALLY DEFERRED implies DEFERRABLE (SQL standard, and PostgreSQL's parser).
    """
    deferred = (item.initially or "").upper() == "DEFERRED"
    return Deferral(bool(item.deferrable) or deferred, deferred)
