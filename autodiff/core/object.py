"""The base class of all kinds of objects: what the shared code asks of an object, whatever its
kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, fields, replace
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, Self

from autodiff.core.clause import Clause
from autodiff.core.code import Code
from autodiff.core.key import Key
from autodiff.core.printer import Printer
from autodiff.frozen import frozen

NO_INFO: Mapping[Any, Any] = MappingProxyType({})
"""What nearly every model says beside the schema."""


class Holding(Protocol):
    """What objects can be looked up in: a state."""

    def get(self, key: Key, /) -> Object | None: ...

    def under(self, key: Key, /) -> tuple[Object, ...]: ...


@frozen
class Object:
    """One addressable thing of a schema, as an immutable value.

    ``title`` is the kind's name for people, where ``kind`` is no plain word. ``rank`` is the depth:
    an object may depend on objects of a lower rank. A ``leaf`` (constraint, index) holds no rows,
    so a change may drop and re-create it. An ``inline`` object is created with its parent in one
    operation. ``info`` is the model's ``info`` dictionary; it is not compared.
    """

    info: Mapping[Any, Any] = field(
        default_factory=lambda: NO_INFO, compare=False, repr=False, kw_only=True
    )

    kind: ClassVar[str]
    title: ClassVar[str] = ""
    rank: ClassVar[int]
    leaf: ClassVar[bool] = False
    inline: ClassVar[bool] = False

    @property
    def key(self) -> Key:
        """Return the identity: two objects with the same key are two states of one thing."""
        raise NotImplementedError(type(self).__name__)

    @property
    def parent(self) -> Key | None:
        """Return the key of the object that this one is created and dropped with, or None."""
        return None

    @property
    def unresolved(self) -> bool:
        """Whether a script does not say which object it means, so that the state must be asked."""
        return False

    def resolve(self, state: Holding) -> Object | None:
        """Return the object of ``state`` that a script means by this value, or None."""
        return state.get(self.key)

    def depends_on(self) -> Iterable[Key]:
        """Return the keys that must exist wherever this object exists, for the order of operations."""
        return ()

    def provides(self) -> Iterable[Key]:
        """Return the keys that other objects may depend on: its own, and abstract ones (such as a
        unique set of columns).
        """
        return (self.key,)

    def soft_depends_on(self) -> Iterable[Key]:
        """Return keys that are created first if anything provides them; they need not exist."""
        return ()

    @property
    def occupies(self) -> tuple[str, ...]:
        """Return names that no other object of the namespace may have at the same time, on any
        database.
        """
        return ()

    def alters_to(self, after: Self) -> bool:
        """Whether this object can be altered to ``after``; otherwise it is dropped and re-created."""
        return not self.leaf

    def narrows(self, after: Self) -> bool:
        """Whether ``after`` lacks something that dependents may use, so that they change first."""
        return False

    def intermediate(self, after: Self) -> Self | None:
        """Return a state between this one and ``after``, in which dependents can change from what
        is removed to what is added; None where they need none.
        """
        return None

    def survives(self, before: Object, after: Object) -> bool:
        """Whether this leaf may stay while an object that it depends on is altered from ``before``
        to ``after``; otherwise it is dropped before and re-created after.
        """
        return True

    @property
    def known_as(self) -> str:
        """Return SQLAlchemy's word for the kind, for hooks."""
        return self.kind

    @property
    def item_name(self) -> str:
        """Return the kind's name among the items of a script, for the hook that renders them."""
        return (self.title or self.kind).replace(" ", "_")

    @property
    def words(self) -> str:
        """Return the key for people: ``foreign key orders.fk_customer``."""
        kind, *places = self.key
        place = ".".join(each for each in places if each)
        return f"{self.title or kind} {place}"

    def described(self) -> str:
        """Return the key and what matters about the object, for lists of changes."""
        return self.words

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        """Return the ``op`` call of a script that creates the object with ``parts``."""
        raise NotImplementedError(type(self).__name__)

    def drop_code(self, printer: Printer) -> Code:
        """Return the ``op`` call of a script that drops the object."""
        raise NotImplementedError(type(self).__name__)

    def alter_code(self, after: Self, printer: Printer) -> Code:
        """Return the ``op`` call of a script that alters the object to ``after``."""
        raise NotImplementedError(type(self).__name__)

    def rename_code(self, after: Self, printer: Printer) -> Code:
        """Return the ``op`` call of a script that gives the object the name of ``after``."""
        raise NotImplementedError(type(self).__name__)

    def inner_code(self, printer: Printer) -> Code:
        """Return the expression for the object inside its parent's create call."""
        raise NotImplementedError(type(self).__name__)

    def with_renamed_reference(self, before: Key, after: Key) -> Self:
        """Return this value after an object that it refers to was renamed from ``before`` to
        ``after``.
        """
        return self

    def respell(self, dependent: Object, renames: Iterable[tuple[str, str]]) -> Object:
        """Return ``dependent`` as the database spells it after ``renames`` (old and new names)
        inside this object.
        """
        return dependent

    def changed_fields(self, other: Self) -> tuple[str, ...]:
        """Return the names of the compared fields in which this state and ``other`` differ."""
        return tuple(
            each.name
            for each in fields(self)
            if each.compare and getattr(self, each.name) != getattr(other, each.name)
        )

    def having(self, **changes: Any) -> Self:
        """Return this value with ``changes`` to its fields; the value itself where nothing differs,
        so that no equal copy is made.
        """
        new = any(getattr(self, name) != value for name, value in changes.items())
        return replace(self, **changes) if new else self

    def question(self, live: Sequence[Object]) -> Object | None:
        """Reduce this value to the clauses that the database spells in its own way, without names;
        None where it has none, or one of ``live`` has the same text.
        """
        return None

    def with_normals_of(self, judged: Self) -> Self:
        """Return this spelling with the normal forms of ``judged``, the same object as the database
        gave it back.
        """
        changes: dict[str, Any] = {}
        for name in compared_names(type(self)):
            mine = getattr(self, name)
            if mine is None or isinstance(mine, str | bool):
                continue
            both = _with_normal(mine, getattr(judged, name))
            if both is not mine:
                changes[name] = both
        return replace(self, **changes) if changes else self


_compared_names: dict[type, tuple[str, ...]] = {}


def compared_names(kind: type) -> tuple[str, ...]:
    """Return the names of the compared fields of the class ``kind``."""
    names = _compared_names.get(kind)
    if names is None:
        names = tuple([field.name for field in fields(kind) if field.compare])
        _compared_names[kind] = names
    return names


def _with_normal(mine: Any, theirs: Any) -> Any:
    if isinstance(mine, Clause) and isinstance(theirs, Clause):
        return mine if mine == theirs else mine.with_normal(theirs.normal)
    if mine == theirs:
        return mine
    if (
        isinstance(mine, tuple)
        and isinstance(theirs, tuple)
        and len(mine) == len(theirs)
    ):
        return tuple(_with_normal(m, t) for m, t in zip(mine, theirs, strict=True))
    if hasattr(mine, "with_normals_of") and type(mine) is type(theirs):
        return mine.with_normals_of(theirs)
    return mine
