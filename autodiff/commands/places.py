"""The place of a proposed revision in the graph: from draft to proposal and back, and its check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autodiff.commands.writing import GraphPosition
from autodiff.errors.models import ContextHookAnswer
from autodiff.hooks.proposal import Proposal
from autodiff.hooks.revising import HOOK
from autodiff.revisions.graph import Graph
from autodiff.revisions.template import Draft


def proposal_of(draft: Draft, place: GraphPosition) -> Proposal:
    """Return the proposal for a draft that has no operations yet."""
    return Proposal(
        draft.revision,
        draft.message,
        draft.down_revisions,
        branch_labels=draft.branch_labels,
        depends_on=draft.depends_on,
        version_path=place.version_path,
    )


def with_facts(draft: Draft, proposal: Proposal) -> Draft:
    """Return ``draft`` with the proposal's id, message and place in the graph."""
    return replace(
        draft,
        revision=proposal.revision,
        message=proposal.message,
        down_revisions=tuple(proposal.down_revisions),
        branch_labels=tuple(proposal.branch_labels),
        depends_on=tuple(proposal.depends_on),
    )


def check_places(proposals: Sequence[Proposal], graph: Graph) -> None:
    """Raise ContextHookAnswer where a hook gave a revision an id that is taken, or a down_revision
    that does not exist.
    """
    ids = set(graph.headers)
    for proposal in proposals:
        about = f"revision {proposal.revision}"
        if not proposal.revision or proposal.revision in ids:
            expected = "each revision with an id that no other has"
            raise ContextHookAnswer(
                HOOK, about, expected, f"the id {proposal.revision!r}"
            )
        for parent in proposal.down_revisions:
            if parent not in ids:
                expected = "down_revisions that are there, or that it gives back before"
                raise ContextHookAnswer(HOOK, about, expected, f"{parent!r} to follow")
        ids.add(proposal.revision)
