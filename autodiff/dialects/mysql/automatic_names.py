"""Name constraints that models leave unnamed: as their live twins, or as the server would."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import TypeVar

from autodiff.core.object import Object
from autodiff.dialects.mysql.server import Server, Terms
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.unique import Unique

NamedConstraint = TypeVar("NamedConstraint", bound=Constraint)


def live_names(
    declared: Sequence[Object], live: Sequence[Object], terms: Terms
) -> Sequence[Object]:
    """Give unnamed unique constraints and foreign keys the names of their live twins."""
    values = _named_as_twins(declared, live, Unique, lambda value: value.signature)
    values = _named_as_twins(values, live, ForeignKey, _content)
    return _named_as_twins(values, live, ForeignKey, lambda value: value.signature)


def _content(key: ForeignKey) -> object:
    return (key.signature, key.on_delete, key.on_update)


def _named_as_twins(
    declared: Sequence[Object],
    live: Sequence[Object],
    kind: type[NamedConstraint],
    alike: Callable[[NamedConstraint], object],
) -> Sequence[Object]:
    """Return ``declared`` with names for the unnamed values of ``kind``.

    Each one takes the name of the first value of ``live`` for which ``alike`` gives an equal result
    and whose name no declared value has.
    """
    if not any(isinstance(value, kind) and value.name is None for value in declared):
        return declared
    claimed = {value.name for value in declared if isinstance(value, kind)}
    free: dict[object, list[str | None]] = {}
    for twin in live:
        if isinstance(twin, kind) and twin.name not in claimed:
            free.setdefault(alike(twin), []).append(twin.name)
    result: list[Object] = []
    for value in declared:
        if isinstance(value, kind) and value.name is None:
            names = free.get(alike(value))
            value = replace(value, name=names.pop(0)) if names else value
        result.append(value)
    return result


def server_names(
    declared: Sequence[Object], live: Sequence[Object], terms: Terms
) -> Sequence[Object]:
    """Name new unique constraints and foreign keys as the server would.

    Live names that no model declares are free, since their constraints will be dropped.
    """
    result: list[Object] = []
    for value in declared:
        if isinstance(value, Unique | ForeignKey) and value.name is None:
            group = ForeignKey if isinstance(value, ForeignKey) else Unique | Index
            taken = [
                other.key.name
                for other in (*declared, *result)
                if isinstance(other, group) and getattr(other, "name", None)
            ]
            value = replace(value, name=automatic_name(value, taken))
        result.append(value)
    return result


def automatic_name(value: Object, taken: Iterable[str | None]) -> str | None:
    """Return the server's own name for ``value``; None for kinds other than keys and indexes.

    A unique key is named like its first column, a foreign key like its table with ``_ibfk_`` and
    one more than the highest number. ``taken`` are the names in use.
    """
    used = {name.lower() for name in taken if name}
    if isinstance(value, Unique | Index):
        columns = value.columns if isinstance(value, Unique) else value.plain_columns
        return next(name for name in _series(columns[0]) if name.lower() not in used)
    if isinstance(value, ForeignKey):
        pattern = re.compile(rf"{re.escape(value.table.lower())}_ibfk_(\d+)")
        matches = (pattern.fullmatch(name) for name in used)
        numbers = [int(match[1]) for match in matches if match]
        return f"{value.table}_ibfk_{max(numbers, default=0) + 1}"
    return None


def _series(first: str) -> Iterator[str]:
    yield first
    yield from (f"{first}_{number}" for number in count(2))


# --- checks ---------------------------------------------------------------------------------------


def check_names(
    declared: Sequence[Object], live: Sequence[Object], terms: Terms
) -> Sequence[Object]:
    """Name each CHECK, and mark those that are part of a column in the live table.

    A name of the server's own pattern is ignored: such a CHECK is matched by its condition.
    """
    server = terms.server
    unnamed = [_without_own_name(value, server) for value in declared]
    live_checks = [value for value in live if isinstance(value, Check)]
    matched = _named_as_twins(
        unnamed, live_checks, Check, lambda check: check.signature
    )
    options = {check.name: check.options for check in live_checks}
    taken = {value.name for value in matched if isinstance(value, Check)}
    result: list[Object] = []
    for value in matched:
        if isinstance(value, Check):
            if value.name is None:
                own = (name for name in _own_names(value, server) if name not in taken)
                value = replace(value, name=_column_of(value) or next(own))
                taken.add(value.name)
            value = value.having(options=options.get(value.name, value.options))
        result.append(value)
    return result


def _without_own_name(value: Object, server: Server) -> Object:
    if not isinstance(value, Check) or value.name is None:
        return value
    pattern = r"CONSTRAINT_\d+" if server.mariadb else r".*_chk_\d+"
    return replace(value, name=None) if re.fullmatch(pattern, value.name) else value


def _column_of(check: Check) -> str | None:
    """Return the name of a CHECK that is part of a column: the column's (MariaDB)."""
    names = (str(value) for name, value in check.options if name.endswith("_column"))
    return next(names, None)


def _own_names(check: Check, server: Server) -> Iterator[str]:
    """Return the names that CREATE TABLE gives, in order."""
    head = "CONSTRAINT_" if server.mariadb else f"{check.table}_chk_"
    return (f"{head}{number}" for number in count(1))
