"""process_revision_directives: what env.py makes of a revision before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from autodiff.errors.models import ContextHookAnswer
from autodiff.hooks.ask import ask, shown
from autodiff.hooks.proposal import Proposal
from autodiff.hooks.situation import Situation

HOOK = "process_revision_directives"

Revise = Callable[[Situation, Proposal], Proposal | Sequence[Proposal]]
"""``(situation, proposal)``: what shall be written: one revision, several in their order, or none."""

EXPECTED = "a Proposal, or a list of them, which may be empty"


def revised(
    hooks: Revise | Iterable[Revise], situation: Situation, start: Proposal
) -> tuple[Proposal, ...]:
    """What the hooks, one after the other, make of ``start``."""
    proposals = [start]
    for hook in (hooks,) if callable(hooks) else hooks:
        proposals = [
            one for each in proposals for one in _answer(hook, situation, each)
        ]
    return tuple(proposals)


def _answer(hook: Revise, situation: Situation, proposal: Proposal) -> list[Proposal]:
    about = f"revision {proposal.revision}"
    answer: Any = ask(HOOK, about, hook, situation, proposal)
    found = [answer] if isinstance(answer, Proposal) else answer
    if not isinstance(found, list | tuple) or not all(
        isinstance(each, Proposal) for each in found
    ):
        raise ContextHookAnswer(HOOK, about, EXPECTED, shown(answer))
    return list(found)
