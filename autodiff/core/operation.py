"""The shapes of an operation: create, drop, alter and rename as values that have an inverse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from typing import Generic, TypeGuard, TypeVar

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.core.own_operation import OwnOperation
from autodiff.frozen import frozen

Value = TypeVar("Value", bound=Object, covariant=True)
"""The kind of an operation's object: ``Alter[Column]`` alters a column."""


@frozen
class Create(Generic[Value]):
    """Creates ``object`` together with its ``parts``.

    ``fill`` is the value of a new column in existing rows.
    """

    object: Value
    parts: tuple[Object, ...] = ()
    if_not_exists: bool = field(default=False, compare=False)
    fill: Clause | None = field(default=None, compare=False)

    @property
    def inverse(self) -> Drop[Value]:
        return Drop(self.object, self.parts)


@frozen
class Drop(Generic[Value]):
    """Drops ``object`` and its ``parts``.

    A script names only what it drops: ``unknown`` then lists the fields whose values are
    placeholders ("parts" included), until :func:`autodiff.core.knowledge.complete` fills them.
    """

    object: Value
    parts: tuple[Object, ...] = ()
    unknown: frozenset[str] = field(default=frozenset(), compare=False)
    if_exists: bool = field(default=False, compare=False)

    @property
    def inverse(self) -> Create[Value]:
        return Create(self.object, self.parts)


@frozen
class Alter(Generic[Value]):
    """Changes an object in place from ``before`` to ``after``, which have the same key.

    ``unknown`` lists the fields that the script does not state: placeholders on both sides.
    ``options`` are the script's keywords on how to do it (``postgresql_using``, say). ``fill``
    replaces NULL where the column becomes NOT NULL. ``inner_renames`` are old and new names of
    things inside the object that keep their rows (labels of an enum).
    """

    before: Value
    after: Value
    unknown: frozenset[str] = field(default=frozenset(), compare=False)
    options: tuple[tuple[str, str], ...] = ()
    fill: Clause | None = field(default=None, compare=False)
    inner_renames: tuple[tuple[str, str], ...] = ()

    @property
    def object(self) -> Value:
        return self.after

    @property
    def inverse(self) -> Alter[Value]:
        back = tuple((new, old) for old, new in self.inner_renames)
        return Alter(self.after, self.before, self.unknown, inner_renames=back)


@frozen
class Rename(Generic[Value]):
    """Gives an object another name; everything else about it stays."""

    before: Value
    after: Value
    unknown: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def object(self) -> Value:
        return self.after

    @property
    def inverse(self) -> Rename[Value]:
        return Rename(self.after, self.before, self.unknown)


Operation = Create[Object] | Drop[Object] | Alter[Object] | Rename[Object]

AnyOperation = Operation | OwnOperation
"""What a script does: an operation on an object, or something of a package's or hook's own."""


def inverses(operations: Sequence[Operation]) -> tuple[Operation, ...]:
    """Return the operations that undo ``operations``: their inverses in reverse order."""
    return tuple(each.inverse for each in reversed(operations))


def undone(steps: Sequence[AnyOperation]) -> tuple[AnyOperation, ...]:
    """Return what undoes ``steps``, in reverse order, without those that have no inverse."""
    undoing = (step.inverse for step in reversed(steps))
    return tuple(step for step in undoing if step is not None)


Kind = TypeVar("Kind", bound=Object)


def alters(operation: Operation, kind: type[Kind]) -> TypeGuard[Alter[Kind]]:
    """Tell whether ``operation`` alters an object of ``kind``, with its type from then on."""
    return isinstance(operation, Alter) and isinstance(operation.after, kind)


def made(operation: Operation) -> Iterable[Object]:
    """Return the objects that exist after ``operation`` in the state that it gives them."""
    match operation:
        case Create(object=value, parts=parts):
            return (value, *parts)
        case Alter(after=value) | Rename(after=value):
            return (value,)
        case Drop():
            return ()


def unmade(operation: Operation) -> Iterable[Object]:
    """Return the objects that exist before ``operation`` in a state that it ends."""
    return made(operation.inverse)
