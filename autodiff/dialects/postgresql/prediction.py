"""Prediction: conditions of declared checks and partial indexes brought to the server's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.dialects.postgresql.conditions import predicted
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.index import Index


def with_predictions(
    objects: Iterable[Object], quote: Callable[[str], str]
) -> list[Object]:
    """``objects`` with the server's text of each condition that can be told here."""
    values = list(objects)
    found = ((position, _condition(each)) for position, each in enumerate(values))
    waiting = {position: clause for position, clause in found if clause is not None}
    asking = {_place(values[position]) for position in waiting}
    types: dict[Place, dict[str, str]] = defaultdict(dict)
    for each in values if asking else ():
        if isinstance(each, Column) and (each.namespace, each.table) in asking:
            types[each.namespace, each.table][each.name] = each.type.normal
    for position, clause in waiting.items():
        known = types.get(_place(values[position]), {})
        values[position] = _predicted(values[position], clause, known, quote)
    return values


Place = tuple[str, str]
"""Namespace and table."""


def _place(value: Object) -> Place:
    return value.key.namespace, value.key.table


def _condition(value: Object) -> Clause | None:
    """The condition of a check or partial index, as long as nobody has told its normal form."""
    clause = None
    if isinstance(value, Check):
        clause = value.condition
    elif isinstance(value, Index):
        clause = value.where
    if clause is None or clause.normal != " ".join(clause.sql.split()):
        return None
    return clause


def _predicted(
    value: Object, clause: Clause, types: Mapping[str, str], quote: Callable[[str], str]
) -> Object:
    normal = predicted(clause.sql, types, quote)
    if normal is None:
        return value
    if isinstance(value, Check):
        return replace(value, condition=clause.with_normal(normal))
    assert isinstance(value, Index)
    return replace(value, where=clause.with_normal(normal))
