"""Generating: a new revision file, empty or filled with what the models changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autodiff.commands.comparing import Comparing, compared, require_head
from autodiff.commands.database import NO_WISHES, Wishes, on_database
from autodiff.commands.filling import with_fills
from autodiff.commands.project import graph_of
from autodiff.commands.questions import NOBODY, Questions
from autodiff.commands.verifying import verify
from autodiff.commands.writing import (
    USUAL,
    NewRevision,
    Place,
    new_draft,
    save,
    text_of,
    write_empty,
)
from autodiff.core.describe import describe
from autodiff.core.operation import Operation, inverses
from autodiff.environment import Options
from autodiff.errors import NotProved
from autodiff.execute.runner import LOG, Run
from autodiff.revisions.body import Body, body
from autodiff.revisions.filling import with_neutral_fills
from autodiff.revisions.printer import ScriptPrinter
from autodiff.revisions.template import Draft, Part
from autodiff.settings import Settings
from autodiff.sources.compare import Comparison
from autodiff.sources.obstacles import Obstacle, obstacles
from autodiff.sources.renames import Candidate


def revision(
    settings: Settings,
    message: str,
    place: Place = USUAL,
    wishes: Wishes = NO_WISHES,
    *,
    offline: bool = False,
) -> NewRevision:
    """Write an empty revision.

    With the setting ``revision_environment`` env.py is run around it, ``offline`` without a
    database: it may register hooks.
    """
    graph = graph_of(settings)
    draft = new_draft(settings, graph, message, place)
    return write_empty(settings, draft, place.version_path, wishes, offline=offline)


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
    draft = new_draft(settings, graph, message, place)
    found: dict[str, Generated] = {}

    def work(run_: Run, options: Options) -> None:
        require_head(run_, graph)
        job = Comparing(run_, settings, options)
        comparison = asked(job, wishes, questions)
        comparison = with_fills(run_, comparison, wishes, questions)
        if not comparison.operations or options.suffix in found:
            return
        part = _generated(comparison, run_)
        if wishes.verify:
            text = text_of(settings, _filled(draft, {run_.suffix: part}))
            _prove(job, text, comparison, wishes)
        found[options.suffix] = part

    on_database(settings, work, wishes)
    return _written(settings, _filled(draft, found), place, found) if found else None


@dataclass(frozen=True, slots=True)
class Generated:
    """What one database's comparison became."""

    operations: tuple[Operation, ...]
    candidates: Sequence[Candidate]
    obstacles: Sequence[Obstacle]
    upgrades: Body
    downgrades: Body

    @property
    def notes(self) -> Iterator[str]:
        """What a reviewer should know."""
        yield from (describe(each) for each in self.operations)
        yield from (rename_hint(each) for each in self.candidates)
        yield from (
            f"when this was written, in the way of {each}" for each in self.obstacles
        )


def _written(
    settings: Settings, draft: Draft, place: Place, found: Mapping[str, Generated]
) -> NewRevision:
    path = save(settings, draft, place.version_path, text_of(settings, draft))
    operations = (one for each in found.values() for one in each.operations)
    candidates = (one for each in found.values() for one in each.candidates)
    in_the_way = (one for each in found.values() for one in each.obstacles)
    return NewRevision(
        draft.revision, path, tuple(operations), tuple(candidates), tuple(in_the_way)
    )


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


def _generated(comparison: Comparison, run_: Run) -> Generated:
    printer, operations = ScriptPrinter(run_.dialect), comparison.operations

    def bodies(each: Sequence[Operation]) -> Body:
        return body(each, printer, batches=run_.dialect.batches)

    back = tuple(with_neutral_fills(inverses(operations), run_.dialect))
    in_the_way = _obstacles(comparison, run_)
    return Generated(
        operations, comparison.candidates, in_the_way, bodies(operations), bodies(back)
    )


def _obstacles(comparison: Comparison, run_: Run) -> tuple[Obstacle, ...]:
    found = obstacles(
        run_.connection, run_.dialect, comparison.reflected, comparison.operations
    )
    if run_.owns_transaction:
        run_.connection.rollback()
    return found


def _filled(draft: Draft, found: Mapping[str, Generated]) -> Draft:
    """The draft with the bodies of each database: those without a suffix are the script's own."""
    notes = [note for each in found.values() for note in each.notes]
    parts = {each.suffix: each for each in draft.parts}
    for suffix, each in found.items():
        if suffix:
            parts[suffix] = Part(suffix, each.upgrades, each.downgrades)
        else:
            up, down = each.upgrades, each.downgrades
            draft = replace(draft, upgrades=up, downgrades=down)
    return replace(draft, notes=notes, parts=tuple(parts.values()))


def rename_hint(candidate: Candidate) -> str:
    """What a reviewer is told of a drop and a create that may be a rename."""
    old, new = candidate.pair
    return (
        f"perhaps {old} was renamed to {new} ({', '.join(candidate.evidence)})? "
        f"then generate with --rename {old}:{new}"
    )


def obstacle_lines(found: Sequence[Obstacle]) -> Iterator[str]:
    """What the user is told of rows that the script would fail on."""
    for each in found:
        yield f"In the way of {each}."
        yield f"  They are found by: {each.query}"
    if found:
        yield (
            "While these rows are there, the upgrade fails or leaves them wrong. Change "
            "them first, or in the script before the operation, with op.execute()."
        )
