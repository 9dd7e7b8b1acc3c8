"""Proposing: what is to be done, once env.py's hooks have had their say; one place for all commands."""

from __future__ import annotations

from dataclasses import replace

from autodiff.commands.comparing import Comparing, compared
from autodiff.commands.database import NO_OPTIONS, Options
from autodiff.commands.rename_answers import Unsuited, unsuited
from autodiff.compare.candidates import Candidate, each_once
from autodiff.compare.remaining_candidates import still_due
from autodiff.core.operation import AnyOperation
from autodiff.frozen import frozen
from autodiff.hooks.proposal import Proposal
from autodiff.hooks.revising import revised
from autodiff.revisions.identifiers import new_revision_id


def proposed(
    job: Comparing, start: Proposal, operations: tuple[AnyOperation, ...]
) -> tuple[Proposal, ...]:
    """The revisions that ``operations`` become, none of them empty; hooks are asked where there
    are any.
    """
    if not operations:
        return ()
    hooks = job.options.hooks.process_revision_directives
    whole = replace(start, upgrade=operations)
    if hooks is None:
        return (whole,)
    found = revised(hooks, job.situation(job.run.dialect), whole)
    return tuple(each for each in found if not each.is_empty)


@frozen
class Due:
    """What must be done so that nothing is left to generate, what of it may be renames, and what the
    user said of renames that cannot be here.
    """

    operations: tuple[AnyOperation, ...]
    candidates: tuple[Candidate, ...]
    said: Unsuited


def due(job: Comparing, wishes: Options = NO_OPTIONS) -> Due:
    """What is due on one connection."""
    comparison = compared(job, wishes)
    steps = upgrades(job, comparison.operations)
    candidates = each_once(still_due(comparison.possible, steps))
    return Due(steps, candidates, unsuited(comparison))


def upgrades(
    job: Comparing, operations: tuple[AnyOperation, ...]
) -> tuple[AnyOperation, ...]:
    """What the revisions would do that ``operations`` become, where none is written."""
    nameless = Proposal(new_revision_id(), "")
    found = proposed(job, nameless, operations)
    return tuple(step for each in found for step in each.upgrade)
