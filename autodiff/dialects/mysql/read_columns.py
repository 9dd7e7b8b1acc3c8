"""Make columns of the catalog's rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from autodiff.core.clause import Clause
from autodiff.dialects.mysql.catalog import CatalogRow, CatalogRows, LiveNamespace
from autodiff.dialects.mysql.literals import ON_UPDATE, quoted
from autodiff.dialects.mysql.read_constraints import columns_in
from autodiff.dialects.mysql.types import COLLATE, STRINGS, base_name
from autodiff.kinds.column import Column, Computed, Identity
from autodiff.kinds.keys import column_key
from autodiff.kinds.options import DialectOptions, option
from autodiff.kinds.table import Table

NULL = "NULL"
"""What the catalog shows for a column without a default."""
JSON = "json"
JSON_COLLATION = "utf8mb4_bin"
ATTRIBUTES = {
    "INVISIBLE": "invisible",
    "WITHOUT SYSTEM VERSIONING": "without_system_versioning",
}
"""Words of EXTRA that no model declares; a restated column must repeat them."""
_UPDATE = re.compile(r"on update ([^ ]+)", re.IGNORECASE)


class ColumnReader:
    """Builds columns of many tables; equal texts share their clauses."""

    def __init__(
        self, live: LiveNamespace, tables: Mapping[str, Table], checks: CatalogRows
    ) -> None:
        self._live = live
        self._collation = {
            name: option(table.options, live.option("collate"))
            for name, table in tables.items()
        }
        self._json = {
            (table, name)
            for table, name, condition, level in checks
            if level == "Column" and condition == f"json_valid({live.quoted(name)})"
        }
        self._met: set[tuple[str, str]] = set()
        self._facts: dict[tuple[Any, ...], _Facts] = {}

    def is_json(self, table: str, column: str) -> bool:
        """Whether a CHECK only makes a column JSON (MariaDB)."""
        return (table, column) in self._met

    def column(self, table: str, row: CatalogRow) -> Column:
        """Build a column from its row."""
        name, *shown, comment = row
        type_, collation = shown[:2]
        json = (
            type_ == "longtext"
            and collation == JSON_COLLATION
            and (table, name) in self._json
        )
        if json:
            self._met.add((table, name))
        key = (*shown, self._collation[table], json)
        facts = self._facts.get(key)
        if facts is None:
            facts = self._facts[key] = _facts(self._live, *key)
        namespace, computed = self._live.namespace, facts[3]
        used = columns_in(computed.expression.sql) if computed else ()
        return Column(
            *(namespace, table, name, *facts[:-1], comment or None, facts[-1]),
            uses=tuple(column_key(namespace, table, column) for column in used),
        )


_Facts = tuple[
    Clause, bool, Clause | None, Computed | None, Identity | None, bool, DialectOptions
]
"""What columns with equal rows share: type, nullable, default, computed, identity, autoincrement,
options.
"""


def _facts(
    live: LiveNamespace,
    type_: str,
    collation: str | None,
    nullable: str,
    default: str | None,
    extra: str,
    expression: str | None,
    of_table: str | None,
    json: bool,
) -> _Facts:
    """Return the facts of a column from the fields of its row; ``of_table`` is the table's
    collation, and ``json`` says that a CHECK makes the column JSON.
    """
    computed = None
    if expression:
        computed = Computed(live.clause(expression), "STORED" in extra.upper())
    return (
        Clause(JSON, "JSON") if json else _type(type_, collation, of_table, live),
        nullable == "YES",
        None if computed else _default(default, extra, type_, live),
        computed,
        None,
        "auto_increment" in extra,
        _attributes(extra, live) if extra else (),
    )


def _type(
    sql: str, collation: str | None, of_table: str | None, live: LiveNamespace
) -> Clause:
    """Return the clause of the type ``sql``; ``of_table`` is the table's collation.

    The collation is always compared, and written where it differs from the table's.
    """
    if collation is None or base_name(sql) not in STRINGS:
        return Clause(sql, live.spelled(sql))
    written = sql if collation == of_table else f"{sql} COLLATE {collation}"
    return Clause(sql + COLLATE + collation, live.spelled(written))


def _default(
    default: str | None, extra: str, type_: str, live: LiveNamespace
) -> Clause | None:
    """Return the clause of a default, with the ON UPDATE that ``extra`` states."""
    text = default if live.server.quotes_defaults else _written(default, extra, type_)
    update = _UPDATE.search(extra) if "on update" in extra.lower() else None
    if update:
        text = (text or NULL) + ON_UPDATE + update[1]
    return None if text is None or text == NULL else live.clause(text)


def _written(default: str | None, extra: str, type_: str) -> str | None:
    """Write a default as SQL: MySQL shows the bare value, and marks an expression with
    DEFAULT_GENERATED.
    """
    if default is None:
        return None
    if "DEFAULT_GENERATED" in extra:
        now = default.upper().startswith("CURRENT_TIMESTAMP")
        return default if now else f"({default})"
    if base_name(type_) in STRINGS or not re.fullmatch(r"[-+0-9.eE]+|b'.*'", default):
        return quoted(default)
    return default


def _attributes(extra: str, live: LiveNamespace) -> DialectOptions:
    names = (name for word, name in ATTRIBUTES.items() if word in extra)
    return tuple(sorted((live.option(name), True) for name in names))
