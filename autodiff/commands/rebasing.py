"""A revision that the database does not have is moved onto other revisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autodiff.commands.database import NO_OPTIONS, Options
from autodiff.commands.project import graph_of
from autodiff.commands.running import rows_of
from autodiff.errors.writing import RebaseApplied, RebaseImpossible
from autodiff.frozen import frozen
from autodiff.revisions.graph import Graph
from autodiff.revisions.header import Header
from autodiff.revisions.header_text import with_parents
from autodiff.revisions.new_file import replace_file
from autodiff.revisions.resolve import resolve, standing
from autodiff.revisions.squash import build_graph, seen_from
from autodiff.revisions.version_rows import AppliedRows, check_rows
from autodiff.settings import Settings


@frozen
class Rebase:
    """A revision that was moved, and what it followed before and after."""

    revision: str
    path: Path
    before: tuple[str, ...]
    after: tuple[str, ...]


def rebase(
    settings: Settings,
    revision: str,
    onto: Sequence[str],
    wishes: Options = NO_OPTIONS,
) -> Rebase:
    """Let the single revision that ``revision`` names follow ``onto`` (with none, base).

    Its file is rewritten in the two places that state it. Raises RebaseApplied where the database
    has the revision, RebaseImpossible, RevisionCycle, and the errors of addresses; nothing is
    written then.
    """
    graph = graph_of(settings)
    header = _only(graph, revision)
    parents = tuple(one.revision for each in onto for one in resolve(graph, each))
    moved = replace(header, down_revisions=tuple(dict.fromkeys(parents)))
    _check_graph(graph, header, moved)
    _check_not_applied(graph, header, rows_of(settings, wishes))
    path = Path(header.path)
    replace_file(path, with_parents(path.read_bytes(), moved.down_revisions, str(path)))
    return Rebase(header.revision, path, header.down_revisions, moved.down_revisions)


def _only(graph: Graph, address: str) -> Header:
    headers = resolve(graph, address)
    if len(headers) != 1:
        raise RebaseImpossible(address, f"it names {len(headers)} revisions, not one")
    if headers[0].replaces:
        reason = "it replaces others, which would stay where they are"
        raise RebaseImpossible(headers[0].revision, reason)
    return headers[0]


def _check_graph(graph: Graph, old: Header, new: Header) -> None:
    """Raise RevisionCycle, or whatever else would be wrong with the graph with ``new`` in place of
    ``old``.
    """
    others = (one for one in graph.written if one.revision != old.revision)
    _ = build_graph((*others, new)).order


def _check_not_applied(graph: Graph, header: Header, rows: AppliedRows) -> None:
    seen, logical = seen_from(graph, check_rows(rows))
    if header.revision in standing(seen, logical).applied:
        below = header.down_revisions[0] if header.down_revisions else "base"
        raise RebaseApplied(header.revision, below)
