"""Strategies for schemas of all kinds that could stand in a database, and for pairs of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hypothesis import strategies as st

from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.kinds.namespace import Namespace
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique
from tests.core import objects as o

Target = tuple[o.Place, tuple[str, ...]]


@st.composite
def _table_objects(draw: st.DrawFn, place: o.Place) -> list[Object]:
    """A table, its columns and what stands on them, foreign keys left out."""
    result: list[Object] = [draw(o.tables(place))]
    for name in draw(
        st.lists(st.sampled_from(o.COLUMNS), min_size=2, max_size=4, unique=True)
    ):
        result.append(draw(o.columns(place, name)))
    makers: list[Callable[[], st.SearchStrategy[Object]]] = [
        lambda: o.primary_keys(place),
        lambda: o.uniques(place, draw(o.names)),
        lambda: o.checks(place, draw(o.names)),
        lambda: o.excludes(place, draw(o.names)),
        lambda: o.indexes(place, draw(st.sampled_from(o.INDEXES))),
    ]
    for maker in draw(st.lists(st.sampled_from(makers), max_size=4)):
        result.append(draw(maker()))
    return result


@st.composite
def _objects(draw: st.DrawFn) -> list[Object]:
    """Objects in any combination: some may lack what they need."""
    result: list[Object] = [Namespace(name) for name in o.NAMESPACES if name]
    for space in draw(st.lists(st.sampled_from(o.NAMESPACES), max_size=2, unique=True)):
        result.append(draw(o.sequences(space, "counter")))
        result.append(draw(o.enums(space, draw(st.sampled_from(o.ENUMS)))))
    chosen = draw(st.lists(o.places, max_size=3, unique=True))
    for place in chosen:
        result.extend(draw(_table_objects(place)))
    if targets := candidates(result):
        for place in draw(st.lists(st.sampled_from(chosen), max_size=5)):
            result.append(draw(o.foreign_keys(place, draw(o.names), targets)))
    return result


def candidates(values: Iterable[Object]) -> list[Target]:
    """What foreign keys may point at."""
    return [
        (o.Place(each.namespace, each.table), each.columns)
        for each in values
        if isinstance(each, PrimaryKey | Unique)
    ]


def consistent(values: Iterable[Object]) -> Schema:
    """``values`` without those that a database would refuse beside the others."""
    kept: dict[Key, Object] = {}
    taken: set[tuple[str, str]] = set()
    for each in sorted(values, key=lambda value: value.rank):
        names = {(each.key.namespace, name) for name in each.occupies}
        if each.key not in kept and not names & taken:
            kept[each.key] = each
            taken |= names
    while lacking := lacks(kept.values()):
        for key in lacking:
            del kept[key]
    return Schema(kept.values())


def lacks(values: Iterable[Object]) -> dict[Key, set[Key]]:
    """By key of an object: what it needs and ``values`` do not provide."""
    values = list(values)
    provided = {key for each in values for key in each.provides()}
    missing = {each.key: set(each.depends_on()) - provided for each in values}
    return {key: needs for key, needs in missing.items() if needs}


schemas = _objects().map(consistent)
"""Schemas that a database could hold."""


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Schema, Schema]:
    """A schema, and what it became: objects kept, changed, left out, and new ones."""
    before = draw(schemas)
    newcomers = draw(_objects()) if draw(st.booleans()) else []
    targets = candidates([*before.values(), *newcomers])
    after: list[Object] = []
    for each in before.values():
        fate = draw(st.sampled_from(["kept", "kept", "kept", "changed", "gone"]))
        if fate == "changed":
            after.append(draw(o.varied(each, targets)))
        elif fate == "kept":
            after.append(each)
    return before, consistent([*after, *newcomers])
