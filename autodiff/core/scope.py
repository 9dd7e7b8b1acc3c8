"""The scope: the part of a database that is compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from fnmatch import translate
from functools import cached_property

from autodiff.core.object import Object
from autodiff.frozen import frozen

Names = Callable[[str, str, str, str], bool]
"""``(known_as, namespace, table, name)``: whether a thing of this name is looked at; ``known_as`` is
what hooks know its kind by, "" for a table, which stands under no other.
"""


@frozen
class Scope:
    """The namespaces and tables that are compared.

    ``namespaces``: "" is the connection's default. ``include`` and ``exclude`` are shell-style
    patterns over ``table`` or ``namespace.table``; an empty ``include`` means all. ``tables``
    restricts to (namespace, table) pairs, to read a single table. ``own`` tables (the version table
    and its kin) are always left out. ``names`` is called for what remains.
    """

    namespaces: tuple[str, ...] = ("",)
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    tables: frozenset[tuple[str, str]] | None = None
    own: frozenset[str] = frozenset()
    names: Names | None = field(default=None, compare=False)

    def has_table(self, namespace: str, table: str) -> bool:
        """Whether a table of this name is compared."""
        return self.has(namespace, table)

    def has(self, namespace: str, name: str, known_as: str = "") -> bool:
        """Whether an object of this name in a namespace is compared; ``known_as`` is its kind's
        name for hooks, "" for a table.
        """
        if namespace not in self.namespaces or name in self.own:
            return False
        if self.tables is not None and (namespace, name) not in self.tables:
            return False
        names = (name, f"{namespace}.{name}")
        if self.include and not _any_matches(self._included, names):
            return False
        if _any_matches(self._excluded, names):
            return False
        return self.names is None or self.names(known_as, namespace, "", name)

    def holds(self, value: Object) -> bool:
        """Whether an object is compared: by its parent's name, or by its own where it has no
        parent.
        """
        if value.parent is not None:
            return self.has(value.parent.namespace, value.parent.name)
        return self.has(value.key.namespace, value.key.name, value.known_as)

    def only(self, namespace: str, table: str) -> Scope:
        """Return this scope restricted to one table."""
        return replace(
            self,
            namespaces=(namespace,),
            tables=frozenset({(namespace, table)}),
            own=frozenset(),
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
