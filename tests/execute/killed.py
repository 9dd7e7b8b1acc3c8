"""A run that is killed: a process of its own, ended by SIGKILL at a chosen event of its connection."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from autodiff.execute.direct_statements import only_reads

KILLED = -9
"""The exit code of a process that was killed."""

SENDING = ("before_cursor_execute", "after_cursor_execute")
"""Before a statement is sent, and when the database has done it; commits lie between these."""


def in_process(work: Callable[[], Any]) -> int:
    """Do ``work`` in a process of its own; its exit code, or -9 if it was killed."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at_each_moment(
    prepare: Callable[[], Any], work: Callable[[], Any]
) -> Iterator[tuple[int, int]]:
    """Do ``work`` again and again, each time killed one event later, until it comes to its end.

    Gives the number of the event and the exit code; ``prepare`` goes before each.
    """
    number, exit_code = 0, KILLED
    while exit_code == KILLED:
        number += 1
        prepare()
        exit_code = killed_at(number, work)
        yield number, exit_code


def killed_at(number: int, work: Callable[[], Any]) -> int:
    """Do ``work`` in a process that is killed at event ``number`` of :data:`SENDING` (from 1),
    statements that only read left out: between two of these nothing happens.

    The exit code is 0 where ``work`` has fewer events.
    """
    seen = 0

    def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal seen
        seen += not only_reads(statement)
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def hooked() -> None:
        for event in SENDING:
            sa.event.listen(Engine, event, listen)
        work()

    return in_process(hooked)
