"""Operations on enum types and sequences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.kinds.counting import Counting
from autodiff.kinds.enum import Enum
from autodiff.kinds.sequence import CountingSequence
from autodiff.operations.hand import dialect, hand


def create_enum(
    name: str,
    labels: Sequence[str],
    *,
    schema: str | None = None,
    if_not_exists: bool = False,
) -> None:
    """Create an enum type (PostgreSQL)."""
    hand([Create(_enum(name, labels, schema), if_not_exists=if_not_exists)])


def alter_enum(
    name: str,
    labels: Sequence[str],
    *,
    existing_labels: Sequence[str] | None = None,
    schema: str | None = None,
) -> None:
    """Change an enum type's labels; rows keep theirs, so a label in use cannot go."""
    before, after = _enum(name, existing_labels or (), schema), _enum(
        name, labels, schema
    )
    unknown = frozenset() if existing_labels is not None else frozenset({"labels"})
    hand([Alter(before, after, unknown)])


def drop_enum(name: str, *, schema: str | None = None, if_exists: bool = False) -> None:
    """Drop an enum type that no column uses."""
    hand(
        [
            Drop(
                _enum(name, (), schema),
                unknown=frozenset({"labels"}),
                if_exists=if_exists,
            )
        ]
    )


def rename_enum(old_name: str, new_name: str, *, schema: str | None = None) -> None:
    """Give an enum type another name."""
    before, after = _enum(old_name, (), schema), _enum(new_name, (), schema)
    hand([Rename(before, after, frozenset({"labels"}))])


def create_sequence(
    name: str,
    *,
    schema: str | None = None,
    if_not_exists: bool = False,
    **counting: Any,
) -> None:
    """Create a sequence; ``counting``: start, increment, minvalue, maxvalue, cycle, cache."""
    value = CountingSequence(dialect().namespace(schema), name, Counting(**counting))
    hand([Create(value, if_not_exists=if_not_exists)])


def alter_sequence(name: str, *, schema: str | None = None, **counting: Any) -> None:
    """Change how a sequence counts; ``existing_...`` says what it was."""
    old = {
        k.removeprefix("existing_"): v
        for k, v in counting.items()
        if k.startswith("existing_")
    }
    new = {k: v for k, v in counting.items() if not k.startswith("existing_")}
    place = (dialect().namespace(schema), name)
    hand(
        [
            Alter(
                CountingSequence(*place, Counting(**old)),
                CountingSequence(*place, Counting(**new)),
            )
        ]
    )


def drop_sequence(
    name: str, *, schema: str | None = None, if_exists: bool = False
) -> None:
    """Drop a sequence."""
    value = CountingSequence(dialect().namespace(schema), name)
    hand([Drop(value, unknown=frozenset({"counting"}), if_exists=if_exists)])


def _enum(name: str, labels: Sequence[str], schema: str | None) -> Enum:
    return Enum(dialect().namespace(schema), name, tuple(labels))
