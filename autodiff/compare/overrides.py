"""Verdicts: fields of columns that settings or hooks declare equal or different."""

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
    """The fields ``names`` of a column that count as different, or as equal, whatever they contain."""

    names: tuple[str, ...]
    differs: bool


Verdicts = Mapping[Key, Iterable[Verdict]]


def without_differences(
    declared: Schema, reflected: Schema, verdicts: Verdicts
) -> Schema:
    """Return ``declared`` with the live values in fields whose verdict is that they are equal."""
    changed: list[Object] = []
    for key, column_verdicts in verdicts.items():
        names = [
            name
            for verdict in column_verdicts
            if not verdict.differs
            for name in verdict.names
        ]
        if names:
            live: dict[str, Any] = {
                name: getattr(reflected[key], name) for name in names
            }
            changed.append(replace(declared[key], **live))
    return declared.with_objects(changed)


def with_differences(declared: Schema, verdicts: Verdicts) -> Schema:
    """Return ``declared`` with the spelling as the normal form in fields whose verdict is that they
    differ, so that this spelling is sent even where the database would not see a difference.
    """
    changed: list[Object] = []
    for key, column_verdicts in verdicts.items():
        names = [
            name
            for verdict in column_verdicts
            if verdict.differs
            for name in verdict.names
        ]
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
