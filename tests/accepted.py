"""What this release of SQLAlchemy takes: the oldest that is supported lacks some arguments."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import registry

IS_NEW = sa.__version__ >= "2.1"
"""Whether ``create_all`` puts every default that is an expression in parentheses, as SQLite wants it."""


def accepted(owner: type, **arguments: Any) -> dict[str, Any]:
    """Those of ``arguments`` (``sqlite_strict=True``) that ``owner`` (``sa.Table``) takes."""
    return {name: each for name, each in arguments.items() if accepts(owner, name)}


def accepts(owner: type, argument: str) -> bool:
    """Whether ``owner`` takes ``argument``."""
    name, _, option = argument.partition("_")
    taken = dict(registry.load(name).construct_arguments or ())
    return option in taken.get(owner, ())
