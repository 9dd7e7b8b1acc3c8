"""Match indexes and constraints, which the server does not keep apart.

A unique index is a unique constraint, and each foreign key has an index, which the server creates
where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.dialects.mysql.automatic_names import automatic_name
from autodiff.dialects.mysql.server import Terms
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.index_declared import column_part
from autodiff.kinds.options import DialectOptions, options
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique

# --- unique indexes and unique constraints --------------------------------------------------------

_OF_THE_DATABASE = ("_comment", "_hidden")
"""Options that a live index may have and no model declares."""
_NOT_SHOWN = ("_using", "_with_parser")
"""Options that the catalog shows only for MEMORY tables."""


def unique_twins(
    declared: Sequence[Object], live: Sequence[Object], terms: Terms
) -> Sequence[Object]:
    """Turn a unique index into a unique constraint, or the reverse, where its live twin is one."""
    twins = {
        value.name.lower(): value
        for value in live
        if isinstance(value, Unique | Index) and value.name
    }
    return [_as_twin(value, twins) for value in declared]


def _as_twin(value: Object, twins: dict[str, Unique | Index]) -> Object:
    if not isinstance(value, Unique | Index) or not value.name:
        return value
    twin = twins.get(value.name.lower())
    if isinstance(value, Unique):
        return _unique_as_twin(value, twin)
    if twin is None:
        return value
    value = value.having(options=_filled(value.options, twin.options))
    if isinstance(twin, Unique) and _is_plain_unique(value):
        return Unique(value.namespace, value.table, value.name, value.plain_columns)
    return value


def _unique_as_twin(value: Unique, twin: Object | None) -> Unique | Index:
    """Return the live unique index of the same columns, or ``value`` without one.

    The reader makes an index, not a constraint, of a unique key with a comment.
    """
    if not isinstance(twin, Index) or not twin.unique:
        return value
    if not all(name.endswith(_OF_THE_DATABASE) for name, _ in twin.options):
        return value
    if twin.plain_columns != value.columns or not all(
        part.plain for part in twin.parts
    ):
        return value
    return replace(twin, name=value.name or twin.name)


def _filled(stated: DialectOptions, live: DialectOptions) -> DialectOptions:
    live_names = dict(live).keys()
    mine = {
        name: value
        for name, value in stated
        if name in live_names or not name.endswith(_NOT_SHOWN)
    }
    kept = {name: value for name, value in live if name.endswith(_OF_THE_DATABASE)}
    return options(kept | mine)


def _is_plain_unique(index: Index) -> bool:
    """Whether an index is nothing more than a unique constraint."""
    return (
        index.unique and not index.options and all(part.plain for part in index.parts)
    )


# --- indexes of foreign keys ----------------------------------------------------------------------


def kept_indexes(
    declared: Sequence[Object], live: Sequence[Object], terms: Terms
) -> Sequence[Object]:
    """Add the live indexes that foreign keys depend on and no model declares."""
    values = list(declared)
    for key in declared:
        if isinstance(key, ForeignKey) and not _has_index(key, values):
            index = _live_index(key, live, values)
            values += [index] if index else []
    return values


def new_indexes(
    declared: Sequence[Object], live: Sequence[Object], terms: Terms
) -> Sequence[Object]:
    """Add the indexes that the server would create for foreign keys.

    They are stated so that undoing the foreign key also drops its index.
    """
    values = list(declared)
    for key in declared:
        if isinstance(key, ForeignKey) and not _has_index(key, values):
            values.append(_new_index(key, values, terms.dialect))
    return values


def lacks_index(declared: Iterable[Object]) -> bool:
    """Whether a foreign key has no index."""
    values = list(declared)
    keys = (key for key in values if isinstance(key, ForeignKey))
    return any(not _has_index(key, values) for key in keys)


def _has_index(key: ForeignKey, values: Iterable[Object]) -> bool:
    return any(_begins_with(value, key.columns) for value in values)


def _begins_with(value: Object, columns: tuple[str, ...]) -> bool:
    """Whether an index begins with ``columns``, whole and in this order."""
    if isinstance(value, Index):
        return _whole(value.parts[: len(columns)]) == columns and not _is_special(value)
    if isinstance(value, (PrimaryKey, Unique)):
        return value.columns[: len(columns)] == columns
    return False


def _whole(parts: Iterable[IndexPart]) -> tuple[str | None, ...]:
    """Return the columns of an index, with None for an expression or a prefix of a column."""
    return tuple([part.column if part.length is None else None for part in parts])


def _is_special(index: Index) -> bool:
    return any(name.endswith("_prefix") for name, _ in index.options)


def _live_index(
    key: ForeignKey, live: Sequence[Object], stated: Sequence[Object]
) -> Index | None:
    """Return the live index over exactly these columns that is not in ``stated``, if there is one.

    One with a usual name is preferred.
    """
    stated_keys = {value.key for value in stated}
    candidates = [
        index
        for index in live
        if isinstance(index, Index)
        and not index.unique
        and len(index.parts) == len(key.columns)
        and _begins_with(index, key.columns)
        and index.key not in stated_keys
    ]
    usual = (key.name, key.columns[0])
    by_name = sorted(
        candidates, key=lambda index: (index.name not in usual, index.name)
    )
    return by_name[0] if by_name else None


def _new_index(key: ForeignKey, stated: Sequence[Object], dialect: Dialect) -> Index:
    """Return an index named like the foreign key.

    If that name is the server's own, the index is named like its first column.
    """
    parts = tuple(column_part(name, dialect) for name in key.columns)
    numbered = re.compile(rf"{re.escape(key.table)}_ibfk_\d+")
    index = Index(key.namespace, key.table, key.name or "", parts)
    if key.name and not numbered.fullmatch(key.name):
        return index
    taken = [value.key.name for value in stated if isinstance(value, Index | Unique)]
    name = automatic_name(index, taken)
    return Index(key.namespace, key.table, name or "", parts)
