"""The rewriter: a hook made of functions, each for one shape of operation on one kind of object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from autodiff.core.describe import describe
from autodiff.core.object import Object
from autodiff.core.operation import Alter, AnyOperation, Create, Drop, Rename
from autodiff.core.own_operation import OwnOperation
from autodiff.errors.models import ContextHookAnswer
from autodiff.frozen import frozen
from autodiff.hooks.ask import ask, shown
from autodiff.hooks.proposal import Proposal
from autodiff.hooks.situation import Situation

RewriteRule = Callable[[Situation, Any], Any]
"""Takes ``(situation, operation)``; returns the operation or operations to run instead, or ``()``."""

F = TypeVar("F", bound=RewriteRule)

STEPS = (Create, Drop, Alter, Rename, OwnOperation)


@frozen
class _Wanted:
    shape: type[Any]
    kind: type[Object] | None
    rule: RewriteRule

    def takes(self, step: AnyOperation) -> bool:
        if not isinstance(step, self.shape):
            return False
        return self.kind is None or isinstance(getattr(step, "object", None), self.kind)


class Rewriter:
    """A hook for ``process_revision_directives``, with rules added by :meth:`rewrites`.

    The rules run in the order in which they were added, each on the result of those before it; none
    is called on its own result. The downgrade is derived, unless an earlier hook set it.
    """

    def __init__(self) -> None:
        self._rules: list[_Wanted] = []

    def rewrites(
        self, shape: type[Any], kind: type[Object] | None = None
    ) -> Callable[[F], F]:
        """Return a decorator that adds a rule.

        The rule is for operations of ``shape`` (Create, Drop, Alter, Rename, or a class of your
        own) on objects of ``kind``, or of all kinds if None.
        """

        def register(rule: F) -> F:
            self._rules.append(_Wanted(shape, kind, rule))
            return rule

        return register

    def __call__(self, situation: Situation, proposal: Proposal) -> Proposal:
        steps: Iterable[AnyOperation] = proposal.upgrade
        for wanted in self._rules:
            steps = [
                result
                for step in steps
                for result in _rewritten(wanted, situation, step)
            ]
        return replace(proposal, upgrade=tuple(steps))


def _rewritten(
    wanted: _Wanted, situation: Situation, step: AnyOperation
) -> Iterator[AnyOperation]:
    if not wanted.takes(step):
        yield step
        return
    name = f"rewriter rule {getattr(wanted.rule, '__name__', '')}".strip()
    answer = ask(name, describe(step), wanted.rule, situation, step)
    steps = [answer] if isinstance(answer, STEPS) else answer
    if not isinstance(steps, list | tuple) or not all(
        isinstance(result, STEPS) for result in steps
    ):
        expected = "an operation, or a list of them, which may be empty"
        raise ContextHookAnswer(name, describe(step), expected, shown(answer))
    yield from steps
