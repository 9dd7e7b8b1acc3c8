"""Generating: a new revision file, empty or filled with what the models changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autodiff.commands.comparing import Comparing, require_head
from autodiff.commands.database import NO_WISHES, Wishes, on_database
from autodiff.commands.filling import with_fills
from autodiff.commands.losing import Lost, lost_by, remarks_on, remarks_on_upgrade
from autodiff.commands.places import check_places, proposal_of, with_facts
from autodiff.commands.project import graph_of
from autodiff.commands.questions import NOBODY, Questions
from autodiff.commands.renaming import Answered, Inquiry, rename_hint
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
from autodiff.compare.candidates import Candidate
from autodiff.compare.compare import Comparison
from autodiff.core.describe import describe
from autodiff.core.operation import Operation, Step
from autodiff.core.own_operation import OwnOperation
from autodiff.core.schema import Schema
from autodiff.environment import Options
from autodiff.errors.meaning import NotProved
from autodiff.execute.runner import LOG, Run
from autodiff.frozen import frozen
from autodiff.hooks.printing import ItemPrinter
from autodiff.hooks.proposal import Proposal
from autodiff.lint.loss_rows import LossRows
from autodiff.lint.made_up import Hollow, hollow_rules
from autodiff.lint.obstacles import Obstacle, obstacles
from autodiff.revisions.body import Body, Remarks, body
from autodiff.revisions.filling import with_neutral_fills
from autodiff.revisions.printer import ScriptPrinter, own_code
from autodiff.revisions.template import Draft, Part
from autodiff.settings import Settings


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

    Raises NotAtHead; RenamesOpen where a drop and a create are likely to be a rename and nobody has
    said so or otherwise; FillNeeded where the script would fail on rows; NotProved where it was to be
    verified and is not right.
    """
    graph = graph_of(settings)
    draft = new_draft(settings, graph, message, place)
    gathered: list[Gathered] = []
    seen: set[str] = set()
    inquiry = Inquiry()

    def work(run_: Run, options: Options) -> None:
        require_head(run_, graph)
        if options.suffix in seen:
            return
        seen.add(options.suffix)
        job = Comparing(run_, settings, options)
        start = gathered[0].proposal if gathered else proposal_of(draft, place)
        known = inquiry.answered(job, start, wishes, questions)
        if inquiry.is_open:
            return
        found = known.proposals
        check_places(found, graph)
        comparison = known.comparison
        filled = _with_fills(found, run_, known, wishes, questions)
        in_the_way = _obstacles(filled, run_, comparison) if wishes.rows else ()
        live = comparison.reflected
        rows = LossRows(run_.connection, run_.dialect, live, look=wishes.rows)
        parts = [
            _generated(
                each,
                *(((), ()) if number else (known.left, in_the_way)),
                job,
                live,
                rows,
            )
            for number, each in enumerate(filled)
        ]
        if wishes.verify and parts:
            texts = [
                text_of(settings, _filled(draft, each, {run_.suffix: part}))
                for each, part in zip(found, parts, strict=True)
            ]
            _prove(job, texts, known.comparison, wishes)
        _gather(gathered, found, parts, run_.suffix)

    on_database(settings, work, wishes)
    inquiry.close()
    written = [_written(settings, draft, each) for each in gathered]
    return replace(written[0], followers=tuple(written[1:])) if written else None


@frozen
class Generated:
    """What one revision does to one database."""

    operations: tuple[Step, ...]
    candidates: Sequence[Candidate]
    obstacles: Sequence[Obstacle]
    upgrades: Body
    downgrades: Body
    hollow: Sequence[Hollow] = ()
    lost: Lost = Lost()

    @property
    def notes(self) -> Iterator[str]:
        """What a reviewer should know."""
        yield from (describe(each) for each in self.operations)
        yield from (rename_hint(each) for each in self.candidates)
        yield from (
            f"when this was written, in the way of {each}" for each in self.obstacles
        )
        yield from (f"on the way back, {each}" for each in self.hollow)


@dataclass(slots=True)
class Gathered:
    """A revision, and by suffix of its functions what it does to each database."""

    proposal: Proposal
    parts: dict[str, Generated]


def _gather(
    gathered: list[Gathered],
    proposals: Sequence[Proposal],
    parts: Sequence[Generated],
    suffix: str,
) -> None:
    """Each database's first revision is one with the first of the others, and so on; what the last
    hook says of id, message and place holds.
    """
    for number, (proposal, part) in enumerate(zip(proposals, parts, strict=True)):
        if number == len(gathered):
            gathered.append(Gathered(proposal, {}))
        gathered[number].proposal = proposal
        gathered[number].parts[suffix] = part


def _with_fills(
    proposals: Sequence[Proposal],
    run_: Run,
    known: Answered,
    wishes: Wishes,
    questions: Questions,
) -> tuple[Proposal, ...]:
    """``proposals`` with what rows get; a value may be for an operation of any of them."""
    old_names = dict(each.pair[::-1] for each in known.left)
    operations = _operations_of(proposals)
    live = known.comparison.reflected
    filled = iter(with_fills(run_, operations, wishes, questions, old_names, live))
    return tuple(
        replace(
            each,
            upgrade=tuple(
                x if isinstance(x, OwnOperation) else next(filled) for x in each.upgrade
            ),
        )
        for each in proposals
    )


def _obstacles(
    proposals: Sequence[Proposal], run_: Run, comparison: Comparison
) -> tuple[Obstacle, ...]:
    found = obstacles(
        run_.connection,
        run_.dialect,
        comparison.reflected,
        [step for each in proposals for step in each.upgrade],
    )
    if run_.owns_transaction:
        run_.connection.rollback()
    return found


def _operations_of(proposals: Sequence[Proposal]) -> tuple[Operation, ...]:
    """What the revisions do to objects that are known, less what is an operation of their own."""
    steps = (step for each in proposals for step in each.upgrade)
    return tuple(x for x in steps if not isinstance(x, OwnOperation))


def _written(settings: Settings, draft: Draft, gathered: Gathered) -> NewRevision:
    proposal, found = gathered.proposal, gathered.parts
    whole = _filled(draft, proposal, found)
    text = text_of(settings, whole)
    path = save(settings, whole, proposal.version_path, text, proposal.file_name)
    operations = (one for each in found.values() for one in each.operations)
    candidates = (one for each in found.values() for one in each.candidates)
    in_the_way = (one for each in found.values() for one in each.obstacles)
    hollow = (one for each in found.values() for one in each.hollow)
    lost = [each.lost for each in found.values()]
    return NewRevision(
        whole.revision,
        path,
        tuple(operations),
        tuple(candidates),
        tuple(in_the_way),
        tuple(hollow),
        losses=tuple(x for each in lost for x in (*each.upgrade, *each.downgrade)),
    )


def _prove(
    job: Comparing, texts: Sequence[str], comparison: Comparison, wishes: Wishes
) -> None:
    try:
        verify(job, texts, comparison.reflected)
    except NotProved as problem:
        if not wishes.force:
            raise
        LOG.warning("%s", problem)


def _generated(
    proposal: Proposal,
    candidates: Sequence[Candidate],
    in_the_way: Sequence[Obstacle],
    job: Comparing,
    live: Schema,
    rows: LossRows,
) -> Generated:
    dialect, hook = job.run.dialect, job.options.hooks.render_item
    ask = ItemPrinter(hook, job.situation(dialect)) if hook else own_code
    printer = ScriptPrinter(dialect, ask)

    def bodies(each: Sequence[Step], remarks: Remarks) -> Body:
        return body(each, printer, batches=dialect.batches, remarks=remarks)

    there = proposal.upgrade
    back = tuple(with_neutral_fills(proposal.way_back, dialect))
    lost = lost_by(there, back, dialect, rows)
    up = bodies(there, remarks_on_upgrade(lost.upgrade, there, live, dialect))
    down = bodies(back, remarks_on(lost.downgrade))
    hollow = hollow_rules(job.run.connection, dialect, back)
    if job.run.owns_transaction:
        job.run.connection.rollback()
    return Generated(there, candidates, in_the_way, up, down, hollow, lost)


def _filled(draft: Draft, proposal: Proposal, found: Mapping[str, Generated]) -> Draft:
    """The draft with the bodies of each database: those without a suffix are the script's own."""
    draft = with_facts(draft, proposal)
    notes = [note for each in found.values() for note in each.notes]
    parts = {each.suffix: each for each in draft.parts}
    for suffix, each in found.items():
        if suffix:
            parts[suffix] = Part(suffix, each.upgrades, each.downgrades)
        else:
            up, down = each.upgrades, each.downgrades
            draft = replace(draft, upgrades=up, downgrades=down)
    return replace(draft, notes=notes, parts=tuple(parts.values()))


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


def hollow_lines(found: Sequence[Hollow]) -> Iterator[str]:
    """What the user is told of rules that the downgrade cannot bring back."""
    for each in found:
        yield f"On the way back, {each}."
    if found:
        yield (
            "What was in those columns is not kept, so the downgrade makes values up, and "
            "fails where there are rows. Say in the script what they shall hold instead."
        )
