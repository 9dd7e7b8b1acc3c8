"""Operations on enum types and sequences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from autodiff.core.knowledge import only_before
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.kinds.counting import Counting
from autodiff.kinds.enum import Enum
from autodiff.kinds.sequence import CountingSequence
from autodiff.operations.handover import dialect, hand
from autodiff.operations.keywords import strict

_LABELS = frozenset({"labels"})
_COUNTING = frozenset({"counting"})
_WORDS = tuple(each.name for each in fields(Counting))


@strict()
def create_enum(
    name: str,
    labels: Sequence[str],
    *,
    schema: str | None = None,
    if_not_exists: bool = False,
) -> None:
    """Create an enum type (PostgreSQL)."""
    hand([Create(_enum(name, labels, schema), if_not_exists=if_not_exists)])


@strict()
def alter_enum(
    name: str,
    labels: Sequence[str],
    *,
    existing_labels: Sequence[str] | None = None,
    rebuild: bool = False,
    renamed_labels: Mapping[str, str] | None = None,
    schema: str | None = None,
) -> None:
    """Change an enum type's labels; rows keep theirs, so a label in use cannot go.

    ``renamed_labels`` says by old names the new ones of labels that rows keep under them.

    Labels are added in place; if one goes or changes its place, the type is made anew.
    ``rebuild=True`` makes it anew in any case, so that the same transaction may use a new label.
    """
    before = _enum(name, existing_labels or (), schema)
    place = (before.namespace, name)
    after = Enum(*place, tuple(labels), rebuild=rebuild)
    unknown: frozenset[str] = frozenset()
    if existing_labels is None:
        unknown = only_before(_LABELS)
    inner_renames = tuple((renamed_labels or {}).items())
    hand([Alter(before, after, unknown, inner_renames=inner_renames)])


@strict()
def drop_enum(name: str, *, schema: str | None = None, if_exists: bool = False) -> None:
    """Drop an enum type that no column uses."""
    hand([Drop(_enum(name, (), schema), (), _LABELS, if_exists)])


@strict()
def rename_enum(old_name: str, new_name: str, *, schema: str | None = None) -> None:
    """Give an enum type another name."""
    before, after = _enum(old_name, (), schema), _enum(new_name, (), schema)
    hand([Rename(before, after, _LABELS)])


@strict()
def create_sequence(
    name: str,
    *,
    schema: str | None = None,
    if_not_exists: bool = False,
    start: int | None = None,
    increment: int | None = None,
    minvalue: int | None = None,
    maxvalue: int | None = None,
    cycle: bool = False,
    cache: int | None = None,
    data_type: str | None = None,
) -> None:
    """Create a sequence; what is None is left to the server. ``data_type`` is SQL ("bigint")."""
    counting = Counting(start, increment, minvalue, maxvalue, cycle, cache, data_type)
    value = CountingSequence(dialect().namespace(schema), name, counting)
    hand([Create(value, if_not_exists=if_not_exists)])


@strict(own=_WORDS)
def alter_sequence(name: str, *, schema: str | None = None, **counting: Any) -> None:
    """Change how a sequence counts: the arguments of :func:`create_sequence`.

    ``existing_...`` says what each was; what only that names stays as it is.
    """
    old = {
        each.removeprefix("existing_"): value
        for each, value in counting.items()
        if each.startswith("existing_")
    }
    new = {
        each: value
        for each, value in counting.items()
        if not each.startswith("existing_")
    }
    place = (dialect().namespace(schema), name)
    before, after = Counting(**old), Counting(**(old | new))
    hand([Alter(CountingSequence(*place, before), CountingSequence(*place, after))])


@strict()
def rename_sequence(old_name: str, new_name: str, *, schema: str | None = None) -> None:
    """Give a sequence another name."""
    namespace = dialect().namespace(schema)
    before, after = (CountingSequence(namespace, each) for each in (old_name, new_name))
    hand([Rename(before, after, _COUNTING)])


@strict()
def drop_sequence(
    name: str, *, schema: str | None = None, if_exists: bool = False
) -> None:
    """Drop a sequence."""
    value = CountingSequence(dialect().namespace(schema), name)
    hand([Drop(value, (), _COUNTING, if_exists)])


def _enum(name: str, labels: Sequence[str], schema: str | None) -> Enum:
    return Enum(dialect().namespace(schema), name, tuple(labels))
