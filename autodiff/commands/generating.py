"""Generating: a new revision file, empty or filled with what the models changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autodiff.commands.comparing import Comparing, compared, require_head
from autodiff.commands.database import NO_WISHES, Wishes, on_database
from autodiff.commands.filling import with_fills
from autodiff.commands.project import graph_of
from autodiff.commands.questions import NOBODY, Questions
from autodiff.commands.verifying import verify
from autodiff.core.describe import describe
from autodiff.core.operation import Operation, inverses
from autodiff.environment import Options
from autodiff.errors import NotProved
from autodiff.execute.runner import LOG, Run
from autodiff.revisions.body import Body, body
from autodiff.revisions.extend import dependencies_for_new, parents_for_new
from autodiff.revisions.filling import with_neutral_fills
from autodiff.revisions.graph import Graph
from autodiff.revisions.identifiers import file_name, new_revision_id, now_in
from autodiff.revisions.new_file import write_new
from autodiff.revisions.printer import ScriptPrinter
from autodiff.revisions.template import Draft, rendered
from autodiff.settings import Settings
from autodiff.sources.compare import Comparison
from autodiff.sources.renames import Candidate

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
    candidates: tuple[Candidate, ...] = ()


def revision(settings: Settings, message: str, place: Place = USUAL) -> NewRevision:
    """Write an empty revision."""
    graph = graph_of(settings)
    draft = _draft(settings, graph, message, place)
    path = _save(settings, draft, message, place, _text(settings, draft))
    return NewRevision(draft.revision, path)


def generate(
    settings: Settings,
    message: str,
    place: Place = USUAL,
    wishes: Wishes = NO_WISHES,
    questions: Questions = NOBODY,
) -> NewRevision | None:
    """Write a revision that brings the database to the models; None (and no file) where nothing
    differs.

    Raises NotAtHead, FillNeeded where the script would fail on rows, NotProved where it was to be
    verified and is not right.
    """
    graph = graph_of(settings)
    draft = _draft(settings, graph, message, place)
    written: list[NewRevision] = []

    def work(run_: Run, options: Options) -> None:
        require_head(run_, graph)
        job = Comparing(run_, settings, options)
        comparison = asked(job, wishes, questions)
        operations = with_fills(run_, comparison.operations, wishes, questions)
        if not operations:
            return
        filled = _filled(draft, operations, comparison.candidates, run_)
        text = _text(settings, filled)
        if wishes.verify:
            _prove(job, text, comparison, wishes)
        path = _save(settings, filled, message, place, text)
        candidates = comparison.candidates
        written.append(NewRevision(draft.revision, path, operations, candidates))

    on_database(settings, work, wishes)
    return written[-1] if written else None


def _prove(job: Comparing, text: str, comparison: Comparison, wishes: Wishes) -> None:
    try:
        verify(job, text, comparison.reflected)
    except NotProved as problem:
        if not wishes.force:
            raise
        LOG.warning("%s", problem)


def asked(job: Comparing, wishes: Wishes, questions: Questions) -> Comparison:
    """The comparison once it is known what is a rename."""
    comparison = compared(job, wishes)
    pairs = [each.pair for each in comparison.candidates if questions.is_rename(each)]
    if not pairs:
        return comparison
    return compared(job, replace(wishes, renames=(*wishes.renames, *pairs)))


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


def _filled(
    draft: Draft,
    operations: tuple[Operation, ...],
    candidates: Sequence[Candidate],
    run_: Run,
) -> Draft:
    printer = ScriptPrinter(run_.dialect)

    def bodies(each: Sequence[Operation]) -> Body:
        return body(each, printer, batches=run_.dialect.batches)

    return replace(
        draft,
        upgrades=bodies(operations),
        downgrades=bodies(
            tuple(with_neutral_fills(inverses(operations), run_.dialect))
        ),
        notes=[
            *(describe(each) for each in operations),
            *(rename_hint(each) for each in candidates),
        ],
    )


def rename_hint(candidate: Candidate) -> str:
    """What a reviewer is told of a drop and a create that may be a rename."""
    old, new = candidate.pair
    return (
        f"perhaps {old} was renamed to {new} ({', '.join(candidate.evidence)})? "
        f"then generate with --rename {old}:{new}"
    )


def _text(settings: Settings, draft: Draft) -> str:
    return rendered(draft, settings.directory / TEMPLATE, {"settings": settings})


def _save(
    settings: Settings, draft: Draft, message: str, place: Place, text: str
) -> Path:
    name = file_name(
        draft.revision,
        message,
        draft.created,
        settings.file_template,
        settings.truncate_slug_length,
    )
    path = _folder(settings, place) / name
    write_new(path, text, settings.output_encoding)
    return path


def _folder(settings: Settings, place: Place) -> Path:
    if place.version_path is not None:
        return (settings.here / place.version_path).resolve()
    return settings.version_directories[0]
