"""A view as an immutable value: its identity, what it needs, and how a script says it."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self

from autodiff.extending import (
    Clause,
    Code,
    Key,
    Object,
    Printer,
    column_key,
    frozen,
    literal,
    namespace_key,
    op_call,
    table_key,
)

_SOURCE = re.compile(r'(?:\b(?:from|join)|,)\s+([\w".]+)', re.IGNORECASE)
_WORD = re.compile(r"\w+")


@frozen
class View(Object):
    """A view and its query. It holds no rows, so it may be dropped and made again (``leaf``)."""

    namespace: str
    name: str
    query: Clause

    kind: ClassVar[str] = "view"
    rank: ClassVar[int] = 9
    leaf: ClassVar[bool] = True

    @property
    def key(self) -> Key:
        return view_key(self.namespace, self.name)

    def depends_on(self) -> Iterable[Key]:
        """What the query may read. One too many does no harm: it is only looked up."""
        if self.namespace:
            yield namespace_key(self.namespace)
        words = dict.fromkeys(_WORD.findall(self.query.sql))
        for source in dict.fromkeys(_SOURCE.findall(self.query.sql)):
            *namespace, table = source.replace('"', "").split(".")
            place = "".join(namespace)
            yield view_key(place, table)
            yield table_key(place, table)
            yield from (column_key(place, table, word) for word in words)

    def alters_to(self, after: Self) -> bool:
        """A new query for the view is one change, not a drop and a create."""
        return True

    def survives(self, before: Any, after: Any) -> bool:
        """Whether the view may stay while something that it reads is altered so: a server lets
        neither another view nor a column's type change under it.
        """
        if isinstance(before, View):
            return False
        return getattr(before, "type", None) == getattr(after, "type", None)

    # --- in a script ----------------------------------------------------------------------------

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        return op_call("create_view", self._said(), self._schema())

    def drop_code(self, printer: Printer) -> Code:
        return op_call("drop_view", [literal(self.name)], self._schema())

    def alter_code(self, after: Self, printer: Printer) -> Code:
        named = {"existing_query": literal(self.query.sql), **self._schema()}
        return op_call("alter_view", after._said(), named)

    def _said(self) -> list[Code]:
        return [literal(self.name), literal(self.query.sql)]

    def _schema(self) -> dict[str, Code | None]:
        return {"schema": literal(self.namespace) if self.namespace else None}


def view_key(namespace: str, name: str) -> Key:
    return Key("view", namespace, "", name)


def query_clause(sql: str) -> Clause:
    """A query as it is compared: however it is broken into lines."""
    sql = sql.strip().removesuffix(";")
    return Clause(" ".join(sql.split()), sql)
