"""The environment of a command: its settings and work, and env.py that is run for it."""

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
    """The arguments of ``context.run``, by which env.py says more than the settings.

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
        """Return the URL in the section of ``database``, None without one."""
        return self.settings.url if self.settings is not None else None


KEPT = "What was done before is kept; see: autodiff current."

Work = Callable[[Connection | None, EnvironmentOptions], None]


@dataclass
class Environment:
    """One command: its settings and its work; ``runs`` counts the calls of ``context.run``.

    ``given`` is a connection of the caller's, used instead of the settings' one. ``hooks`` are
    those that env.py configured last.
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
        """Yield the given connection, else one to the settings' database; None offline."""
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
        """Return an engine for ``settings``, by default those of the command."""
        settings = settings or self.settings
        return engine_for(settings.database_url(), settings.engine_options)

    def do(self, connection: Connection | None, options: EnvironmentOptions) -> None:
        """Do the work on one connection."""
        self.runs += 1
        self.work(connection, options)


_ENVIRONMENT: ContextVar[Environment] = ContextVar("autodiff_environment")


def environment() -> Environment:
    """Return the environment of the running command; raises NoEnvironment."""
    try:
        return _ENVIRONMENT.get()
    except LookupError:
        raise NoEnvironment() from None


def run_environment(current: Environment) -> None:
    """Run env.py, which does the work of ``current``; without env.py, do the work on one
    connection.

    With an asynchronous driver this happens in an event loop. Raises EnvironmentIdle,
    EnvironmentBroken, and all that the work raises.
    """
    if _is_async(current):
        in_event_loop(lambda: _run(current))
    else:
        _run(current)


def _is_async(current: Environment) -> bool:
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
    """Run env.py and return its names; raises EnvironmentBroken."""
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
    """Return the names of the coroutine functions that env.py defines."""
    return ", ".join(
        f"{name}()"
        for name, value in names.items()
        if iscoroutinefunction(value) and value.__module__ == names["__name__"]
    )


@contextmanager
def python_path(settings: Settings) -> Iterator[None]:
    """Put the settings' folders first on Python's path; they stay, since imports may come late."""
    for folder in reversed([str(path) for path in settings.python_path]):
        if folder not in sys.path:
            sys.path.insert(0, folder)
    yield
