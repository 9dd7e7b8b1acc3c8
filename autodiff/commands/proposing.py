"""What must be done, after env.py's hooks have revised it; the same for all commands."""

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
    """Return the revisions that ``operations`` become, none of them empty. Hooks are called only
    where there are operations; ``start`` has the id, message and place.
    """
    if not operations:
        return ()
    hooks = job.options.hooks.process_revision_directives
    whole = replace(start, upgrade=operations)
    if hooks is None:
        return (whole,)
    proposals = revised(hooks, job.situation(job.run.dialect), whole)
    return tuple(each for each in proposals if not each.is_empty)


@frozen
class Due:
    """The operations that are due, which of them may be renames, and the user's answers about
    renames that do not suit this database.
    """

    operations: tuple[AnyOperation, ...]
    candidates: tuple[Candidate, ...]
    said: Unsuited


def due(job: Comparing, wishes: Options = NO_OPTIONS) -> Due:
    """Return what is due on one connection."""
    comparison = compared(job, wishes)
    steps = upgrades(job, comparison.operations)
    candidates = each_once(still_due(comparison.possible, steps))
    return Due(steps, candidates, unsuited(comparison))


def upgrades(
    job: Comparing, operations: tuple[AnyOperation, ...]
) -> tuple[AnyOperation, ...]:
    """Return the operations of the revisions that ``operations`` would become; writes none."""
    nameless = Proposal(new_revision_id(), "")
    proposals = proposed(job, nameless, operations)
    return tuple(step for each in proposals for step in each.upgrade)
