"""Asking: a hook called with care, so that what goes wrong in it is told as what it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autodiff.errors import AutodiffError
from autodiff.errors.frames import users_frames
from autodiff.errors.models import ContextHookAnswer, ContextHookBroken
from autodiff.errors.users_code import users_code
from autodiff.execute.unawaited import unrun_result


def ask(hook: str, about: str, function: Callable[..., Any], *values: Any) -> Any:
    """What ``function`` answers; ``hook`` and ``about`` are for people.

    Raises ContextHookBroken where it raises, CodeEnded where it ends the program.
    """
    who = f"The hook {hook}, asked about {about},"
    try:
        with users_code(who, "Nothing was written or changed."):
            return function(*values)
    except AutodiffError:
        raise
    except Exception as problem:
        raise ContextHookBroken(hook, about, users_frames(problem)) from problem


def ask_whether(
    hook: str, about: str, function: Callable[..., Any], *values: Any
) -> bool:
    """A yes or no; raises ContextHookBroken or ContextHookAnswer."""
    answer = ask(hook, about, function, *values)
    if not isinstance(answer, bool):
        raise ContextHookAnswer(hook, about, "True or False", shown(answer))
    return answer


def shown(answer: object) -> str:
    """A wrong answer, as far as it helps: a forgotten ``return`` gives None."""
    if answer is None:
        return "None"
    return unrun_result(answer) or f"{type(answer).__name__} {answer!r:.60}"
