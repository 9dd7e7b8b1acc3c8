"""Generating: a new revision file, empty or filled with what the models changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autodiff.commands.comparing import compared, require_head
from autodiff.commands.database import NO_WISHES, Wishes, on_database
from autodiff.commands.filling import with_fills
from autodiff.commands.project import graph_of
from autodiff.core.describe import describe
from autodiff.core.operation import Operation, inverses
from autodiff.environment import Options
from autodiff.execute.runner import Run
from autodiff.revisions.body import Body, body
from autodiff.revisions.extend import dependencies_for_new, parents_for_new
from autodiff.revisions.filling import with_neutral_fills
from autodiff.revisions.graph import Graph
from autodiff.revisions.identifiers import file_name, new_revision_id, now_in
from autodiff.revisions.new_file import write_new
from autodiff.revisions.printer import ScriptPrinter
from autodiff.revisions.template import Draft, rendered
from autodiff.settings import Settings

TEMPLATE = "script.py.mako"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the graph, and in which folder, a new revision goes."""

    head: Sequence[str] = ("head",)
    splice: bool = False
    branch_label: str | None = None
    version_path: str | None = None
    rev_id: str | None = None
    depends_on: Sequence[str] = ()


USUAL = Place()


@dataclass(frozen=True, slots=True)
class NewRevision:
    """A revision file that was written."""

    revision: str
    path: Path
    operations: tuple[Operation, ...] = ()


def revision(settings: Settings, message: str, place: Place = USUAL) -> NewRevision:
    """Write an empty revision."""
    graph = graph_of(settings)
    draft = _draft(settings, graph, message, place)
    return _written(settings, draft, message, place, ())


def generate(
    settings: Settings, message: str, place: Place = USUAL, wishes: Wishes = NO_WISHES
) -> NewRevision | None:
    """Write a revision that brings the database to the models; None (and no file) where nothing
    differs.
    """
    graph = graph_of(settings)
    draft = _draft(settings, graph, message, place)
    drafts: list[tuple[Draft, tuple[Operation, ...]]] = []

    def work(run_: Run, options: Options) -> None:
        require_head(run_, graph)
        found = compared(run_, settings, options, wishes).operations
        operations = with_fills(run_, found, wishes)
        if operations:
            drafts.append((_filled(draft, operations, run_), operations))

    on_database(settings, work, wishes)
    if not drafts:
        return None
    filled, operations = drafts[-1]
    return _written(settings, filled, message, place, operations)


def _draft(settings: Settings, graph: Graph, message: str, place: Place) -> Draft:
    parents = parents_for_new(graph, list(place.head), splice=place.splice)
    return Draft(
        place.rev_id or new_revision_id(),
        parents,
        message,
        now_in(settings.timezone),
        branch_labels=(place.branch_label,) if place.branch_label else (),
        depends_on=dependencies_for_new(graph, place.depends_on),
    )


def _filled(draft: Draft, operations: tuple[Operation, ...], run_: Run) -> Draft:
    printer = ScriptPrinter(run_.dialect)

    def bodies(each: Sequence[Operation]) -> Body:
        return body(each, printer, batches=run_.dialect.batches)

    return replace(
        draft,
        upgrades=bodies(operations),
        downgrades=bodies(
            tuple(with_neutral_fills(inverses(operations), run_.dialect))
        ),
        notes=[describe(each) for each in operations],
    )


def _written(
    settings: Settings,
    draft: Draft,
    message: str,
    place: Place,
    operations: tuple[Operation, ...],
) -> NewRevision:
    text = rendered(draft, settings.directory / TEMPLATE, {"settings": settings})
    name = file_name(
        draft.revision,
        message,
        draft.created,
        settings.file_template,
        settings.truncate_slug_length,
    )
    path = _folder(settings, place) / name
    write_new(path, text, settings.output_encoding)
    return NewRevision(draft.revision, path, operations)


def _folder(settings: Settings, place: Place) -> Path:
    if place.version_path is not None:
        return (settings.here / place.version_path).resolve()
    return settings.version_directories[0]
