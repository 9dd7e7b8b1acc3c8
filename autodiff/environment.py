"""The environment: what one command wants done, and env.py run around it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from autodiff.connect.database import connected, engine_for, is_async
from autodiff.connect.event_loop import in_event_loop
from autodiff.errors import AutodiffError
from autodiff.errors.frames import is_ours, users_frames
from autodiff.errors.models import EnvironmentBroken, EnvironmentIdle, NoEnvironment
from autodiff.errors.users_code import users_code
from autodiff.execute.runner import OnApply
from autodiff.frozen import frozen
from autodiff.hooks.configured import NO_HOOKS, Hooks
from autodiff.settings import Settings


@frozen
class EnvironmentOptions:
    """What env.py may say beyond the settings, by the arguments of ``context.run``.

    ``settings`` are those of the section of ``database``.
    """

    target_metadata: Sequence[sa.MetaData] | None = None
    on_apply: Sequence[OnApply] = ()
    arguments: dict[str, Any] = field(default_factory=dict)
    suffix: str = ""
    settings: Settings | None = None
    hooks: Hooks = NO_HOOKS
    database: str = ""

    @property
    def url(self) -> str | None:
        """The URL in the section of ``database``."""
        return self.settings.url if self.settings is not None else None


KEPT = "What was done before is kept; see: autodiff current."

Work = Callable[[Connection | None, EnvironmentOptions], None]


@dataclass
class Environment:
    """One command: its settings and its work; ``runs`` counts how often env.py asked for it.

    ``given`` is a connection of the caller's, which is used in place of the settings' one. ``hooks``
    are those that env.py configured last.
    """

    settings: Settings
    work: Work
    offline: bool = False
    x_arguments: tuple[str, ...] = ()
    tag: str | None = None
    given: Connection | None = None
    runs: int = 0
    hooks: Hooks = NO_HOOKS

    @contextmanager
    def connection(
        self, settings: Settings | None = None
    ) -> Iterator[Connection | None]:
        """The given connection, else one by the settings; None offline."""
        if self.offline or self.given is not None:
            yield self.given
            return
        engine = self.engine(settings)
        try:
            with connected(engine) as connection:
                yield connection
        finally:
            engine.dispose()

    def engine(self, settings: Settings | None = None) -> Engine:
        """An engine by ``settings``, else by those of the command."""
        settings = settings or self.settings
        return engine_for(settings.database_url(), settings.engine_options)

    def do(self, connection: Connection | None, options: EnvironmentOptions) -> None:
        """The work, on one connection."""
        self.runs += 1
        self.work(connection, options)


_ENVIRONMENT: ContextVar[Environment] = ContextVar("autodiff_environment")


def environment() -> Environment:
    """The command that runs now; raises NoEnvironment."""
    try:
        return _ENVIRONMENT.get()
    except LookupError:
        raise NoEnvironment() from None


def run_environment(current: Environment) -> None:
    """Run env.py, or without one what it would say, so that the work of ``current`` is done.

    With an asynchronous driver this happens in an event loop. Raises EnvironmentIdle,
    EnvironmentBroken, and all that the work raises.
    """
    if _waits(current):
        in_event_loop(lambda: _run(current))
    else:
        _run(current)


def _waits(current: Environment) -> bool:
    url = current.settings.url
    return bool(url and not current.offline and not current.given and is_async(url))


def _run(current: Environment) -> None:
    token = _ENVIRONMENT.set(current)
    try:
        with python_path(current.settings), users_code("Code of the project", KEPT):
            file = current.settings.directory / "env.py"
            if file.is_file():
                names = _run_file(file)
                if not current.runs:
                    raise EnvironmentIdle(str(file), _asynchronous(names))
            else:
                with current.connection() as connection:
                    current.do(connection, EnvironmentOptions())
    finally:
        _ENVIRONMENT.reset(token)


def _run_file(file: Path) -> dict[str, Any]:
    """The names that env.py leaves."""
    names: dict[str, Any] = {"__name__": "autodiff_env", "__file__": str(file)}
    try:
        exec(compile(file.read_text("utf-8"), str(file), "exec"), names)
    except AutodiffError:
        raise
    except Exception as problem:
        if is_ours(problem):
            raise
        raise EnvironmentBroken(str(file), users_frames(problem)) from problem
    return names


def _asynchronous(names: Mapping[str, Any]) -> str:
    """The coroutine functions that are defined there."""
    return ", ".join(
        f"{name}()"
        for name, value in names.items()
        if iscoroutinefunction(value) and value.__module__ == names["__name__"]
    )


@contextmanager
def python_path(settings: Settings) -> Iterator[None]:
    """The settings' folders first on Python's path; they stay, since imports may come late."""
    for folder in reversed([str(path) for path in settings.python_path]):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    yield
