"""include_name: the names that are compared."""

from __future__ import annotations

from dataclasses import field

from autodiff.core.schema import Schema
from autodiff.core.scope import Names
from autodiff.frozen import frozen
from autodiff.hooks.ask import ask_whether
from autodiff.hooks.configured import IncludeName, ParentNames


@frozen
class NameFilter:
    """Asks ``hook`` about every name, but only once."""

    hook: IncludeName
    _known: dict[tuple[str, str, str, str], bool] = field(default_factory=dict)

    def __call__(self, known_as: str, namespace: str, table: str, name: str) -> bool:
        """Whether objects of this kind (``known_as``) and name are compared; ``namespace`` and
        ``table`` are "" for objects outside of one.
        """
        asked = (known_as or "table", namespace, table, name)
        if asked not in self._known:
            self._known[asked] = self._answer(*asked)
        return self._known[asked]

    def _answer(self, kind: str, namespace: str, table: str, name: str) -> bool:
        parents = _parents(kind, namespace, table, name)
        path = ".".join(each for each in (namespace, table, name) if each)
        about = f"{kind} {path}" if path else f"the default {kind}"
        return ask_whether(
            "include_name", about, self.hook, name or None, kind, parents
        )


def _parents(kind: str, namespace: str, table: str, name: str) -> ParentNames:
    if kind == "schema":
        return {}
    parents: dict[str, str | None] = {"schema_name": namespace or None}
    holder = name if kind == "table" else table
    if holder:
        parents["table_name"] = holder
        parents["schema_qualified_table_name"] = (
            f"{namespace}.{holder}" if namespace else holder
        )
    return parents


def named(
    declared: Schema, reflected: Schema, names: Names, *, parts: bool
) -> tuple[Schema, Schema]:
    """Return ``declared`` and ``reflected`` without the objects whose name ``names`` excludes.

    Asked about the parts of tables that are on both sides where ``parts``, else about all other
    objects. A table that is created or dropped keeps all its parts, so that the inverse has them.
    """
    shared = {key for key in declared if key in reflected}
    gone = [
        key
        for side in (declared, reflected)
        for key, value in side.items()
        if (value.parent in shared if parts else value.parent is None)
        and not value.unresolved
        and not names(value.known_as, key.namespace, key.table, key.name)
    ]
    if not gone:
        return declared, reflected
    return declared.without(gone), reflected.without(gone)
