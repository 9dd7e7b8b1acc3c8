"""The shape of a rule: an id, a name, a level, and the function that judges one operation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from autodiff.core.dialect import Dialect
from autodiff.core.schema import Schema
from autodiff.frozen import frozen
from autodiff.lint.change import Case
from autodiff.lint.finding import Finding

Level = Literal["error", "warning", "info"]


@frozen
class Rule:
    """A rule on operations. The docstring of its file is its documentation."""

    id: str
    name: str
    level: Level
    check: Callable[[Case], Iterator[Finding]]


@frozen
class SchemaRule:
    """A rule on a declared schema: objects that the database refuses to create."""

    id: str
    name: str
    level: Level
    check: Callable[[Schema, Dialect], Iterator[Finding]]
