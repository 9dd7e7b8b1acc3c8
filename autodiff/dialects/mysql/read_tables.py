"""Tables and sequences as the catalog shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.dialects.mysql.catalog import SEQUENCE, Row
from autodiff.dialects.mysql.counting import without_defaults
from autodiff.dialects.mysql.place import Place
from autodiff.kinds.counting import Counting
from autodiff.kinds.options import Options, options
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table

_OPTION = re.compile(r"[`\"]?(\w+)[`\"]?=(?:'((?:[^']|'')*)'|(\S+))")
_UNCOMPARED = frozenset(("partitioned", "max_rows", "transactional"))
"""What CREATE_OPTIONS lists beside options that a model may state."""


def table(row: Row, place: Place) -> Table:
    name, type_, engine, collation, given, comment = row
    found = {place.option("engine"): engine, place.option("collate"): collation}
    charset = place.settings.charset_of.get(collation or "")
    found[place.option("charset")] = charset or (collation or "").partition("_")[0]
    if type_ == "SYSTEM VERSIONED":
        found[place.option("with")] = "SYSTEM VERSIONING"
    stated = dict(_create_options(given or "", place))
    return Table(place.namespace, name, comment or None, options(found | stated))


def _create_options(text: str, place: Place) -> Options:
    """``row_format=COMPRESSED key_block_size=8`` as options."""
    pairs = (
        (each[1].lower(), each[2] if each[2] is not None else each[3])
        for each in _OPTION.finditer(text)
    )
    return tuple(
        (place.option(name), value.replace("''", "'"))
        for name, value in pairs
        if name not in _UNCOMPARED
    )


def sequences(
    connection: Connection, names: Sequence[str], place: Place
) -> Iterator[CountingSequence]:
    """MariaDB shows what a sequence counts by only as the one row that it is; one query reads all."""
    if not names:
        return
    selects = (
        SEQUENCE.format(name=_escaped(name), place=_full_name(name, place))
        for name in names
    )
    query = sa.text("\nunion all\n".join(selects).replace(":", r"\:"))
    for name, start, step, low, high, cycle, cache in connection.execute(query):
        counting = Counting(start, step, low, high, bool(cycle), cache)
        yield CountingSequence(place.namespace, name, without_defaults(counting))


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace("'", "''")


def _full_name(name: str, place: Place) -> str:
    return f"{place.quoted(place.database)}.{place.quoted(name)}"
