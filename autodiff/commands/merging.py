"""A revision that merges lines, and the objects that more than one line touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from autodiff.commands.database import NO_OPTIONS, Options
from autodiff.commands.project import graph_of
from autodiff.commands.recording import items_of
from autodiff.commands.writing import (
    USUAL,
    GraphPosition,
    NewRevision,
    new_draft,
    write_empty,
)
from autodiff.core.key import Key
from autodiff.core.operation import Create, Operation, made, unmade
from autodiff.dialects.registry import dialect_named, neutral_dialect
from autodiff.errors.writing import MergeOfOne
from autodiff.execute.item import Group, Item
from autodiff.frozen import frozen
from autodiff.revisions.graph import Graph, closure
from autodiff.settings import Settings


@frozen
class Overlap:
    """An object that more than one line touches, and the revisions that do."""

    key: Key
    revisions: tuple[str, ...]


@frozen
class Merge:
    """A merge that was written.

    ``overlaps`` are the objects that more than one line touches; ``unknown`` are the revisions that
    also do what cannot be known without a database (SQL of their own, looks at live data).
    """

    written: NewRevision
    overlaps: tuple[Overlap, ...]
    unknown: tuple[str, ...]


def merge(
    settings: Settings,
    addresses: Sequence[str] = ("heads",),
    message: str | None = None,
    place: GraphPosition = USUAL,
    wishes: Options = NO_OPTIONS,
) -> Merge:
    """Write an empty revision with ``message`` that follows all of ``addresses``; ``place`` gives
    its id, label and folder.

    Raises MergeOfOne, NotAHead (unless ``place.splice``), ScriptNotRecorded.
    """
    graph = graph_of(settings)
    chosen = replace(place, head=tuple(addresses))
    draft = new_draft(settings, graph, message or "", chosen)
    lines = draft.down_revisions
    if len(lines) < 2:
        raise MergeOfOne(lines)
    draft = replace(draft, message=message or f"Merge {' and '.join(lines)}")
    overlaps, unknown = touched_by_several(settings, graph, lines)
    written = write_empty(settings, draft, place.version_path, wishes)
    return Merge(written, overlaps, unknown)


def touched_by_several(
    settings: Settings, graph: Graph, lines: Sequence[str]
) -> tuple[tuple[Overlap, ...], tuple[str, ...]]:
    """Return the objects that more than one of ``lines`` touches, and the revisions of which not
    all is known.
    """
    dialect = dialect_named(settings.url) if settings.url else neutral_dialect()
    below = [closure((one,), graph.needs) for one in lines]
    own = set[str]().union(*below) - below[0].intersection(*below)
    revisions = [one for one in graph.order if one in own]
    overlaps: dict[Overlap, None] = {}
    unknown: dict[str, None] = {}
    for suffix in settings.suffixes:
        name = f"upgrade{suffix}"
        items = {id_: items_of(graph.headers[id_], name, dialect) for id_ in revisions}
        touches = {id_: _touches(handed) for id_, handed in items.items()}
        overlaps.update(dict.fromkeys(_overlaps(touches, below)))
        unknown.update(
            (id_, None) for id_, handed in items.items() if not _is_known(handed)
        )
    return tuple(overlaps), tuple(unknown)


def _is_known(items: Iterable[Item]) -> bool:
    return all(isinstance(item, Group) for item in items)


def _touches(items: Iterable[Item]) -> Mapping[Key, bool]:
    """Return each key that is touched, and whether all below it is touched with it."""
    touched: dict[Key, bool] = {}
    for item in items:
        for operation in item.operations if isinstance(item, Group) else ():
            for key in _keys(operation):
                whole = not isinstance(operation, Create) and key.kind == "table"
                touched[key] = touched.get(key, False) or whole
    return touched


def _keys(operation: Operation) -> Iterable[Key]:
    """Return the keys of the object and its parts, under the old name and the new one."""
    return (each.key for each in (*made(operation), *unmade(operation)))


def _overlaps(
    touches: Mapping[str, Mapping[Key, bool]], lines: Sequence[set[str]]
) -> tuple[Overlap, ...]:
    by_key: dict[Key, dict[str, None]] = {}
    for revision, keys in touches.items():
        for key in keys:
            by_key.setdefault(key, {})[revision] = None
    for revision, keys in touches.items():
        for key in (key for key, whole in keys.items() if whole):
            for other in [each for each in by_key if _is_below(each, key)]:
                by_key[other][revision] = None
    return tuple(
        Overlap(key, tuple(revisions))
        for key, revisions in sorted(by_key.items())
        if _are_on_several(revisions, lines)
    )


def _is_below(key: Key, table: Key) -> bool:
    return (key.namespace, key.table) == (table.namespace, table.name)


def _are_on_several(revisions: Iterable[str], lines: Sequence[set[str]]) -> bool:
    """Whether two of the revisions are on different lines, so that no line has both."""
    places = {tuple(one in line for line in lines) for one in revisions}
    return any(
        not any(a and b for a, b in zip(one, other, strict=True))
        for one in places
        for other in places
    )
