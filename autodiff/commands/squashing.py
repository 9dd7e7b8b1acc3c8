"""One revision that replaces a line of revisions, after proof that it does the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from autodiff.commands.offline import history
from autodiff.commands.project import graph_of
from autodiff.commands.recording import text_items
from autodiff.commands.remarks import remarks_of
from autodiff.commands.verbatim import verbatim
from autodiff.commands.writing import (
    USUAL,
    GraphPosition,
    NewRevision,
    new_draft,
    save,
    text_of,
)
from autodiff.core.dialect import Dialect
from autodiff.core.diff import diff
from autodiff.core.execute import Execute
from autodiff.core.operation import AnyOperation
from autodiff.core.replay import Replay
from autodiff.core.schema import Schema
from autodiff.dialects.registry import dialect_named
from autodiff.errors.writing import SquashNotProved, SquashOpaque, SquashRange
from autodiff.execute import script
from autodiff.execute.condense import condensed
from autodiff.execute.item import Group, Item, Sql
from autodiff.execute.offline import follow
from autodiff.execute.record import items_of
from autodiff.execute.script import Script
from autodiff.frozen import frozen
from autodiff.revisions.body import Body, Remarks, body
from autodiff.revisions.filling import with_neutral_fills
from autodiff.revisions.graph import Graph
from autodiff.revisions.header import Header
from autodiff.revisions.history import history as history_of
from autodiff.revisions.printer import ScriptPrinter
from autodiff.revisions.squash import build_graph
from autodiff.revisions.template import Draft
from autodiff.settings import Settings


@frozen
class Squash:
    """A squashed revision that was written, and the ids that it replaces, oldest first."""

    written: NewRevision
    replaced: tuple[str, ...]


@frozen
class Scripts:
    """The items that the scripts of a range hand over, up and down, and the schema before them."""

    before: Schema
    up: tuple[Item, ...]
    down: tuple[Item, ...]


def squash(
    settings: Settings,
    range_: str,
    message: str,
    place: GraphPosition = USUAL,
    *,
    keep_sql: bool = False,
) -> Squash:
    """Write one revision with ``message`` that replaces those of ``range_``, both ends included.

    What the range does and undoes again is left out, where no row is affected; otherwise, and with
    ``keep_sql`` where the range has SQL, everything is kept in its order. Of ``place`` only the id
    and the folder are used. Raises SquashRange, SquashOpaque, SquashNotProved, SquashIncomplete;
    nothing is written then.
    """
    graph = graph_of(settings)
    line = _line(settings, graph, range_)
    draft = _draft(settings, graph, line, message, place)
    dialect = dialect_named(settings.database_url())
    scripts = _scripts(graph, line, draft, dialect, keep_sql)
    filled = _filled(draft, scripts, dialect)
    text = text_of(settings, filled)
    _prove(text, scripts, dialect)
    path = save(settings, filled, place.version_path, text)
    return Squash(NewRevision(filled.revision, path), filled.replaces)


def _line(settings: Settings, graph: Graph, range_: str) -> tuple[Header, ...]:
    """Return the revisions of the range, oldest first. Raises SquashRange unless each follows only
    the one before it.
    """
    if settings.databases:
        raise SquashRange(range_, "scripts for several databases cannot be squashed")
    line = tuple(each.header for each in reversed(history_of(graph, range_)))
    if len(line) < 2:
        raise SquashRange(range_, "it holds fewer than two revisions")
    for before, after in zip(line, line[1:], strict=False):
        if after.down_revisions != (before.revision,):
            reason = f"{after.revision} does not follow {before.revision} alone"
            raise SquashRange(range_, reason)
    return line


def _draft(
    settings: Settings,
    graph: Graph,
    line: Sequence[Header],
    message: str,
    place: GraphPosition,
) -> Draft:
    start = GraphPosition(("base",), rev_id=place.rev_id)
    ids = tuple(each.revision for each in line)
    needed = (one for each in line for one in graph.needs[each.revision])
    parents = line[0].down_revisions
    outside = (one for one in needed if one not in ids and one not in parents)
    draft = replace(
        new_draft(settings, graph, message, start),
        down_revisions=parents,
        branch_labels=tuple(label for each in line for label in each.branch_labels),
        depends_on=tuple(dict.fromkeys(outside)),
        replaces=ids,
    )
    _check_graph(graph, draft)
    return draft


def _check_graph(graph: Graph, draft: Draft) -> None:
    """Raise SquashIncomplete where a revision follows the inside of the range, and the other errors
    of graphs.
    """
    header = Header(
        draft.revision,
        draft.down_revisions,
        draft.branch_labels,
        draft.depends_on,
        draft.replaces,
        path="the new file",
    )
    _ = build_graph((*graph.written, header)).order


def _scripts(
    graph: Graph,
    line: Sequence[Header],
    draft: Draft,
    dialect: Dialect,
    keep_sql: bool,
) -> Scripts:
    loaded = [script.loaded(header) for header in line]
    for module, name in product(loaded, ("upgrade", "downgrade")):
        script.function_of(module, name)  # of all, before the first is called
    up = [_kept(each, "upgrade", dialect, keep_sql) for each in loaded]
    down = [_kept(each, "downgrade", dialect, keep_sql) for each in loaded]
    rows = (*draft.down_revisions, *draft.depends_on)
    before = history(graph, rows, dialect).schema()
    return Scripts(before, _flat(up), _flat(down[::-1]))


def _flat(parts: Sequence[Sequence[Item]]) -> tuple[Item, ...]:
    return tuple(item for part in parts for item in part)


def _kept(
    loaded: Script, name: str, dialect: Dialect, keep_sql: bool
) -> tuple[Item, ...]:
    """Return what a script hands over; raises SquashOpaque for what cannot be written down again."""
    header, items = loaded.header, items_of(loaded, name, dialect)
    for item in items:
        is_text = isinstance(item, Sql) and item.is_text
        if isinstance(item, Group) or (is_text and keep_sql):
            continue
        raise SquashOpaque(
            header.revision, header.path, item.described(), can_be_kept=is_text
        )
    return items


def _filled(draft: Draft, scripts: Scripts, dialect: Dialect) -> Draft:
    there = condensed(scripts.before, scripts.up)
    is_plain = all(isinstance(item, Group) for item in scripts.down)
    if there is None or not is_plain:
        return _kept_bodies(draft, scripts, dialect)
    changes = diff(_after(scripts.before, scripts.up), scripts.before)
    back = tuple(with_neutral_fills(changes, dialect))
    up, down = remarks_of(there, back, scripts.before, dialect)
    return replace(
        draft,
        upgrades=_body(there, dialect, up),
        downgrades=_body(back, dialect, down),
    )


def _kept_bodies(draft: Draft, scripts: Scripts, dialect: Dialect) -> Draft:
    """Return the draft with all that the scripts did, in its order."""
    there, back = _steps(scripts.up), _steps(scripts.down)
    up, down = remarks_of(there, back, scripts.before, dialect)
    printer, batches = ScriptPrinter(dialect), dialect.batches
    return replace(
        draft,
        upgrades=verbatim(scripts.up, printer, batches=batches, remarks=up),
        downgrades=verbatim(scripts.down, printer, batches=batches, remarks=down),
    )


def _steps(items: Sequence[Item]) -> tuple[AnyOperation, ...]:
    """Return the operations; other SQL becomes an empty ``Execute``."""
    steps: list[AnyOperation] = []
    for item in items:
        steps += item.operations if isinstance(item, Group) else [Execute("")]
    return tuple(steps)


def _body(
    operations: Sequence[AnyOperation], dialect: Dialect, remarks: Remarks
) -> Body:
    printer = ScriptPrinter(dialect)
    return body(operations, printer, batches=dialect.batches, remarks=remarks)


def _after(before: Schema, items: Sequence[Item]) -> Schema:
    state = Replay(before)
    for item in items:
        follow(state, item)
    return state.schema()


# --- proof ----------------------------------------------------------------------------------------


def _prove(text: str, scripts: Scripts, dialect: Dialect) -> None:
    """Record the new text and compare: it must lead where the scripts led, and back; raises
    SquashNotProved.
    """
    up = text_items(text, "upgrade", dialect)
    down = text_items(text, "downgrade", dialect)
    if _contents(up) == _contents(scripts.up) and _contents(down) == _contents(
        scripts.down
    ):
        return
    there = _after(scripts.before, scripts.up)
    if _after(scripts.before, up) != there or _sql(up) != _sql(scripts.up):
        raise SquashNotProved("upgrade")
    if _after(there, down) != scripts.before or _sql(down) != _sql(scripts.down):
        raise SquashNotProved("downgrade")


def _contents(items: Sequence[Item]) -> list[str]:
    """Return the content of all items, however they are grouped."""
    return [
        part.content()
        for item in items
        for part in (
            [Group((each,)) for each in item.operations]
            if isinstance(item, Group)
            else [item]
        )
    ]


def _sql(items: Sequence[Item]) -> list[str]:
    return [item.content() for item in items if not isinstance(item, Group)]
