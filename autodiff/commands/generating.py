"""A new revision file, empty or with what the models changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autodiff.commands.comparing import Comparing, require_head
from autodiff.commands.database import NO_OPTIONS, Options, on_database
from autodiff.commands.filling import with_fills
from autodiff.commands.judging import Judging
from autodiff.commands.places import check_places, proposal_of, with_facts
from autodiff.commands.project import graph_of
from autodiff.commands.questions import NOBODY, Questions
from autodiff.commands.remarks import remarks_on
from autodiff.commands.renaming import Answered, Inquiry, rename_hint
from autodiff.commands.verifying import verify
from autodiff.commands.writing import (
    USUAL,
    GraphPosition,
    NewRevision,
    new_draft,
    save,
    text_of,
    write_empty,
)
from autodiff.compare.candidates import Candidate
from autodiff.core.describe import describe
from autodiff.core.operation import AnyOperation, Operation
from autodiff.core.own_operation import OwnOperation
from autodiff.core.schema import Schema
from autodiff.environment import EnvironmentOptions
from autodiff.errors.meaning import NotProved
from autodiff.execute.runner import LOG, Run
from autodiff.frozen import frozen
from autodiff.hooks.printing import ItemPrinter
from autodiff.hooks.proposal import Proposal
from autodiff.lint.finding import Finding
from autodiff.revisions.body import Body, body
from autodiff.revisions.filling import with_neutral_fills
from autodiff.revisions.printer import ScriptPrinter, own_code
from autodiff.revisions.template import Draft, Part
from autodiff.settings import Settings


def revision(
    settings: Settings,
    message: str,
    place: GraphPosition = USUAL,
    wishes: Options = NO_OPTIONS,
    *,
    offline: bool = False,
) -> NewRevision:
    """Write an empty revision with ``message`` at ``place`` in the graph.

    With the setting ``revision_environment`` env.py is run around it, since it may register hooks;
    with ``offline`` without a database.
    """
    graph = graph_of(settings)
    draft = new_draft(settings, graph, message, place)
    return write_empty(settings, draft, place.version_path, wishes, offline=offline)


def generate(
    settings: Settings,
    message: str,
    place: GraphPosition = USUAL,
    wishes: Options = NO_OPTIONS,
    questions: Questions = NOBODY,
) -> NewRevision | None:
    """Write a revision with ``message`` that brings the database to the models; return None, and
    write no file, where nothing differs. ``place`` is its position in the graph; ``questions`` asks
    a person.

    Raises NotAtHead; RenamesOpen where a drop and a create are likely to be a rename and nobody has
    answered; FillNeeded where the script would fail on rows; NotProved where it was to be verified
    and is not right.
    """
    graph = graph_of(settings)
    draft = new_draft(settings, graph, message, place)
    gathered: list[Gathered] = []
    seen: set[str] = set()
    inquiry = Inquiry()

    def work(run_: Run, options: EnvironmentOptions) -> None:
        require_head(run_, graph)
        if options.suffix in seen:
            return
        seen.add(options.suffix)
        job = Comparing(run_, settings, options)
        start = gathered[0].proposal if gathered else proposal_of(draft, place)
        answered = inquiry.answered(job, start, wishes, questions)
        if inquiry.is_open:
            return
        proposals = answered.proposals
        check_places(proposals, graph)
        filled = _with_fills(proposals, run_, answered, wishes, questions)
        live = answered.comparison.reflected
        judging = Judging(run_.connection, run_.dialect, live, look=wishes.rows)
        steps = [step for each in filled for step in each.upgrade]
        in_the_way = judging.blocked(steps) if wishes.rows else ()
        run_.end_reading()
        parts = [
            _generated(
                proposal,
                *(((), ()) if number else (answered.left, in_the_way)),
                job,
                judging,
            )
            for number, proposal in enumerate(filled)
        ]
        if wishes.verify and parts:
            texts = [
                text_of(settings, _filled(draft, proposal, {run_.suffix: part}))
                for proposal, part in zip(proposals, parts, strict=True)
            ]
            _prove(job, texts, live, wishes)
        _gather(gathered, proposals, parts, run_.suffix)

    on_database(settings, work, wishes)
    inquiry.close()
    written = [_written(settings, draft, each) for each in gathered]
    return replace(written[0], followers=tuple(written[1:])) if written else None


@frozen
class Generated:
    """What one revision does to one database."""

    operations: tuple[AnyOperation, ...]
    candidates: Sequence[Candidate]
    findings: tuple[Finding, ...]
    upgrades: Body
    downgrades: Body

    @property
    def notes(self) -> Iterator[str]:
        """Yield what a reviewer should know."""
        yield from (describe(each) for each in self.operations)
        yield from (rename_hint(each) for each in self.candidates)
        for finding in self.findings:
            if finding.effect in _NOTES:
                yield f"{_NOTES[finding.effect]} {finding}"


_NOTES = {
    "blocked": "when this was written, in the way of",
    "unrestorable": "on the way back,",
}
"""Words before a finding in the notes of a script; other findings are comments at their operation."""


@dataclass(slots=True)
class Gathered:
    """A revision, and what it does to each database, by the suffix of its functions."""

    proposal: Proposal
    parts: dict[str, Generated]


def _gather(
    gathered: list[Gathered],
    proposals: Sequence[Proposal],
    parts: Sequence[Generated],
    suffix: str,
) -> None:
    """Add the revisions of one database to ``gathered``: the first one joins the first of the other
    databases, and so on. The id, message and place are those of the last database's hook.
    """
    for number, (proposal, part) in enumerate(zip(proposals, parts, strict=True)):
        if number == len(gathered):
            gathered.append(Gathered(proposal, {}))
        gathered[number].proposal = proposal
        gathered[number].parts[suffix] = part


def _with_fills(
    proposals: Sequence[Proposal],
    run_: Run,
    answered: Answered,
    wishes: Options,
    questions: Questions,
) -> tuple[Proposal, ...]:
    """Return ``proposals`` with the values for rows; a value may be for an operation of any of
    them.
    """
    old_names = dict(each.pair[::-1] for each in answered.left)
    operations = _operations_of(proposals)
    live = answered.comparison.reflected
    filled = iter(with_fills(run_, operations, wishes, questions, old_names, live))
    return tuple(
        replace(
            proposal,
            upgrade=tuple(
                step if isinstance(step, OwnOperation) else next(filled)
                for step in proposal.upgrade
            ),
        )
        for proposal in proposals
    )


def _operations_of(proposals: Sequence[Proposal]) -> tuple[Operation, ...]:
    """Return the operations of the revisions, without those of packages' own."""
    steps = (step for each in proposals for step in each.upgrade)
    return tuple(x for x in steps if not isinstance(x, OwnOperation))


def _written(settings: Settings, draft: Draft, gathered: Gathered) -> NewRevision:
    proposal, parts = gathered.proposal, gathered.parts
    whole = _filled(draft, proposal, parts)
    text = text_of(settings, whole)
    path = save(settings, whole, proposal.version_path, text, proposal.file_name)
    operations = (step for part in parts.values() for step in part.operations)
    candidates = (pair for part in parts.values() for pair in part.candidates)
    findings = (finding for part in parts.values() for finding in part.findings)
    return NewRevision(
        whole.revision, path, tuple(operations), tuple(candidates), tuple(findings)
    )


def _prove(job: Comparing, texts: Sequence[str], live: Schema, wishes: Options) -> None:
    try:
        verify(job, texts, live)
    except NotProved as problem:
        if not wishes.force:
            raise
        LOG.warning("%s", problem)


def _generated(
    proposal: Proposal,
    candidates: Sequence[Candidate],
    blocked: Sequence[Finding],
    job: Comparing,
    judging: Judging,
) -> Generated:
    dialect, hook = job.run.dialect, job.options.hooks.render_item
    ask = ItemPrinter(hook, job.situation(dialect)) if hook else own_code
    printer = ScriptPrinter(dialect, ask)

    def written(steps: Sequence[AnyOperation], findings: Sequence[Finding]) -> Body:
        remarks = remarks_on(findings)
        return body(steps, printer, batches=dialect.batches, remarks=remarks)

    there = proposal.upgrade
    back = tuple(with_neutral_fills(proposal.way_back, dialect))
    up, down = judging.upgrade(there, back), judging.downgrade(there, back)
    job.run.end_reading()
    findings = (*blocked, *up, *down)
    bodies = written(there, up), written(back, down)
    return Generated(there, candidates, findings, *bodies)


def _filled(
    draft: Draft, proposal: Proposal, generated: Mapping[str, Generated]
) -> Draft:
    """Return the draft with the bodies of each database; those without a suffix are the script's
    own functions.
    """
    draft = with_facts(draft, proposal)
    notes = [note for each in generated.values() for note in each.notes]
    parts = {each.suffix: each for each in draft.parts}
    for suffix, part in generated.items():
        if suffix:
            parts[suffix] = Part(suffix, part.upgrades, part.downgrades)
        else:
            up, down = part.upgrades, part.downgrades
            draft = replace(draft, upgrades=up, downgrades=down)
    return replace(draft, notes=notes, parts=tuple(parts.values()))
