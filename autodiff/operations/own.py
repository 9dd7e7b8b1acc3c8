"""Operations of packages: registered and looked up by name, or invoked as values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from autodiff.core.execute import Execute
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.own_operation import OwnOperation
from autodiff.dialects.packages import installed, kinds, loaded
from autodiff.errors.nearest import nearest
from autodiff.errors.operations import (
    FunctionTaken,
    FunctionUnknown,
    FunctionUnrun,
)
from autodiff.execute.current import migration
from autodiff.execute.item import Group, InsertedRows, Item, Opaque, Sql
from autodiff.execute.unawaited import unrun_function

F = TypeVar("F", bound=Callable[..., Any])
OperationFunction = Callable[..., Any]

ENTRY_POINTS = "autodiff.operations"

_REGISTERED: dict[str, OperationFunction] = {}
_IMPLEMENTED: dict[type[Any], OperationFunction] = {}


def register_operation(name: str, *, replace: bool = False) -> Callable[[F], F]:
    """Register a function as an operation: scripts call it as ``op.name``, with its own arguments.

    The function works by calling ``op`` itself, so it can be recorded, printed as SQL and resumed
    like any other. Inside ``op.batch_alter_table`` it is ``batch_op.name`` too, with the table's
    name as first argument. Raises FunctionTaken if the name is in use and ``replace`` is False, and
    FunctionUnrun if a call of the function would not run it (a coroutine, a generator).

        @op.register_operation("create_view")
        def create_view(name: str, query: str) -> None:
            op.execute(f"CREATE VIEW {name} AS {query}")

    A package that names the function in the entry point group ``autodiff.operations`` need not be
    imported by scripts.
    """

    def register(function: F) -> F:
        if name in _REGISTERED and _REGISTERED[name] is not function and not replace:
            raise FunctionTaken(name)
        _REGISTERED[name] = _plain(name, function)
        return function

    return register


def implementation_for(class_: type[Any], replace: bool = False) -> Callable[[F], F]:
    """Register the function by which :func:`invoke` runs values of ``class_``.

    It is given the value and works by calling ``op``. Raises FunctionTaken if the class has one and
    ``replace`` is False, and FunctionUnrun as :func:`register_operation` does.
    """

    def register(function: F) -> F:
        if class_ in _IMPLEMENTED and not replace:
            raise FunctionTaken(class_.__name__)
        _IMPLEMENTED[class_] = _plain(class_.__name__, function)
        return function

    return register


def invoke(operation: Any) -> Any:
    """Run an operation that is a value, and return its result.

    It is one of autodiff's own, an ``OwnOperation``, or of a class that a package registered with
    :func:`implementation_for`. Raises FunctionUnknown for any other.
    """
    if isinstance(operation, Create | Drop | Alter | Rename):
        return migration().hand(Group((operation,)))
    if isinstance(operation, Group | Sql | InsertedRows | Opaque):
        item: Item = operation
        return migration().hand(item)
    if isinstance(operation, Execute):
        return migration().hand(Sql(operation.sql))
    if isinstance(operation, OwnOperation):
        return operation.run()
    for class_ in type(operation).__mro__:
        if class_ in _IMPLEMENTED:
            return _IMPLEMENTED[class_](operation)
    raise FunctionUnknown(f"invoke({type(operation).__name__})", "")


def _plain(name: str, function: OperationFunction) -> OperationFunction:
    """Return the same function; raises FunctionUnrun if a call would not run it."""
    sort = unrun_function(function)
    if sort:
        raise FunctionUnrun(name, sort)
    return function


def found(name: str, known: list[str]) -> OperationFunction:
    """Return the registered operation ``name``.

    Raises FunctionUnknown if there is none, with the nearest of ``known`` and registered names.
    """
    if name in _REGISTERED:
        return _REGISTERED[name]
    for function in (each for kind in kinds() for each in kind.operations):
        if function.__name__ == name:
            return _plain(name, function)
    for entry in installed(ENTRY_POINTS).select(name=name):
        return _REGISTERED.setdefault(name, _plain(name, loaded(entry)))
    close = nearest(name, [*known, *_REGISTERED], 1)
    raise FunctionUnknown(name, f" Did you mean {close[0]}?" if close else "")
