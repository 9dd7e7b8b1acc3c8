"""A clause: one piece of SQL with its spelling, which is written, and its normal form, which is
compared.
"""

from __future__ import annotations

from dataclasses import field

from autodiff.frozen import frozen


@frozen
class Clause:
    """A type, default, condition or expression.

    ``normal`` is what is compared. ``sql`` is what is written in DDL. ``source`` is the Python
    object that it came from (a SQLAlchemy type, say), where there was one: scripts print that.
    """

    normal: str
    sql: str = field(compare=False)
    source: object = field(default=None, compare=False, repr=False)

    def with_normal(self, normal: str) -> Clause:
        """Return the same spelling with another normal form."""
        return Clause(normal, self.sql, self.source)
