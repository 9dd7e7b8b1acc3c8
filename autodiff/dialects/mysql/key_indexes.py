"""Implicit indexes: the server makes one for each foreign key that finds none, and calls it so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.dialects.mysql.names import automatic_name
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


def kept_indexes(declared: Sequence[Object], live: Sequence[Object]) -> list[Index]:
    """The live indexes that foreign keys of ``declared`` need and no model states."""
    kept: list[Index] = []
    for key in declared:
        if isinstance(key, ForeignKey) and not _served(key, [*declared, *kept]):
            index = _live_index(key, live, [*declared, *kept])
            kept += [index] if index else []
    return kept


def new_indexes(declared: Sequence[Object]) -> list[Index]:
    """The indexes that the server would make for foreign keys of ``declared``.

    They are stated, so that what undoes the foreign key drops its index as well.
    """
    made: list[Index] = []
    for key in declared:
        if isinstance(key, ForeignKey) and not (
            _served(key, declared) or _served(key, made)
        ):
            made.append(_new_index(key, [*declared, *made]))
    return made


def _served(key: ForeignKey, values: Iterable[Object]) -> bool:
    columns = key.columns
    return any(_begins_with(each, columns) for each in values)


def _begins_with(value: Object, columns: tuple[str, ...]) -> bool:
    """Whether an index has ``columns`` first, whole and in this order."""
    if isinstance(value, Index):
        return _whole(value.parts[: len(columns)]) == columns and not _is_special(value)
    if isinstance(value, (PrimaryKey, Unique)):
        return value.columns[: len(columns)] == columns
    return False


def _whole(parts: Iterable[IndexPart]) -> tuple[str | None, ...]:
    """The columns of an index, None for expressions and where a column's beginning is all."""
    return tuple([each.column if each.length is None else None for each in parts])


def _is_special(index: Index) -> bool:
    return any(name.endswith("_prefix") for name, _ in index.options)


def _live_index(
    key: ForeignKey, live: Sequence[Object], made: Sequence[Object]
) -> Index | None:
    """The live index over just these columns that no model states, by its usual names first."""
    stated = {each.key for each in made}
    found = [
        each
        for each in live
        if isinstance(each, Index)
        and not each.unique
        and len(each.parts) == len(key.columns)
        and _begins_with(each, key.columns)
        and each.key not in stated
    ]
    usual = (key.name, key.columns[0])
    return min(
        found, key=lambda each: (each.name not in usual, each.name), default=None
    )


def _new_index(key: ForeignKey, made: Sequence[Object]) -> Index:
    """Called as the foreign key is; where the server would name that, as its first column."""
    parts = tuple(IndexPart(Clause(f"`{each}`", each), each) for each in key.columns)
    own = re.compile(rf"{re.escape(key.table)}_ibfk_\d+")
    index = Index(key.namespace, key.table, key.name or "", parts)
    if key.name and not own.fullmatch(key.name):
        return index
    taken = [each.key.name for each in made if isinstance(each, Index | Unique)]
    name = automatic_name(index, taken)
    return Index(key.namespace, key.table, name or "", parts)
