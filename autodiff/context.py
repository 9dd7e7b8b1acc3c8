"""``context``: what env.py may ask and do around the revisions of one command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from autodiff.environment import Options, environment
from autodiff.execute.runner import OnApply
from autodiff.settings import Settings

__all__ = [
    "connect",
    "engine",
    "is_offline",
    "run",
    "settings",
    "tag",
    "x_arguments",
]


def settings() -> Settings:
    """The settings of the command that runs."""
    return environment().settings


def is_offline() -> bool:
    """Whether the command prints SQL instead of running it (``--sql``)."""
    return environment().offline


def x_arguments() -> dict[str, str]:
    """What was given with ``-x key=value``; a key without a value has ""."""
    pairs = (each.partition("=") for each in environment().x_arguments)
    return {key: value for key, _, value in pairs}


def tag() -> str | None:
    """What was given with ``--tag``."""
    return environment().tag


def engine() -> Engine:
    """An engine for the URL and options of the settings."""
    return environment().engine()


def connect() -> AbstractContextManager[Connection | None]:
    """A connection by the settings, to be used with ``with``; None offline."""
    return environment().connection()


def run(
    connection: Connection | None,
    *,
    target_metadata: sa.MetaData | Sequence[sa.MetaData] | None = None,
    on_version_apply: OnApply | Sequence[OnApply] = (),
    arguments: Mapping[str, Any] | None = None,
) -> None:
    """Do the command's work on ``connection``.

    A transaction that the caller began with ``with connection.begin()`` is joined and left to the
    caller; one that a statement before began by itself is committed first.
    ``target_metadata`` goes before the setting ``models``. ``on_version_apply`` functions are
    called with the connection and the step, in its transaction. ``arguments`` are handed to
    each ``upgrade()`` and ``downgrade()``.
    """
    hooks = (
        (on_version_apply,) if callable(on_version_apply) else tuple(on_version_apply)
    )
    metadata = (
        (target_metadata,)
        if isinstance(target_metadata, sa.MetaData)
        else target_metadata
    )
    environment().do(connection, Options(metadata, hooks, dict(arguments or {})))
