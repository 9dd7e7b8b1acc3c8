"""``frozen`` makes what ``dataclass(frozen=True, slots=True)`` makes: the two, side by side."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar, get_args

import pytest

from autodiff.frozen import frozen


def _classes(make: Callable[[Any], Any]) -> tuple[Any, Any]:
    """A class and one that inherits from it, as the kinds do."""

    @make
    class Part:
        """A part."""

        info: dict[str, int] = field(
            default_factory=dict, compare=False, repr=False, kw_only=True
        )
        kind: ClassVar[str] = "part"

        @property
        def shown(self) -> str:
            return f"{self.kind} {self!r}"

    @make
    class Whole(Part):
        """A whole."""

        name: str
        size: int = 1
        note: str = field(default="", compare=False)
        parts: tuple[Any, ...] = ()
        kind: ClassVar[str] = "whole"

        @property
        def shown(self) -> str:
            return Part.shown.fget(self).upper()  # type: ignore[attr-defined]

    return Part, Whole


OURS = _classes(frozen)
PLAIN = _classes(dataclass(frozen=True, slots=True))
BOTH = pytest.mark.parametrize("classes", [OURS, PLAIN], ids=["frozen", "dataclass"])


def _said(classes: tuple[Any, Any]) -> list[object]:
    """All that can be seen of some values of two classes."""
    part, whole = classes
    one, same = whole("a", 2, info={"x": 1}), whole("a", size=2, note="other")
    other, nested = whole("b"), whole("a", parts=(whole("b"), 3))
    values = [one, same, other, nested, part(), part(info={"y": 2})]
    return [
        [repr(each) for each in values],
        [each.shown for each in values],
        [[a == b for a in values] for b in values],
        [[hash(a) == hash(b) for a in values] for b in values],
        [each == "a" for each in values],
        [each.__eq__(one) is NotImplemented for each in values],
        [[each.name for each in fields(value)] for value in values],
        repr(replace(one, name="c", info={})),
        [repr(copy.copy(each)) for each in values],
        [copy.deepcopy(each) == each for each in values],
        [each.info for each in values],
        whole.__match_args__,
        [hasattr(each, "__dict__") for each in values],
        [type(each).__doc__ for each in values],
        whole("a").info is not whole("a").info,
    ]


def test_both_say_the_same_of_their_values() -> None:
    assert _said(OURS) == _said(PLAIN)


@BOTH
def test_nothing_can_be_set_or_deleted(classes: tuple[Any, Any]) -> None:
    one = classes[1]("a")
    for name in ("name", "note", "info"):
        with pytest.raises(FrozenInstanceError):
            setattr(one, name, "b")
        with pytest.raises(FrozenInstanceError):
            delattr(one, name)
    with pytest.raises((FrozenInstanceError, TypeError, AttributeError)):
        one.unknown = 1
    assert one == classes[1]("a")


@BOTH
@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), (("a", 1, "", (), {}), {}), (("a",), {"name": "b"}), (("a",), {"c": 1})],
)
def test_what_is_not_a_field_is_refused(
    classes: tuple[Any, Any], values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        classes[1](*values, **named)


@BOTH
def test_a_pattern_takes_a_value_apart(classes: tuple[Any, Any]) -> None:
    whole = classes[1]
    match whole("a", 2):
        case whole(name, size):
            assert (name, size) == ("a", 2)
        case _:
            pytest.fail("no match")


@frozen
class Area:
    """With a property that is kept, and a check of what it is given."""

    sides: tuple[int, int]

    def __post_init__(self) -> None:
        if min(self.sides) < 0:
            raise ValueError(self.sides)

    @cached_property
    def size(self) -> int:
        return self.sides[0] * self.sides[1]


def test_a_class_with_a_cached_property_keeps_it() -> None:
    area = Area((2, 3))
    assert area.size == 6
    assert vars(area)["size"] == 6
    with pytest.raises(FrozenInstanceError):
        area.sides = (3, 3)  # type: ignore[misc]
    with pytest.raises(ValueError):
        Area((-1, 3))


def test_a_value_can_be_pickled() -> None:
    area = Area((2, 3))
    assert pickle.loads(pickle.dumps(area)) == area


@frozen
class Named:
    """With methods of its own, which stay."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.name.lower() == other.name.lower()

    def __repr__(self) -> str:
        return f"<{self.name}>"


def test_methods_of_the_class_stay() -> None:
    assert Named("a") == Named("A")
    assert repr(Named("a")) == "<a>"


# --- generic classes ------------------------------------------------------------------------------

Item = TypeVar("Item")


@frozen
class Box(Generic[Item]):
    """Of any type, as operations are of any kind."""

    item: Item
    note: str = field(default="", compare=False)


@frozen
class Labelled(Box[str], Generic[Item]):
    """A subclass with a parameter of its own."""

    label: Item | None = None


class Plain:
    """The same, made by ``dataclass``."""

    @dataclass(frozen=True, slots=True)
    class Box(Generic[Item]):
        item: Item
        note: str = field(default="", compare=False)


def test_a_generic_class_makes_values() -> None:
    assert Box(1) == Box(1, "x") != Box(2)
    assert hash(Box(1)) == hash(Box(1, "x"))
    assert replace(Box(1), item=2) == Box(2)
    assert type(Box(1)) is Box
    with pytest.raises(FrozenInstanceError):
        Box(1).item = 2  # type: ignore[misc]


def test_a_generic_class_stays_generic() -> None:
    assert get_args(Box[int]) == (int,)
    assert Box.__orig_bases__ == (Generic[Item],)  # type: ignore[attr-defined]
    assert Labelled.__orig_bases__ == (Box[str], Generic[Item])  # type: ignore[attr-defined]
    assert Box.__parameters__ == Plain.Box.__parameters__  # type: ignore[attr-defined]


def test_a_value_made_by_a_parametrised_class_is_of_the_class() -> None:
    made = Box[int](1)
    assert type(made) is Box
    assert made == Box(1)
    assert isinstance(Labelled[int]("a", label=2), Box)


@pytest.mark.parametrize(
    "made", [Box(1), Labelled("a", "n", 2)], ids=["box", "labelled"]
)
def test_a_generic_value_has_slots_and_can_be_copied(made: Any) -> None:
    assert not hasattr(made, "__dict__")
    for same in (pickle.loads(pickle.dumps(made)), copy.copy(made)):
        assert same == made
        assert same.note == made.note
        assert type(same) is type(made)
