"""Columns as the catalog shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from autodiff.core.clause import Clause
from autodiff.dialects.mysql.catalog import Row, Rows
from autodiff.dialects.mysql.defaults import NULL, ON_UPDATE
from autodiff.dialects.mysql.place import Place
from autodiff.dialects.mysql.tokens import quoted
from autodiff.dialects.mysql.types import COLLATE, STRINGS, base_name
from autodiff.kinds.column import Column, Computed, Identity
from autodiff.kinds.options import Options, option
from autodiff.kinds.place import column_key
from autodiff.kinds.table import Table

JSON = "json"
JSON_COLLATION = "utf8mb4_bin"
ATTRIBUTES = {
    "INVISIBLE": "invisible",
    "WITHOUT SYSTEM VERSIONING": "without_system_versioning",
}
"""Words of EXTRA that no model states; a column that is restated must repeat them."""
_UPDATE = re.compile(r"on update ([^ ]+)", re.IGNORECASE)


class ColumnReader:
    """Builds columns of many tables; equal texts share their clauses."""

    def __init__(self, place: Place, tables: Mapping[str, Table], checks: Rows) -> None:
        self._place = place
        self._collation = {
            name: option(each.options, place.option("collate"))
            for name, each in tables.items()
        }
        self._json = {
            (row[0], row[1])
            for row in checks
            if row[3] == "Column" and row[2] == f"json_valid({place.quoted(row[1])})"
        }
        self._seen: set[tuple[str, str]] = set()
        self._facts: dict[tuple[Any, ...], _Facts] = {}

    def is_json(self, table: str, column: str) -> bool:
        """Whether a check is only what makes a column JSON (MariaDB)."""
        return (table, column) in self._seen

    def column(self, table: str, row: Row) -> Column:
        name, *said, comment = row
        type_, collation = said[:2]
        json = (
            type_ == "longtext"
            and collation == JSON_COLLATION
            and (table, name) in self._json
        )
        if json:
            self._seen.add((table, name))
        of_table = self._collation[table]
        key = (*said, of_table, json)
        facts = self._facts.get(key)
        if facts is None:
            facts = self._facts[key] = _facts(self._place, *key)
        namespace, computed = self._place.namespace, facts[3]
        used = columns_in(computed.expression.sql) if computed else ()
        return Column(
            *(namespace, table, name, *facts[:-1], comment or None, facts[-1]),
            uses=tuple(column_key(namespace, table, each) for each in used),
        )


_QUOTED = re.compile(r"'(?:[^'\\]|\\.|'')*'|`((?:[^`]|``)+)`")


@lru_cache(4096)
def columns_in(expression: str) -> tuple[str, ...]:
    """The columns that a CHECK or a computed column names: the server quotes each, and nothing else,
    in backticks.
    """
    names = (found[1] for found in _QUOTED.finditer(expression) if found[1])
    return tuple(dict.fromkeys(name.replace("``", "`") for name in names))


_Facts = tuple[
    Clause, bool, Clause | None, Computed | None, Identity | None, bool, Options
]
"""What columns that are said alike have in common: type, nullable, default, computed, identity,
autoincrement, options.
"""


def _facts(
    place: Place,
    type_: str,
    collation: str | None,
    nullable: str,
    default: str | None,
    extra: str,
    expression: str | None,
    of_table: str | None,
    json: bool,
) -> _Facts:
    computed = None
    if expression:
        computed = Computed(place.clause(expression), "STORED" in extra.upper())
    return (
        (Clause(JSON, "JSON") if json else _typed(type_, collation, of_table, place)),
        nullable == "YES",
        None if computed else _default(default, extra, type_, place),
        computed,
        None,
        "auto_increment" in extra,
        _attributes(extra, place) if extra else (),
    )


def _typed(
    sql: str, collation: str | None, of_table: str | None, place: Place
) -> Clause:
    """The collation is always compared, and written where it is not the table's."""
    if collation is None or base_name(sql) not in STRINGS:
        return Clause(sql, place.spelled(sql))
    written = sql if collation == of_table else f"{sql} COLLATE {collation}"
    return Clause(sql + COLLATE + collation, place.spelled(written))


def _default(
    default: str | None, extra: str, type_: str, place: Place
) -> Clause | None:
    text = default if place.server.quotes_defaults else _written(default, extra, type_)
    update = _UPDATE.search(extra) if "on update" in extra.lower() else None
    if update:
        text = (text or NULL) + ON_UPDATE + update[1]
    return None if text is None or text == NULL else place.clause(text)


def _written(default: str | None, extra: str, type_: str) -> str | None:
    """MySQL shows a default's bare value, and of an expression says DEFAULT_GENERATED."""
    if default is None:
        return None
    if "DEFAULT_GENERATED" in extra:
        now = default.upper().startswith("CURRENT_TIMESTAMP")
        return default if now else f"({default})"
    if base_name(type_) in STRINGS or not re.fullmatch(r"[-+0-9.eE]+|b'.*'", default):
        return quoted(default)
    return default


def _attributes(extra: str, place: Place) -> Options:
    return tuple(
        sorted(
            (place.option(name), True)
            for word, name in ATTRIBUTES.items()
            if word in extra
        )
    )
