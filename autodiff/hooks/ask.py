"""Calling a hook, with errors that say which hook failed and about what it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autodiff.errors import AutodiffError
from autodiff.errors.frames import users_frames
from autodiff.errors.models import ContextHookAnswer, ContextHookBroken
from autodiff.errors.users_code import users_code
from autodiff.execute.unawaited import unrun_result


def ask(hook: str, about: str, function: Callable[..., Any], *values: Any) -> Any:
    """Return what ``function`` answers to ``values``; ``hook`` and ``about`` are for the error
    message.

    Raises ContextHookBroken where the hook raises, CodeEnded where it ends the program.
    """
    subject = f"The hook {hook}, asked about {about},"
    try:
        with users_code(subject, "Nothing was written or changed."):
            return function(*values)
    except AutodiffError:
        raise
    except Exception as problem:
        raise ContextHookBroken(hook, about, users_frames(problem)) from problem


def ask_whether(
    hook: str, about: str, function: Callable[..., Any], *values: Any
) -> bool:
    """Return the True or False that ``function`` answers to ``values``; the parameters are those of
    :func:`ask`.

    Raises ContextHookBroken, CodeEnded, or ContextHookAnswer for any other answer.
    """
    answer = ask(hook, about, function, *values)
    if not isinstance(answer, bool):
        raise ContextHookAnswer(hook, about, "True or False", shown(answer))
    return answer


def shown(answer: object) -> str:
    """Return a wrong answer as an error shows it; None usually means a forgotten ``return``."""
    if answer is None:
        return "None"
    return unrun_result(answer) or f"{type(answer).__name__} {answer!r:.60}"
