"""The base of every kind of object: what the core may ask of one without knowing its kind."""

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

    ``title`` is what people call the kind, where its own name is no word. ``rank`` is how deep it
    stands: what has a higher rank may lean on what has a lower one. ``leaf`` objects (constraints,
    indexes) hold no rows, so a change may drop and create them anew; ``inline`` ones are created
    with their parent in one operation. ``info`` is what a model says beside the schema.
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
        """The identity; two objects with one key are two states of one thing."""
        raise NotImplementedError(type(self).__name__)

    @property
    def parent(self) -> Key | None:
        """The object that this one lives and dies with."""
        return None

    @property
    def unresolved(self) -> bool:
        """Whether a script that speaks of this has left to the state which one it is."""
        return False

    def resolve(self, state: Holding) -> Object | None:
        """The object that a script means by this value, as it is in ``state``, or None."""
        return state.get(self.key)

    def depends_on(self) -> Iterable[Key]:
        """What must exist wherever this exists."""
        return ()

    def provides(self) -> Iterable[Key]:
        """The keys that others may need of this object: its own, and abstract ones (a set of
        columns that is unique, say)."""
        return (self.key,)

    def soft_depends_on(self) -> Iterable[Key]:
        """What had better exist first, if anything provides it: it orders, and demands nothing."""
        return ()

    @property
    def occupies(self) -> tuple[str, ...]:
        """Names that no other object of the namespace may have at the same time, on any database."""
        return ()

    def alters_to(self, after: Self) -> bool:
        """Whether a change to ``after`` keeps the object; otherwise it is dropped and created."""
        return not self.leaf

    def narrows(self, after: Self) -> bool:
        """Whether ``after`` lacks something that others may use: then those change first."""
        return False

    def intermediate(self, after: Self) -> Self | None:
        """A state between this one and ``after`` in which those that lean on it can change over
        from what goes to what comes; None where they need none.
        """
        return None

    def survives(self, before: Object, after: Object) -> bool:
        """Whether this leaf may stay while something it needs is altered so; otherwise it is
        dropped before and created again after.
        """
        return True

    @property
    def known_as(self) -> str:
        """What hooks know the kind by: SQLAlchemy's word for it."""
        return self.kind

    @property
    def item_name(self) -> str:
        """What the kind is called among the items of a script."""
        return (self.title or self.kind).replace(" ", "_")

    @property
    def words(self) -> str:
        """The key as people read it: ``foreign key orders.fk_customer``."""
        kind, *places = self.key
        place = ".".join(each for each in places if each)
        return f"{self.title or kind} {place}"

    def described(self) -> str:
        """The object in words, for lists of changes: its key and what matters about it."""
        return self.words

    def create_code(self, parts: Sequence[Object], printer: Printer) -> Code:
        """The ``op`` call that creates the object with ``parts``."""
        raise NotImplementedError(type(self).__name__)

    def drop_code(self, printer: Printer) -> Code:
        """The ``op`` call that drops the object."""
        raise NotImplementedError(type(self).__name__)

    def alter_code(self, after: Self, printer: Printer) -> Code:
        """The ``op`` call that turns the object into ``after``."""
        raise NotImplementedError(type(self).__name__)

    def rename_code(self, after: Self, printer: Printer) -> Code:
        """The ``op`` call that gives the object the name of ``after``."""
        raise NotImplementedError(type(self).__name__)

    def inner_code(self, printer: Printer) -> Code:
        """The expression that stands for the object inside its parent's create call."""
        raise NotImplementedError(type(self).__name__)

    def with_renamed_reference(self, before: Key, after: Key) -> Self:
        """This value after the thing it refers to was renamed from ``before`` to ``after``."""
        return self

    def respell(self, dependent: Object, renames: Iterable[tuple[str, str]]) -> Object:
        """Give ``dependent`` as the database spells it after ``renames`` inside this object."""
        return dependent

    def changed_fields(self, other: Self) -> tuple[str, ...]:
        """Names of the compared fields in which the two states differ."""
        return tuple(
            each.name
            for each in fields(self)
            if each.compare and getattr(self, each.name) != getattr(other, each.name)
        )

    def having(self, **changes: Any) -> Self:
        """This value with ``changes`` to its fields; itself where they are equal to what it has, so
        that what is right already is not made once more.
        """
        new = any(getattr(self, name) != value for name, value in changes.items())
        return replace(self, **changes) if new else self

    def question(self, live: Sequence[Object]) -> Object | None:
        """Reduce this value to what the database spells in its own way, without names; None where
        it has no such clause, or one of ``live`` says it in the same text.
        """
        return None

    def with_normals_of(self, judged: Self) -> Self:
        """Own spelling with the normal forms that a database gave for the same object."""
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
    """Name the fields of a value's class that are compared."""
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
