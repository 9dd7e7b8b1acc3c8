"""Recording: a script run without a database, to collect its items."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from types import MappingProxyType
from typing import Any, NoReturn

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.errors.writing import ScriptNotRecorded
from autodiff.execute import script
from autodiff.execute.current import in_force
from autodiff.execute.item import Item, Opaque
from autodiff.execute.script import Script
from autodiff.execute.unawaited import call


class LooksAtData(Exception):
    """A recorded script asked for the live connection: what it does after that is unknown."""


class Recording:
    """A migration that only collects items."""

    offline = True

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.items: list[Item] = []

    def hand(self, item: Item) -> None:
        self.items.append(item)

    def bind(self) -> Connection:
        self._stop("get_bind()")

    @contextmanager
    def autocommit(self) -> Iterator[None]:
        yield

    def _stop(self, what: str) -> NoReturn:
        self.items.append(Opaque(what))
        raise LooksAtData(what)


def recorded(function: Callable[[], Any], dialect: Dialect) -> tuple[Item, ...]:
    """Return the items of ``function`` (a script's upgrade, say). Where it looks at live data, the
    list ends with an :class:`Opaque`.
    """
    recording = Recording(dialect)
    with in_force(recording), suppress(LooksAtData):
        call(script.SCRIPT, function)
    return tuple(recording.items)


def items_of(
    loaded: Script,
    name: str,
    dialect: Dialect,
    arguments: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[Item, ...]:
    """Return the items of the function ``name`` of the script ``loaded``, called with ``arguments``.

    Raises ScriptNotRecorded.
    """
    function = script.function_of(loaded, name)
    try:
        return recorded(partial(function, **arguments), dialect)
    except Exception as problem:
        header = loaded.header
        words = script.said(problem, header.path)
        raise ScriptNotRecorded(header.revision, header.path, words) from problem


def recorded_until_stopped(
    loaded: Script, name: str, dialect: Dialect, arguments: Mapping[str, Any]
) -> tuple[Item, ...]:
    """Return the items of the function ``name`` of the script ``loaded``, called with ``arguments``.

    If the function raises an exception, return the items before that.
    """
    function = script.function_of(loaded, name)
    recording = Recording(dialect)
    with in_force(recording), suppress(Exception):
        call(script.SCRIPT, function, arguments=arguments)
    return tuple(recording.items)
