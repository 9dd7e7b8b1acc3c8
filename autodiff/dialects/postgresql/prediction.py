"""Prediction: conditions of declared checks and partial indexes brought to the server's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from autodiff.core.clause import Clause
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.postgresql.conditions import predicted
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.index import Index


def with_predictions(
    objects: Mapping[Key, Object], declared: Schema, quote: Callable[[str], str]
) -> dict[Key, Object]:
    """``objects`` of ``declared`` with the server's text of each condition that can be told here."""
    waiting = {
        key: (value, clause)
        for key, value in objects.items()
        if isinstance(value, (Check, Index))
        and (clause := _condition(value)) is not None
    }
    types: dict[Place, dict[str, str]] = {
        (each.namespace, each.table): {} for each, _ in waiting.values()
    }
    for each in declared.values() if waiting else ():
        if isinstance(each, Column):
            known = types.get((each.namespace, each.table))
            if known is not None:
                known[each.name] = each.type.normal
    told = _Told(quote)
    result = dict(objects)
    for key, (value, clause) in waiting.items():
        normal = told.text(clause.sql, types[value.namespace, value.table])
        if normal is not None:
            result[key] = _with_condition(value, clause.with_normal(normal))
    return result


Place = tuple[str, str]
"""Namespace and table."""


def _condition(value: Check | Index) -> Clause | None:
    """The condition of a check or partial index, as long as nobody has told its normal form."""
    clause = value.condition if isinstance(value, Check) else value.where
    if clause is None or clause.normal != " ".join(clause.sql.split()):
        return None
    return clause


def _with_condition(value: Check | Index, clause: Clause) -> Object:
    if isinstance(value, Check):
        return replace(value, condition=clause)
    return replace(value, where=clause)


class _Told:
    """The server's texts, each told once for all tables where the columns that were looked at
    while it was told have the same types.
    """

    def __init__(self, quote: Callable[[str], str]) -> None:
        self._quote = quote
        self._columns: dict[str, tuple[str, ...]] = {}
        self._texts: dict[tuple[str | None, ...], str | None] = {}

    def text(self, sql: str, types: Mapping[str, str]) -> str | None:
        columns = self._columns.get(sql, ())
        known = (sql, *[types.get(each) for each in columns])
        if known in self._texts:
            return self._texts[known]
        noting = _Noting(types)
        text = predicted(sql, noting, self._quote)
        columns = tuple(dict.fromkeys((*columns, *noting.asked)))
        self._columns[sql] = columns
        self._texts[sql, *[types.get(each) for each in columns]] = text
        return text


class _Noting(Mapping[str, str]):
    """Types by column that note which columns are asked for, in whatever way."""

    def __init__(self, types: Mapping[str, str]) -> None:
        self._types = types
        self.asked: list[str] = []

    def __getitem__(self, name: str) -> str:
        self.asked.append(name)
        return self._types[name]

    def __iter__(self) -> Iterator[str]:
        self.asked.extend(self._types)
        return iter(self._types)

    def __len__(self) -> int:
        return len(self._types)
