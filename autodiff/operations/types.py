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
    """Create an enum type with ``labels``, in their order (PostgreSQL).

    ``schema`` is its namespace, None the default one; ``if_not_exists`` skips a type that exists.
    """
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
    """Change an enum type's labels to ``labels``, in their order (PostgreSQL).

    Rows keep their labels, so a label in use cannot be removed. ``renamed_labels`` gives new names
    by old ones; rows get the new name. ``existing_labels`` are the labels before: with them the
    operation can be undone. ``schema`` is the type's namespace, None the default one.

    New labels are added in place. If a label is removed or moved, the type is re-created;
    ``rebuild=True`` re-creates it in any case, so that the same transaction may use a new label.
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
    """Drop an enum type that no column uses; ``if_exists`` skips one that does not exist."""
    hand([Drop(_enum(name, (), schema), (), _LABELS, if_exists)])


@strict()
def rename_enum(old_name: str, new_name: str, *, schema: str | None = None) -> None:
    """Rename an enum type; columns of the type keep it."""
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
    """Create a sequence; the server chooses what is None.

    ``start`` to ``cache`` are the clauses of CREATE SEQUENCE, ``data_type`` is SQL ("bigint").
    ``schema`` is its namespace, None the default one; ``if_not_exists`` skips one that exists.
    """
    counting = Counting(start, increment, minvalue, maxvalue, cycle, cache, data_type)
    value = CountingSequence(dialect().namespace(schema), name, counting)
    hand([Create(value, if_not_exists=if_not_exists)])


@strict(own=_WORDS)
def alter_sequence(name: str, *, schema: str | None = None, **counting: Any) -> None:
    """Change how a sequence counts; ``counting`` are arguments of :func:`create_sequence`.

    ``existing_...`` says what an argument was; one that is only given so stays. Raises
    KeywordUnknown for any other argument.
    """
    old = {
        word.removeprefix("existing_"): value
        for word, value in counting.items()
        if word.startswith("existing_")
    }
    new = {
        word: value
        for word, value in counting.items()
        if not word.startswith("existing_")
    }
    place = (dialect().namespace(schema), name)
    before, after = Counting(**old), Counting(**(old | new))
    hand([Alter(CountingSequence(*place, before), CountingSequence(*place, after))])


@strict()
def rename_sequence(old_name: str, new_name: str, *, schema: str | None = None) -> None:
    """Rename a sequence."""
    namespace = dialect().namespace(schema)
    before, after = (CountingSequence(namespace, each) for each in (old_name, new_name))
    hand([Rename(before, after, _COUNTING)])


@strict()
def drop_sequence(
    name: str, *, schema: str | None = None, if_exists: bool = False
) -> None:
    """Drop a sequence; ``if_exists`` skips one that does not exist."""
    value = CountingSequence(dialect().namespace(schema), name)
    hand([Drop(value, (), _COUNTING, if_exists)])


def _enum(name: str, labels: Sequence[str], schema: str | None) -> Enum:
    return Enum(dialect().namespace(schema), name, tuple(labels))
