"""What this release of SQLAlchemy takes: the oldest that is supported lacks some arguments."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, registry


def _is(release: str) -> bool:
    """Whether this is ``release`` (``"2.1"``) or a later one."""
    ours, wanted = sa.__version__.split("."), release.split(".")
    return [*map(int, ours[:2])] >= [*map(int, wanted)]


IS_NEW = _is("2.1")
"""Whether ``create_all`` puts every default that is an expression in parentheses, as SQLite wants it,
and takes ``SET NULL (column)``.
"""

_ENUM = mysql.dialect(paramstyle="format").type_compiler_instance.process(sa.Enum("%"))  # type: ignore[no-untyped-call]

ENUM_PERCENT = "%" if _ENUM == "ENUM('%%')" else ""
"""A percent sign for an enum's member: the drivers of MySQL want it doubled in the ``ENUM`` of
``create_all``, and older releases send it as it is.
"""


def needs_sqlalchemy(release: str, why: str) -> pytest.MarkDecorator:
    """Marks a test of what SQLAlchemy does from ``release`` on; ``why`` says what."""
    reason = f"SQLAlchemy {sa.__version__} is older than {release}: {why}"
    return pytest.mark.skipif(not _is(release), reason=reason)


def needs(owner: type, argument: str) -> pytest.MarkDecorator:
    """Marks a test of an ``argument`` that ``owner`` does not take in older releases."""
    reason = f"SQLAlchemy {sa.__version__} has no {argument} for {owner.__name__}"
    return pytest.mark.skipif(not accepts(owner, argument), reason=reason)


def accepted(owner: type, **arguments: Any) -> dict[str, Any]:
    """Those of ``arguments`` (``sqlite_strict=True``) that ``owner`` (``sa.Table``) takes."""
    return {name: each for name, each in arguments.items() if accepts(owner, name)}


def accepts(owner: type, argument: str) -> bool:
    """Whether ``owner`` takes ``argument``."""
    name, _, option = argument.partition("_")
    taken = dict(registry.load(name).construct_arguments or ()).get(owner, {})
    return option in taken or "*" in taken
