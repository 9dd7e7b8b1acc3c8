"""Make foreign keys and CHECK constraints of the catalog's rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from autodiff.dialects.mysql.catalog import CatalogRow, CatalogRows, LiveNamespace
from autodiff.kinds.check import Check
from autodiff.kinds.foreign_key import ForeignKey

NO_ACTION = ("RESTRICT", "NO ACTION")
"""InnoDB checks at once, so both refuse in the same way, as does a missing clause."""


def foreign_keys(
    keys: CatalogRows, actions: CatalogRows, live: LiveNamespace
) -> Iterator[ForeignKey]:
    """Build foreign keys from one row per column, and from the rows of their actions."""
    rules = {(row[0], row[1]): (row[2], row[3]) for row in actions}
    for (table, name), group in groupby(keys, itemgetter(0, 1)):
        ends = list(group)
        on_delete, on_update = rules.get((table, name), (None, None))
        yield ForeignKey(
            live.namespace,
            table,
            name,
            tuple(row[2] for row in ends),
            live.namespace_of(ends[0][3]),
            ends[0][4],
            tuple(row[5] for row in ends),
            action(on_delete),
            action(on_update),
        )


def action(rule: str | None) -> str | None:
    """Return ON DELETE or ON UPDATE; None where it only refuses."""
    return None if rule in NO_ACTION else rule


def check(row: CatalogRow, live: LiveNamespace) -> Check:
    """Build a CHECK; one that is part of a column states the column in an option (MariaDB)."""
    table, name, condition, level = row
    options = ((live.option("column"), name),) if level == "Column" else ()
    columns = columns_in(condition)
    clause = live.clause(condition)
    return Check(live.namespace, table, name, clause, options, columns=columns)


_QUOTED = re.compile(
    r"'(?:[^'\\]|\\.|'')*'|`(?P<back>(?:[^`]|``)+)`|\"(?P<double>(?:[^\"]|\"\")+)\""
)


@lru_cache(4096)
def columns_in(condition: str) -> tuple[str, ...]:
    """Return the columns that a CHECK names: the server quotes them and nothing else, in backticks,
    or in double quotes where it runs with ANSI_QUOTES.
    """
    names = []
    for match in _QUOTED.finditer(condition):
        if match["back"]:
            names.append(match["back"].replace("``", "`"))
        elif match["double"]:
            names.append(match["double"].replace('""', '"'))
    return tuple(dict.fromkeys(names))
