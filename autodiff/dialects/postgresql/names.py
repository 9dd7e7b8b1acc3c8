"""Name constraints and sequences as PostgreSQL does by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from autodiff.core.object import Object
from autodiff.kinds.check import Check
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique

LIMIT = 63
"""Bytes of an identifier (NAMEDATALEN - 1)."""


def clipped(name: str) -> str:
    """Cut a name as the server cuts an identifier: whole characters within 63 bytes."""
    return _cut(name, LIMIT)


def _cut(name: str, size: int) -> str:
    return name.encode()[: max(size, 0)].decode(errors="ignore")


def joined(first: str, second: str, label: str) -> str:
    """Join ``first_second_label``, the longer of both cut first (makeObjectName)."""
    room = LIMIT - len(label) - 1 - (1 if second else 0)
    one, two = len(first.encode()), len(second.encode())
    while one + two > room:
        if one > two:
            one -= 1
        else:
            two -= 1
    parts = (_cut(first, one), _cut(second, two), label)
    return "_".join(part for part in parts if part)


def sequence_name(table: str, column: str) -> str:
    """Name the sequence of a serial or identity column."""
    return joined(table, column, "seq")


def automatic(value: Object, taken: Iterable[str]) -> str | None:
    """Name an unnamed constraint as CREATE TABLE would."""
    maker = _NAMES.get(type(value))
    return None if maker is None else _free(*maker(value), set(taken))


def _free(first: str, second: str, label: str, taken: Collection[str]) -> str:
    """Number a name that is taken, as the server does."""
    name, number = joined(first, second, label), 0
    while name in taken:
        number += 1
        name = joined(first, second, f"{label}{number}")
    return name


def _primary(value: PrimaryKey) -> tuple[str, str, str]:
    return value.table, "", "pkey"


def _unique(value: Unique) -> tuple[str, str, str]:
    return value.table, "_".join(value.columns), "key"


def _foreign(value: ForeignKey) -> tuple[str, str, str]:
    return value.table, "_".join(value.columns), "fkey"


def _check(value: Check) -> tuple[str, str, str]:
    """Take in the column's name where the condition names just one."""
    return value.table, value.columns[0] if len(value.columns) == 1 else "", "check"


def _exclude(value: Exclude) -> tuple[str, str, str]:
    return value.table, "_".join(value.columns), "excl"


_NAMES: dict[type[Object], Callable[..., tuple[str, str, str]]] = {
    PrimaryKey: _primary,
    Unique: _unique,
    ForeignKey: _foreign,
    Check: _check,
    Exclude: _exclude,
}
