"""Places of proposed revisions: what a draft and a proposal tell each other, and what is no place."""

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
    """The revision that is about to be written, before anything is said of what it does."""
    return Proposal(
        draft.revision,
        draft.message,
        draft.down_revisions,
        branch_labels=draft.branch_labels,
        depends_on=draft.depends_on,
        version_path=place.version_path,
    )


def with_facts(draft: Draft, proposal: Proposal) -> Draft:
    """``draft`` with what the proposal says of id, message and place in the graph."""
    return replace(
        draft,
        revision=proposal.revision,
        message=proposal.message,
        down_revisions=tuple(proposal.down_revisions),
        branch_labels=tuple(proposal.branch_labels),
        depends_on=tuple(proposal.depends_on),
    )


def check_places(proposals: Sequence[Proposal], graph: Graph) -> None:
    """Raises ContextHookAnswer where a hook gave a revision an id that is taken, or made it follow
    what is not there.
    """
    known = set(graph.headers)
    for each in proposals:
        about = f"revision {each.revision}"
        if not each.revision or each.revision in known:
            expected = "each revision with an id that no other has"
            raise ContextHookAnswer(HOOK, about, expected, f"the id {each.revision!r}")
        for parent in each.down_revisions:
            if parent not in known:
                expected = "down_revisions that are there, or that it gives back before"
                raise ContextHookAnswer(HOOK, about, expected, f"{parent!r} to follow")
        known.add(each.revision)
