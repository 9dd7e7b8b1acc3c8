"""A place that is read: one namespace of one server, and how its texts become clauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field, replace

from autodiff.core.clause import Clause
from autodiff.dialects.mysql.catalog import INDEXES, Listing
from autodiff.dialects.mysql.server import Server, Settings
from autodiff.frozen import frozen


@frozen
class Place:
    """``database`` is the real name of ``namespace``; ``default`` that of namespace "".

    ``prefix`` is what SQLAlchemy puts before this dialect's keywords: mysql or mariadb;
    ``spelled`` gives a type of the catalog in SQLAlchemy's words.
    """

    namespace: str
    database: str
    default: str | None
    prefix: str
    quote: str
    server: Server
    settings: Settings
    spelled: Callable[[str], str]
    _clauses: dict[str, Clause] = field(default_factory=dict, compare=False)

    def option(self, name: str) -> str:
        """SQLAlchemy's keyword for an option."""
        return f"{self.prefix}_{name}"

    def clause(self, text: str) -> Clause:
        """A clause in the server's own spelling, which is its normal form; kept by text."""
        found = self._clauses.get(text)
        if found is None:
            found = self._clauses[text] = Clause(text, text)
        return found

    def quoted(self, name: str) -> str:
        """A name in the server's quotes."""
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote

    def namespace_of(self, database: str) -> str:
        """The namespace that a database is."""
        return "" if database == self.default else database

    @property
    def index_listing(self) -> Listing:
        """INDEXES with what STATISTICS calls an index's expression and whether queries use it."""
        words = "null, 0"
        if self.server.mariadb:
            hidden = "ignored = 'YES'" if self.server.since((10, 6), (8, 0)) else "0"
            words = f"null, {hidden}"
        elif self.server.since(None, (8, 0, 13)):
            words = "expression, is_visible = 'NO'"
        return replace(INDEXES, columns=INDEXES.columns.format(expression=words))
