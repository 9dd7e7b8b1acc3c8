"""Agreement: declared objects with what models leave open filled as the live database has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.postgresql.counting import sparse, sparse_sequence
from autodiff.dialects.postgresql.labels import with_rebuilds
from autodiff.dialects.postgresql.matching import with_names
from autodiff.dialects.postgresql.merged_keys import with_merged_keys
from autodiff.dialects.postgresql.names import sequence_name
from autodiff.dialects.postgresql.options import agreed_options
from autodiff.dialects.postgresql.prediction import with_predictions
from autodiff.kinds.check import Check
from autodiff.kinds.column import UNSTATED, Column, Identity
from autodiff.kinds.enum import Enum
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique

_NULL = re.compile(r"^\(*\s*NULL\s*\)*(?:::[\w .\"]+(?:\(\d+\))?(?:\[\])?)?$", re.I)
_NEXTVAL = re.compile(r"^nextval\('(?:.*\.)?\"?(?P<name>[^.\"]+)\"?'(?:::regclass)?\)$")


def agreed(declared: Schema, reflected: Schema, quote: Callable[[str], str]) -> Schema:
    """``declared`` in the words of ``reflected``, wherever the two mean the same.

    What the live schema has just so is settled: only the rest, mostly little, is gone through.
    """
    unlike = {key: declared[key] for key in declared.unlike(reflected)}
    settled = [value for key, value in declared.items() if key not in unlike]
    told = with_predictions(unlike, declared, quote)
    alike = with_merged_keys(told, declared, reflected)
    found = {key: _agreed(value, reflected) for key, value in alike.items()}
    named = with_names(found, settled, reflected)
    filled = {key: _with_live_options(x, reflected) for key, x in named.items()}
    marked = with_rebuilds(filled, settled, reflected)
    made = declared.with_states(dict.fromkeys(unlike) | marked)
    shared = tuple(_shared(declared, reflected))
    return Schema([*shared, *made.values()]) if shared else made


def _shared(declared: Schema, reflected: Schema) -> Iterator[Object]:
    """Types that only tables out of sight use: the models need not know them."""
    for key, each in reflected.items():
        if isinstance(each, Enum) and each.shared and key not in declared:
            yield each


def _agreed(value: Object, reflected: Schema) -> Object:
    how = _HOW.get(type(value))
    return value if how is None else how(value, reflected)


def _column(value: Column, reflected: Schema) -> Column:
    if value.default is None and value.identity is None:
        return value
    live = reflected.get(value.key)
    known = live if isinstance(live, Column) else None
    changes: dict[str, Any] = {}
    if value.default is UNSTATED or value.default == UNSTATED:
        changes = _as_live(known)
    elif value.default is not None and _NULL.match(value.default.sql):
        changes = {"default": _null(known)}
    elif known is not None and known.autoincrement and _takes_own_numbers(value):
        changes = {"default": None, "autoincrement": True}
    if value.identity is not None:
        counting = sparse(value.identity.counting, value.type.normal)
        changes["identity"] = Identity(value.identity.always, counting)
    return replace(value, **changes) if changes else value


def _as_live(live: Column | None) -> dict[str, Any]:
    """A default that the model leaves to the database is whatever the database has."""
    if live is None:
        return {"default": None}
    names = ("default", "computed", "identity", "autoincrement")
    return {name: getattr(live, name) for name in names}


def _null(live: Column | None) -> Clause | None:
    """DEFAULT NULL leaves no trace, but where a length makes it ``NULL::character varying``."""
    there = live.default if live is not None else None
    return there if there is not None and _NULL.match(there.sql) else None


def _takes_own_numbers(value: Column) -> bool:
    """Whether a stated default is what SERIAL stands for."""
    found = _NEXTVAL.match(value.default.sql) if value.default else None
    return found is not None and found["name"] == sequence_name(value.table, value.name)


def _sequence(value: CountingSequence, reflected: Schema) -> CountingSequence:
    return replace(value, counting=sparse_sequence(value.counting))


def _index(value: Index, reflected: Schema) -> Index:
    parts = tuple(_part(each) for each in value.parts)
    return value if parts == value.parts else replace(value, parts=parts)


def _part(part: IndexPart) -> IndexPart:
    """NULLS FIRST is what DESC means by itself, NULLS LAST what ASC means."""
    if part.nulls_first is not None and part.nulls_first == part.descending:
        return replace(part, nulls_first=None)
    return part


_HOW: dict[type[Object], Callable[[Any, Schema], Object]] = {
    Column: _column,
    CountingSequence: _sequence,
    Index: _index,
}


_WITH_OPTIONS = (Table, PrimaryKey, Unique, Check, ForeignKey, Index)


def _with_live_options(value: Object, reflected: Schema) -> Object:
    if not isinstance(value, _WITH_OPTIONS):
        return value
    live = reflected.get(value.key)
    theirs = live.options if isinstance(live, type(value)) else None
    if not value.options and not theirs:
        return value
    options = agreed_options(value.options, theirs)
    return value if options == value.options else replace(value, options=options)
