"""Options: what one database lets a model say beyond the standard, as sorted pairs."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from autodiff.core.code import Code, literal
from autodiff.core.dialect import Dialect

DialectOptions = tuple[tuple[str, Any], ...]
"""Sorted ``(SQLAlchemy keyword, value)`` pairs such as ``("mysql_engine", "InnoDB")``; values are
hashable: str, int, bool, or tuples of these."""


def options(
    values: Mapping[str, Any] | Iterable[tuple[str, Any]],
    false_says: Container[str] = (),
) -> DialectOptions:
    """Return the options of ``values``, less those that are None, empty, or False: ``false_says``
    names those where False is not what holds if nothing is said.
    """
    pairs = values.items() if isinstance(values, Mapping) else values
    stated = [pair for pair in pairs if pair[1] is not None]
    if not stated:
        return ()
    kept = [(name, _frozen(value)) for name, value in stated]
    stating = [
        (name, value)
        for name, value in kept
        if (name in false_says if value is False else value not in (None, (), ""))
    ]
    return tuple(sorted(stating))


def merged(values: DialectOptions, over: DialectOptions) -> DialectOptions:
    """Return ``values`` with those of ``over`` in their place or beside them."""
    return tuple(sorted((dict(values) | dict(over)).items()))


def _frozen(value: Any) -> Any:
    if isinstance(value, str | bool | int):
        return value
    if isinstance(value, Mapping):
        return tuple(sorted((str(k), _frozen(v)) for k, v in value.items()))
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(_frozen(each) for each in value)
    return value


def option(values: DialectOptions, name: str) -> Any:
    """Return the value of one option, or None."""
    return dict(values).get(name)


def option_codes(values: DialectOptions) -> dict[str, Code | None]:
    """Return the options as keyword arguments in source."""
    return {name: literal(_thawed(value)) for name, value in values}


def option_changes(
    before: DialectOptions, after: DialectOptions
) -> dict[str, Code | None]:
    """Return what changes (None for a removed option), then all old options with the prefix
    ``existing_``.
    """
    old, new = dict(before), dict(after)
    names = sorted(
        name for name in old.keys() | new.keys() if old.get(name) != new.get(name)
    )
    changes = {name: literal(_thawed(new.get(name))) for name in names}
    existing = {f"existing_{name}": literal(_thawed(old[name])) for name in sorted(old)}
    return {**changes, **existing}


def _thawed(value: Any) -> Any:
    """Convert pairs back to a mapping, other tuples to a list, as SQLAlchemy takes them."""
    if not isinstance(value, tuple):
        return value
    if value and all(isinstance(each, tuple) and len(each) == 2 for each in value):
        return {name: _thawed(inner) for name, inner in value}
    return [_thawed(each) for each in value]


_NARROWING = "_strict"
"""How the option is called by which a table takes fewer values than before."""


def narrows(before: DialectOptions, after: DialectOptions) -> bool:
    """Tell whether ``after`` narrows what ``before`` does not."""
    narrowing = {name for name, value in after if name.endswith(_NARROWING) and value}
    return any(not option(before, name) for name in narrowing)


_CARRIED = "_include"
"""How the option is called that names columns which an index carries along beside its key."""


def carried(values: DialectOptions) -> tuple[str, ...]:
    """Return the columns that an index, or the one behind a key, includes (INCLUDE)."""
    return tuple(
        column for name, value in values if name.endswith(_CARRIED) for column in value
    )


def carried_renamed(values: DialectOptions, before: str, after: str) -> DialectOptions:
    """Return ``values`` with an included column's new name in place of the old."""
    return tuple(
        (
            (name, tuple(after if each == before else each for each in value))
            if name.endswith(_CARRIED)
            else (name, value)
        )
        for name, value in values
    )


def states_options(item: Any) -> bool:
    """Whether a SQLAlchemy object states anything for any database. SQLAlchemy makes the place for
    it when something is stated; looking there would make it for all databases.
    """
    return "dialect_options" in vars(item)


def declared_options(
    item: Any, dialect: Dialect, skip: Iterable[str] = (), prefix: str | None = None
) -> DialectOptions:
    """Return the options that a SQLAlchemy object states for ``dialect`` (not the defaults).

    ``skip`` names those that the kind reads itself, without the prefix; that is the dialect's name
    where none is given.
    """
    if not states_options(item):
        return ()
    before = f"{dialect.name if prefix is None else prefix}_"
    skipped = {f"{before}{name}" for name in skip}
    false_says = {f"{before}{name}" for name in dialect.false_options}
    stated = getattr(item, "dialect_kwargs", {})
    return options(
        {
            name: _names(value) if name.endswith(_CARRIED) else value
            for name, value in stated.items()
            if name.startswith(before) and name not in skipped
        },
        false_says,
    )


def _names(columns: Iterable[Any] | None) -> tuple[str, ...]:
    """Return names of columns, which a model gives as names or as columns."""
    return tuple(str(getattr(each, "name", each)) for each in columns or ())
