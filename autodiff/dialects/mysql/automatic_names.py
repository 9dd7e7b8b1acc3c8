"""Names of constraints that models leave unnamed: those of their live twins, or as the server
would give them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import TypeVar

from autodiff.core.object import Object
from autodiff.dialects.mysql.server import Server
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.unique import Unique

N = TypeVar("N", bound=Constraint)


def named_keys(values: Sequence[Object], live: Sequence[Object]) -> list[Object]:
    """``values`` with each unique and foreign key named that is there."""
    result = _matched(values, live, Unique, lambda each: each.signature)
    result = _matched(result, live, ForeignKey, _content)
    return _matched(result, live, ForeignKey, lambda each: each.signature)


def _content(key: ForeignKey) -> object:
    return (key.signature, key.on_delete, key.on_update)


def _matched(
    values: Sequence[Object],
    live: Sequence[Object],
    kind: type[N],
    alike: Callable[[N], object],
) -> list[Object]:
    """Each unnamed value of ``kind`` takes the name of the first live one that is alike and that
    no other value claims.
    """
    if not any(isinstance(each, kind) and each.name is None for each in values):
        return list(values)
    claimed = {each.name for each in values if isinstance(each, kind)}
    free: dict[object, list[str | None]] = {}
    for each in live:
        if isinstance(each, kind) and each.name not in claimed:
            free.setdefault(alike(each), []).append(each.name)
    result: list[Object] = []
    for value in values:
        if isinstance(value, kind) and value.name is None:
            names = free.get(alike(value))
            value = replace(value, name=names.pop(0)) if names else value
        result.append(value)
    return result


def numbered(values: Sequence[Object]) -> list[Object]:
    """``values`` with each unique and foreign key named, new ones as the server would do it.

    What is live and not among ``values`` is about to go, and its name is free.
    """
    result: list[Object] = []
    for each in values:
        if isinstance(each, Unique | ForeignKey) and each.name is None:
            group = ForeignKey if isinstance(each, ForeignKey) else Unique | Index
            taken = [
                other.key.name
                for other in (*values, *result)
                if isinstance(other, group) and getattr(other, "name", None)
            ]
            each = replace(each, name=automatic_name(each, taken))
        result.append(each)
    return result


def automatic_name(value: Object, taken: Iterable[str | None]) -> str | None:
    """The server's own name: of a unique key its first column, of a foreign key the table with
    ``_ibfk_`` and one more than the highest number.
    """
    used = {each.lower() for each in taken if each}
    if isinstance(value, Unique | Index):
        columns = value.columns if isinstance(value, Unique) else value.plain_columns
        return next(each for each in _series(columns[0]) if each.lower() not in used)
    if isinstance(value, ForeignKey):
        pattern = re.compile(rf"{re.escape(value.table.lower())}_ibfk_(\d+)")
        numbers = [int(each[1]) for name in used if (each := pattern.fullmatch(name))]
        return f"{value.table}_ibfk_{max(numbers, default=0) + 1}"
    return None


def _series(first: str) -> Iterator[str]:
    yield first
    yield from (f"{first}_{number}" for number in count(2))


# --- checks ---------------------------------------------------------------------------------------


def named_checks(
    values: Sequence[Object], live: Sequence[Object], server: Server
) -> list[Object]:
    """``values`` with each CHECK named.

    A name of the server's own sort says nothing, so such a check is matched by its condition
    again each time: the first look may know the condition only as the model spells it.
    """
    open_ = [_without_own_name(each, server) for each in values]
    there = [each for each in live if isinstance(each, Check)]
    matched = _matched(open_, there, Check, lambda each: each.signature)
    options = {each.name: each.options for each in there}
    taken = {each.name for each in matched if isinstance(each, Check)}
    result: list[Object] = []
    for each in matched:
        if isinstance(each, Check):
            if each.name is None:
                own = (name for name in _own_names(each, server) if name not in taken)
                each = replace(each, name=_column_of(each) or next(own))
                taken.add(each.name)
            each = each.having(options=options.get(each.name, each.options))
        result.append(each)
    return result


def _without_own_name(value: Object, server: Server) -> Object:
    if not isinstance(value, Check) or value.name is None:
        return value
    pattern = r"CONSTRAINT_\d+" if server.mariadb else r".*_chk_\d+"
    return replace(value, name=None) if re.fullmatch(pattern, value.name) else value


def _column_of(check: Check) -> str | None:
    """The name of a check that is a part of a column is the column's (MariaDB)."""
    return next(
        (str(value) for name, value in check.options if name.endswith("_column")), None
    )


def _own_names(check: Check, server: Server) -> Iterator[str]:
    """The names that CREATE TABLE gives, in turn."""
    head = "CONSTRAINT_" if server.mariadb else f"{check.table}_chk_"
    return (f"{head}{number}" for number in count(1))
