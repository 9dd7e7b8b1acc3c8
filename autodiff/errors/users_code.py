"""Users' code: what comes up in it that would end the program, made an error like any other."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from types import TracebackType

from autodiff.errors.frames import is_ours, users_place
from autodiff.errors.tree import Failed


class CodeEnded(Failed):
    """Code of the user's ended the program instead of doing its work: ``sys.exit()``, mostly.

    ``did`` is what it did, and where; ``kept`` what is true now.
    """

    what: str
    did: str
    kept: str

    happened = "{what} {did}."
    now = "{kept}"
    advice = "Fix the cause; where nothing is wrong, let that code return."


def users_code(what: str, kept: str = "") -> AbstractContextManager[None]:
    """Around a call of code of the user's: raises CodeEnded where it ends the program.

    ``what`` that code is, and what is ``kept`` then, are for people. An exception of the usual
    sort passes, and so do an interrupt and a task that is cancelled from outside.
    """
    return _UsersCode(what, kept)


class _UsersCode(AbstractContextManager[None]):
    # No generator: a GeneratorExit must be told from one that ends ours.
    def __init__(self, what: str, kept: str) -> None:
        self._what = what
        self._kept = kept

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if problem is not None and ends_program(problem):
            raise ended(self._what, problem, self._kept) from problem


def ends_program(problem: BaseException) -> bool:
    """Whether ``problem``, which came up in code of the user's, is caught by no ``except Exception``
    and yet means no more than that this code failed.
    """
    if isinstance(problem, Exception | KeyboardInterrupt):
        return False
    if isinstance(problem, SystemExit):
        return True
    return not is_ours(problem) and not _is_cancelled(problem)


def _is_cancelled(problem: BaseException) -> bool:
    """Whether somebody cancelled the task that we run in, rather than code in it raising the same."""
    asyncio = sys.modules.get("asyncio")
    if asyncio is None or not isinstance(problem, asyncio.CancelledError):
        return False
    try:
        task = asyncio.current_task()
    except RuntimeError:  # no loop runs in this thread
        return False
    return task is not None and task.cancelling() > 0


def ended(what: str, problem: BaseException, kept: str) -> CodeEnded:
    """Return the error for code that ended the program by ``problem``."""
    return CodeEnded(what, _did(problem), kept)


def _did(problem: BaseException) -> str:
    place = users_place(problem)
    if not isinstance(problem, SystemExit):
        words = f": {problem}".rstrip(": .\n")
        return f"raised {type(problem).__name__}{place}{words}"
    if problem.code is None or isinstance(problem.code, int):
        return f"ended the program{place} with exit code {int(problem.code or 0)}"
    return f"ended the program{place}, saying: {problem.code}".rstrip(" .\n")
