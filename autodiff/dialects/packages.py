"""Kinds and dialects of packages, registered by a call or named in entry points."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, EntryPoints, entry_points
from typing import Any

from autodiff.core.dialect import Dialect, Kind
from autodiff.errors.packages import BroughtTwice, PackageBroken
from autodiff.errors.users_code import CodeEnded, users_code
from autodiff.kinds import KINDS

KIND_ENTRIES = "autodiff.kinds"
DIALECT_ENTRIES = "autodiff.dialects"

_KINDS: dict[str, Kind] = {}
_DIALECTS: dict[str, type[Dialect]] = {}


def register_kind(kind: Kind) -> Kind:
    """Register ``kind``, so that it is compared and written; raises BroughtTwice.

    A package that names it in the entry point group ``autodiff.kinds`` need not be imported.
    """
    name = kind.value.kind
    registered = _KINDS.setdefault(name, kind)
    if registered is not kind or name in {own.kind for own in KINDS}:
        raise BroughtTwice("kind", name)
    return kind


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of packages, installed or registered; raises PackageBroken."""
    _register_installed()
    return tuple(_KINDS[name] for name in sorted(_KINDS))


@cache
def _register_installed() -> None:
    for entry in installed(KIND_ENTRIES):
        kind = loaded(entry)
        if not isinstance(kind, Kind):
            raise PackageBroken(*_place(entry), "it is no Kind")
        register_kind(kind)


def register_dialect(name: str, dialect: type[Dialect]) -> None:
    """Register ``dialect`` for the database that SQLAlchemy calls ``name``; raises BroughtTwice.

    A package that names it in the entry point group ``autodiff.dialects`` need not be imported.
    """
    if _DIALECTS.setdefault(name, dialect) is not dialect:
        raise BroughtTwice("dialect", name)


def dialect_brought(name: str) -> type[Dialect] | None:
    """Return a package's dialect for the database ``name``, or None; raises PackageBroken."""
    if name in _DIALECTS:
        return _DIALECTS[name]
    for entry in installed(DIALECT_ENTRIES).select(name=name):
        dialect = loaded(entry)
        if not (isinstance(dialect, type) and issubclass(dialect, Dialect)):
            raise PackageBroken(*_place(entry), "it is no Dialect")
        register_dialect(name, dialect)
        return dialect
    return None


# --- entry points ---------------------------------------------------------------------------------


@cache
def installed(group: str) -> EntryPoints:
    """Return the entry points of a group; cached, since every package on Python's path is read."""
    return entry_points(group=group)


def loaded(entry: EntryPoint) -> Any:
    """Return the object that an entry point names; raises PackageBroken."""
    try:
        with users_code("It"):
            return entry.load()
    except CodeEnded as problem:
        raise PackageBroken(*_place(entry), f"it {problem.did}") from problem
    except Exception as problem:
        text = f"{type(problem).__name__}: {problem}"
        raise PackageBroken(*_place(entry), text) from problem


def _place(entry: EntryPoint) -> tuple[str, str, str]:
    package = entry.dist.name if entry.dist is not None else "?"
    return package, entry.group, entry.name
