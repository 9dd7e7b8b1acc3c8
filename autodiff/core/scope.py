"""The scope: which part of a database is looked at."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import translate
from functools import cached_property


@dataclass(frozen=True)
class Scope:
    """Namespaces and tables that are compared.

    ``namespaces``: "" is the connection's default. ``include`` and ``exclude`` are shell-style
    patterns over ``table`` or ``namespace.table``; an empty ``include`` means all. ``tables``
    narrows to (namespace, table) pairs, for a look at a single table. ``own`` tables (the version
    table and its kin) are never seen.
    """

    namespaces: tuple[str, ...] = ("",)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    tables: frozenset[tuple[str, str]] | None = None
    own: frozenset[str] = frozenset()

    def has_table(self, namespace: str, table: str) -> bool:
        """Whether a table of this name is looked at."""
        if namespace not in self.namespaces or table in self.own:
            return False
        if self.tables is not None and (namespace, table) not in self.tables:
            return False
        names = (table, f"{namespace}.{table}")
        if self.include and not _any_matches(self._included, names):
            return False
        return not _any_matches(self._excluded, names)

    def only(self, namespace: str, table: str) -> Scope:
        """This scope narrowed to one table."""
        return Scope(
            (namespace,), self.include, self.exclude, frozenset({(namespace, table)})
        )

    @cached_property
    def _included(self) -> tuple[re.Pattern[str], ...]:
        return _compiled(self.include)

    @cached_property
    def _excluded(self) -> tuple[re.Pattern[str], ...]:
        return _compiled(self.exclude)


def _compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(translate(each)) for each in patterns)


def _any_matches(patterns: Iterable[re.Pattern[str]], names: Iterable[str]) -> bool:
    return any(each.match(name) for each in patterns for name in names)
