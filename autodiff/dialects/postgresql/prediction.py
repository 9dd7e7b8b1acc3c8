"""Prediction: conditions of declared checks and partial indexes brought to the server's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from autodiff.core.clause import Clause
from autodiff.core.key import Key
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
    asking = {each.parent for each in values if _condition(each) is not None}
    types: dict[Key, dict[str, str]] = defaultdict(dict)
    for each in values:
        if isinstance(each, Column) and each.parent in asking:
            types[each.parent][each.name] = each.type.normal
    return [_predicted(each, types, quote) if asking else each for each in values]


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
    value: Object,
    types: Mapping[Key, Mapping[str, str]],
    quote: Callable[[str], str],
) -> Object:
    clause = _condition(value)
    if clause is None or value.parent is None:
        return value
    normal = predicted(clause.sql, types.get(value.parent, {}), quote)
    if normal is None:
        return value
    if isinstance(value, Check):
        return replace(value, condition=clause.with_normal(normal))
    assert isinstance(value, Index)
    return replace(value, where=clause.with_normal(normal))
