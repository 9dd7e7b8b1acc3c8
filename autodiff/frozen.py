"""The decorator of all values: a frozen dataclass with slots, whose methods are written when first used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import (
    MISSING,
    Field,
    FrozenInstanceError,
    dataclass,
    field,
    fields,
)
from functools import cached_property
from typing import Any, TypeVar, dataclass_transform

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[Class]) -> type[Class]:
    """Make ``cls`` a value: to those who use it, what ``dataclass(frozen=True, slots=True)`` makes,
    without slots where it has cached properties.

    ``dataclass`` writes the source of six methods and compiles each: a millisecond for a class,
    a tenth of a second for what a command needs, most of it for methods that it never calls. Here
    ``__init__``, ``__eq__`` and ``__hash__`` are written when they are first called, and the others
    are the same for all classes. Fields, ``replace`` and patterns are those of ``dataclasses``.

    Its ``__init__`` also calls ``object.__setattr__`` for each field, since the class forbids to set
    one; a schema of 1,000 tables is 50,000 objects of a dozen fields. The one written here lets the
    new object be of a sister class meanwhile, which has the same slots and forbids nothing. Nobody
    else has seen the object yet. ``tests/test_frozen.py`` holds the two decorators side by side.
    """
    own = {name for name in _METHODS if vars(cls).get(name) is not None}
    lasting = any(isinstance(each, cached_property) for each in vars(cls).values())
    cls.__doc__ = cls.__doc__ or cls.__name__
    bare = dataclass(init=False, repr=False, eq=False, slots=not lasting)
    made: Any = bare(cls)
    for name in _METHODS.keys() - own:
        setattr(made, name, _METHODS[name])
    return made  # type: ignore[no-any-return]


# --- written when first called --------------------------------------------------------------------


def _first_init(self: Any, /, *values: Any, **named: Any) -> None:
    _settled(self, "__init__", _first_init, _init)(self, *values, **named)


def _first_eq(self: Any, other: object) -> Any:
    return _settled(self, "__eq__", _first_eq, _eq)(self, other)


def _first_hash(self: Any) -> Any:
    return _settled(self, "__hash__", _first_hash, _hash)(self)


def _settled(self: Any, name: str, stub: Any, write: Callable[[type], Any]) -> Any:
    """Write the method, put it in place of ``stub`` in the class that has it, and return it."""
    owner = next(each for each in type(self).__mro__ if vars(each).get(name) is stub)
    method = write(owner)
    setattr(owner, name, method)
    return method


def _init(cls: type) -> Any:
    known: dict[str, Any] = {"_sister": _sister(cls), "_MISSING": MISSING}
    known["_become"] = object.__dict__["__class__"].__set__
    found = fields(cls)
    places = [
        _parameter(each, known) for each in found if each.init and not each.kw_only
    ]
    named = [_parameter(each, known) for each in found if each.init and each.kw_only]
    lines = [
        f"def __init__({', '.join(['self', *places, *(['*', *named] if named else [])])}):",
        "    _class = self.__class__",
        "    _become(self, _sister)",
        *(f"    self.{each.name} = {_given(each, known)}" for each in found),
        "    self.__class__ = _class",
    ]
    if hasattr(cls, "__post_init__"):
        lines.append("    self.__post_init__()")
    return _written(cls, "__init__", lines, known)


def _parameter(each: Field[Any], known: dict[str, Any]) -> str:
    if each.default_factory is not MISSING:
        return f"{each.name}=_MISSING"
    if each.default is MISSING:
        return each.name
    known[f"_default_{each.name}"] = each.default
    return f"{each.name}=_default_{each.name}"


def _given(each: Field[Any], known: dict[str, Any]) -> str:
    """Return what a field is set to: its argument, or a new default of its factory."""
    if each.default_factory is MISSING:
        return each.name if each.init else f"_default_{each.name}"
    known[f"_new_{each.name}"] = each.default_factory
    new = f"_new_{each.name}()"
    return f"{new} if {each.name} is _MISSING else {each.name}" if each.init else new


def _sister(cls: type) -> type:
    """Return a class of the same layout, whose attributes can be set.

    Python writes to a slot directly only where ``__delattr__`` is ``object``'s own too; the two are
    one entry of a class. Otherwise each field takes four times as long. A class with ``Generic``
    among its bases cannot be made without its ``__orig_bases__``.
    """
    own = vars(cls)
    content: dict[str, Any] = {
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
    }
    for name in ("__slots__", "__orig_bases__"):
        if name in own:
            content[name] = own[name]
    return type(cls.__name__, cls.__bases__, content)


def _eq(cls: type) -> Any:
    lines = [
        "def __eq__(self, other):",
        "    if other.__class__ is self.__class__:",
        f"        return {_compared(cls, 'self')} == {_compared(cls, 'other')}",
        "    return NotImplemented",
    ]
    return _written(cls, "__eq__", lines, {})


def _hash(cls: type) -> Any:
    lines = ["def __hash__(self):", f"    return hash({_compared(cls, 'self')})"]
    return _written(cls, "__hash__", lines, {})


def _compared(cls: type, name: str) -> str:
    found = fields(cls)
    return f"({''.join(f'{name}.{each.name},' for each in found if each.compare)})"


def _written(cls: type, name: str, lines: list[str], known: dict[str, Any]) -> Any:
    exec("\n".join(lines), known)
    method = known[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


# --- the same for all -----------------------------------------------------------------------------


def _repr(self: Any) -> str:
    shown = (each.name for each in fields(self) if each.repr)
    items = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{type(self).__qualname__}({items})"


def _no_set(self: Any, name: str, to: Any) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _no_delete(self: Any, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for each, held in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, held)


_METHODS: dict[str, Any] = {
    "__init__": _first_init,
    "__eq__": _first_eq,
    "__hash__": _first_hash,
    "__repr__": _repr,
    "__setattr__": _no_set,
    "__delattr__": _no_delete,
    "__getstate__": _state,
    "__setstate__": _set_state,
}
