"""Verdicts: fields of two columns that somebody says are the same, or are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from autodiff.core.clause import Clause
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.frozen import frozen
from autodiff.kinds.column import Computed


@frozen
class Verdict:
    """The fields ``names`` of a column differ, or do not, whatever is in them."""

    names: tuple[str, ...]
    differs: bool


Verdicts = Mapping[Key, Iterable[Verdict]]


def without_differences(
    declared: Schema, reflected: Schema, verdicts: Verdicts
) -> Schema:
    """``declared`` with the live values in fields that are said to be the same."""
    changed: list[Object] = []
    for key, said in verdicts.items():
        names = [name for each in said if not each.differs for name in each.names]
        if names:
            live: dict[str, Any] = {
                name: getattr(reflected[key], name) for name in names
            }
            changed.append(replace(declared[key], **live))
    return declared.with_objects(changed)


def with_differences(declared: Schema, verdicts: Verdicts) -> Schema:
    """``declared`` compared as it is spelled, in fields that are said to differ: then the database
    is told that spelling, whatever it thinks of it.
    """
    changed: list[Object] = []
    for key, said in verdicts.items():
        names = [name for each in said if each.differs for name in each.names]
        spelled = {name: _as_spelled(getattr(declared[key], name)) for name in names}
        if spelled:
            changed.append(replace(declared[key], **spelled))
    return declared.with_objects(changed)


def _as_spelled(value: Any) -> Any:
    if isinstance(value, Clause):
        return value.with_normal(value.sql)
    if isinstance(value, Computed):
        return Computed(_as_spelled(value.expression), value.stored)
    return value
