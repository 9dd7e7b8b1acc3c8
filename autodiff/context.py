"""``context``: what env.py can ask and do around the revisions of one command."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from autodiff.connect.database import connected
from autodiff.connect.event_loop import in_event_loop
from autodiff.environment import EnvironmentOptions, environment
from autodiff.errors.models import ContextKeywordUnknown, ContextValueWrong
from autodiff.execute.runner import OnApply
from autodiff.hooks.configured import (
    CompareServerDefault,
    CompareType,
    Hooks,
    IncludeName,
    IncludeObject,
    RenderItem,
    Revising,
)
from autodiff.hooks.keywords import check_plain, checked, likely_keyword
from autodiff.settings import Settings, load_settings

__all__ = [
    "configure",
    "connect",
    "engine",
    "is_offline",
    "run",
    "run_async",
    "settings",
    "tag",
    "x_arguments",
]


def settings(database: str | None = None) -> Settings:
    """Return the settings of the running command, or of the section of one of its databases."""
    own = environment().settings
    if database is None:
        return own
    return load_settings(str(own.source), database, None, os.environ, own.here)


def is_offline() -> bool:
    """Whether the command prints SQL instead of running it (``--sql``)."""
    return environment().offline


def x_arguments() -> dict[str, str]:
    """Return the arguments ``-x key=value``; a key without a value has ""."""
    pairs = (argument.partition("=") for argument in environment().x_arguments)
    return {key: value for key, _, value in pairs}


def tag() -> str | None:
    """Return the value of ``--tag``, None without it."""
    return environment().tag


def engine(database: str | None = None) -> Engine:
    """Return an engine for the URL and options of the settings, or of a database's section."""
    return environment().engine(settings(database))


def connect(database: str | None = None) -> AbstractContextManager[Connection | None]:
    """Return a connection by the settings (or a database's section), for ``with``; None offline."""
    return environment().connection(settings(database))


def configure(
    *,
    include_schemas: bool | None = None,
    include_name: IncludeName | None = None,
    include_object: IncludeObject | None = None,
    compare_type: bool | CompareType | None = None,
    compare_server_default: bool | CompareServerDefault | None = None,
    render_item: RenderItem | None = None,
    process_revision_directives: Revising | None = None,
    **unknown: Any,
) -> None:
    """Set how models and database are compared and how scripts are written.

    This is in force for every :func:`run` until the next call. ``include_schemas`` compares every
    namespace, as the setting ``namespaces = *`` does. The arguments and answers of the functions
    are described in ``autodiff.hooks.configured``. Raises ContextKeywordUnknown or
    ContextValueWrong.
    """
    for name in unknown:
        raise ContextKeywordUnknown("configure", name, likely_keyword(name))
    hooks = Hooks(
        include_schemas,
        include_name,
        include_object,
        compare_type,
        compare_server_default,
        render_item,
        process_revision_directives,
    )
    environment().hooks = checked(hooks)


def run(
    connection: Connection | None,
    *,
    target_metadata: sa.MetaData | Sequence[sa.MetaData] | None = None,
    on_version_apply: OnApply | Sequence[OnApply] = (),
    arguments: Mapping[str, Any] | None = None,
    suffix: str | None = None,
    database: str | None = None,
) -> None:
    """Do the command's work on ``connection``; for several databases, call this once for each.

    A transaction that the caller began with ``with connection.begin()`` is joined and left to the
    caller; one that an earlier statement began by itself is committed first. ``target_metadata``
    overrides the setting ``models``. ``on_version_apply`` functions are called with the connection
    and the step, in its transaction. ``arguments`` are passed to every ``upgrade()`` and
    ``downgrade()``; with a ``suffix``, such as ``_users``, these are ``upgrade_users()`` and
    ``downgrade_users()``. A ``database`` is one of the setting ``databases``: the suffix is its
    name, and the models are those of its section.
    """
    hooks = (
        (on_version_apply,) if callable(on_version_apply) else tuple(on_version_apply)
    )
    check_plain("run", "on_version_apply", hooks)
    if suffix is None:
        suffix = f"_{database}" if database else ""
    options = EnvironmentOptions(
        _several(target_metadata),
        hooks,
        dict(arguments or {}),
        suffix,
        settings(database) if database else None,
        environment().hooks,
        database or "",
    )
    environment().do(connection, options)


def _several(given: object) -> tuple[sa.MetaData, ...] | None:
    """Return ``target_metadata`` as a tuple, None without it; raises ContextValueWrong."""
    if given is None:
        return None
    metadata = tuple(given) if isinstance(given, Iterable) else (given,)
    for item in metadata:
        if not isinstance(item, sa.MetaData):
            name = item.__name__ if isinstance(item, type) else type(item).__name__
            expected = "a MetaData, such as Base.metadata, or a list of them"
            raise ContextValueWrong("run", "target_metadata", expected, name)
    return metadata


class Asynchronous(Protocol):
    """An ``AsyncEngine``; a protocol, so that only its users import the class."""

    @property
    def sync_engine(self) -> Engine: ...


def run_async(engine: Asynchronous, **options: Any) -> None:
    """Call :func:`run` on a connection of your asynchronous engine; ``options`` are those of
    ``run``.

    Use it only for such an engine: with an asynchronous driver in the settings' URL, env.py is the
    same as with any other driver. It works inside a running event loop too.
    """

    def work() -> None:
        with connected(engine.sync_engine) as connection:
            run(connection, **options)
        engine.sync_engine.dispose()

    in_event_loop(work)
