"""process_revision_directives: changes that env.py makes to a revision before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from autodiff.errors.models import ContextHookAnswer
from autodiff.hooks.ask import ask, shown
from autodiff.hooks.proposal import Proposal
from autodiff.hooks.situation import Situation

HOOK = "process_revision_directives"

Revise = Callable[[Situation, Proposal], Proposal | Sequence[Proposal]]
"""``(situation, proposal)``: the revisions to write: one, several in their order, or none."""

EXPECTED = "a Proposal, or a list of them, which may be empty"


def revised(
    hooks: Revise | Iterable[Revise], situation: Situation, start: Proposal
) -> tuple[Proposal, ...]:
    """Return the proposals that the hooks, in their order, make of ``start``."""
    proposals = [start]
    for hook in (hooks,) if callable(hooks) else hooks:
        proposals = [
            answer
            for proposal in proposals
            for answer in _answer(hook, situation, proposal)
        ]
    return tuple(proposals)


def _answer(hook: Revise, situation: Situation, proposal: Proposal) -> list[Proposal]:
    about = f"revision {proposal.revision}"
    answer: Any = ask(HOOK, about, hook, situation, proposal)
    proposals = [answer] if isinstance(answer, Proposal) else answer
    if not isinstance(proposals, list | tuple) or not all(
        isinstance(item, Proposal) for item in proposals
    ):
        raise ContextHookAnswer(HOOK, about, EXPECTED, shown(answer))
    return list(proposals)
