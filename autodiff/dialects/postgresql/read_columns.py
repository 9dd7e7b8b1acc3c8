"""Make columns of the catalog's rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.dialects.postgresql.expressions import respelled
from autodiff.dialects.postgresql.read_types import EnumRow, SequenceRow
from autodiff.dialects.postgresql.types import spelled
from autodiff.kinds.column import Column, Computed, Identity
from autodiff.kinds.keys import column_key

_NEXTVAL = re.compile(
    r"^nextval\('(?:.*\.)?(?:\"(?P<quoted>(?:[^\"]|\"\")+)\"|(?P<plain>[^.\"]+))'::regclass\)$"
)
_IDENTIFIER = re.compile(r"'(?:[^']|'')*'|\"((?:[^\"]|\"\")+)\"|([^\W\d]\w*)")


class ColumnReader:
    """Makes columns of rows, and keeps what constraints and indexes look up by column number.

    ``places`` are (namespace, table) by the oid of the table, ``enums`` are by the oid of the type.
    """

    def __init__(
        self,
        dialect: Dialect,
        places: Mapping[int, tuple[str, str]],
        enums: Mapping[int, EnumRow],
        sequences: Iterable[SequenceRow],
    ) -> None:
        self._dialect = dialect
        self._places = places
        self._enums = enums
        self._owned = {row.owner: row for row in sequences if row.owner}
        self._defaults: dict[str, Clause] = {}
        self._types: dict[tuple[str, str | None, int], Clause] = {}
        self.names: dict[int, dict[int, str]] = defaultdict(dict)
        self.uses: dict[int, dict[str, Key]] = defaultdict(dict)

    def columns(self, rows: Iterable[Any]) -> dict[int, list[Column]]:
        """Return the columns of each table in order; ``rows`` come in the order of tables."""
        columns: dict[int, list[Column]] = {}
        for table, group in groupby(rows, itemgetter(0)):
            if table in self._places:
                wanted = list(group)
                self.names[table] = {row[1]: row[2] for row in wanted}
                columns[table] = [self._column(*row) for row in wanted]
        return columns

    def _column(
        self,
        table: int,
        number: int,
        name: str,
        type_: str,
        collation: str | None,
        not_null: bool,
        expression: str | None,
        identity: str,
        generated: str,
        comment: str | None,
        type_oid: int,
    ) -> Column:
        """Make a column of the fields of its row, which are those of ``columns_query``."""
        namespace, table_name = self._places[table]
        enum = self._enums.get(type_oid)
        if enum is not None:
            self.uses[table][name] = enum.key
        serial = not identity and self._is_serial(table, number, expression)
        computed = counting = default = None
        if generated and expression is not None:
            computed = self._computed(expression, generated)
        elif identity:
            counting = self._identity(table, number, identity)
        elif expression and not serial:
            default = self._default(expression)
        return Column(
            namespace,
            table_name,
            name,
            self._type(type_, collation, type_oid),
            not not_null,
            default,
            computed,
            counting,
            serial,
            comment or None,
            (),
            self._uses(table, enum, expression) if generated else _uses(enum),
        )

    def _computed(self, expression: str, generated: str) -> Computed:
        return Computed(Clause(expression, respelled(expression)), generated == "s")

    def _default(self, expression: str) -> Clause:
        """Return one value for all equal defaults."""
        clause = self._defaults.get(expression)
        if clause is None:
            clause = self._defaults[expression] = Clause(expression, expression)
        return clause

    def _type(self, type_: str, collation: str | None, oid: int) -> Clause:
        """Return one value for all columns of a type."""
        key = (type_, collation, oid)
        if key not in self._types:
            text = f'{type_} COLLATE "{collation}"' if collation else type_
            enum = self._enums.get(oid)
            source: object = None
            if enum is not None:
                source = enum.source if not type_.endswith("[]") else None
            normal = self._dialect.normal_type(text)
            self._types[key] = Clause(normal, spelled(normal), source)
        return self._types[key]

    def _is_serial(self, table: int, number: int, expression: str | None) -> bool:
        """Whether the default takes its numbers from the sequence that the column owns."""
        owned = self._owned.get((table, number))
        match = _NEXTVAL.match(expression or "") if owned is not None else None
        if owned is None or match is None:
            return False
        name = match["plain"] or match["quoted"].replace('""', '"')
        return name.replace("''", "'") == owned.name

    def _identity(self, table: int, number: int, identity: str) -> Identity:
        owned = self._owned.get((table, number))
        always = identity == "a"
        return Identity(always, owned.identity_counting) if owned else Identity(always)

    def _uses(
        self, table: int, enum: EnumRow | None, expression: str | None
    ) -> tuple[Key, ...]:
        uses = [] if enum is None else [enum.key]
        if expression is not None:
            uses += [
                column_key(*self._places[table], name)
                for name in self.mentioned(table, expression)
            ]
        return tuple(uses)

    def mentioned(self, table: int, expression: str) -> tuple[str, ...]:
        """List the table's columns that an expression of the server mentions."""
        names = set(self.names[table].values())
        words = (
            quoted.replace('""', '"') or plain
            for quoted, plain in _IDENTIFIER.findall(expression)
        )
        return tuple(dict.fromkeys(word for word in words if word in names))

    def types_of(self, table: int, columns: Iterable[str]) -> tuple[Key, ...]:
        """List the enum types of ``columns``."""
        uses = self.uses.get(table)
        if not uses:
            return ()
        return tuple(dict.fromkeys([uses[name] for name in columns if name in uses]))


def _uses(enum: EnumRow | None) -> tuple[Key, ...]:
    return () if enum is None else (enum.key,)
