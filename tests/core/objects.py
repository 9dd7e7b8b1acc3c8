"""Strategies for single objects of every kind, over pools of names so small that things meet."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, Computed, Identity
from autodiff.kinds.counting import Counting
from autodiff.kinds.deferral import Deferral
from autodiff.kinds.enum import Enum
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.keys import enum_key, sequence_key
from autodiff.kinds.namespace import Namespace
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique

NAMESPACES = ("", "sales", "Back Office")
TABLES = ("users", "Order Items", "select", "50%", 'quo"te', "mood")
COLUMNS = ("id", "mail", "a,b", "Größe", "order")
CONSTRAINTS = (None, "uq_one", "ck two", "users", "mood")
INDEXES = ("ix_one", "IX two", "uq_one", "users")
COMMENTS = (None, "it's", "100 %")
ENUMS = ("mood", "users")


@dataclass(frozen=True)
class Place:
    """A table that may or may not be there."""

    namespace: str
    table: str


places = st.builds(Place, st.sampled_from(NAMESPACES), st.sampled_from(TABLES))
names = st.sampled_from(CONSTRAINTS)
column_lists = st.lists(
    st.sampled_from(COLUMNS), min_size=1, max_size=2, unique=True
).map(tuple)
deferrals = st.sampled_from([Deferral(), Deferral(True), Deferral(True, True)])
countings = st.builds(
    Counting,
    start=st.sampled_from([None, 0, 7]),
    minvalue=st.sampled_from([None, 0]),
    cycle=st.booleans(),
)


def clause(text: str) -> Clause:
    return Clause(text, text)


PLAIN_TYPES = [clause(each) for each in ("INTEGER", "VARCHAR(50)", "VARCHAR(80)")]


@st.composite
def columns(draw: st.DrawFn, place: Place, name: str) -> Column:
    """A column; its type may be an enum, its default may count by a sequence."""
    column = Column(
        place.namespace,
        place.table,
        name,
        draw(st.sampled_from(PLAIN_TYPES)),
        nullable=draw(st.booleans()),
        comment=draw(st.sampled_from(COMMENTS)),
    )
    values = {name: getattr(column, name) for name in Column.__slots__}
    values |= draw(
        st.sampled_from(
            [
                {},
                {"default": clause("0")},
                {"default": clause("'%'")},
                {"computed": Computed(clause("1 + 1"))},
                {"computed": Computed(clause("2"), stored=True)},
                {"identity": Identity()},
                {"autoincrement": True},
                *(_typed_by(space, enum) for space in NAMESPACES for enum in ENUMS),
                *(_counted_by(space) for space in NAMESPACES),
            ]
        )
    )
    return Column(**values)


def _typed_by(namespace: str, enum: str) -> dict[str, object]:
    key = enum_key(namespace, enum)
    return {"type": clause(str(key)), "uses": (key,)}


def _counted_by(namespace: str) -> dict[str, object]:
    key = sequence_key(namespace, "counter")
    return {"default": clause(f"nextval({key})"), "uses": (key,)}


def tables(place: Place) -> st.SearchStrategy[Table]:
    options = st.sampled_from([(), (("mysql_engine", "InnoDB"),)])
    comments = st.sampled_from(COMMENTS)
    return st.builds(
        Table, st.just(place.namespace), st.just(place.table), comments, options
    )


def enums(namespace: str, name: str) -> st.SearchStrategy[Enum]:
    labels = st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(tuple)
    return st.builds(Enum, st.just(namespace), st.just(name), labels)


def sequences(namespace: str, name: str) -> st.SearchStrategy[CountingSequence]:
    return st.builds(CountingSequence, st.just(namespace), st.just(name), countings)


def primary_keys(place: Place) -> st.SearchStrategy[PrimaryKey]:
    here = (st.just(place.namespace), st.just(place.table))
    return st.builds(
        PrimaryKey, *here, st.sampled_from([None, "pk", "uq_one"]), columns=column_lists
    )


def uniques(place: Place, name: str | None) -> st.SearchStrategy[Unique]:
    here = (st.just(place.namespace), st.just(place.table), st.just(name))
    return st.builds(Unique, *here, columns=column_lists, deferral=deferrals)


@st.composite
def checks(draw: st.DrawFn, place: Place, name: str | None) -> Check:
    column = draw(st.sampled_from(COLUMNS))
    text = draw(st.sampled_from(['"{}" > 0', "\"{}\" <> '%'"])).format(column)
    return Check(place.namespace, place.table, name, clause(text), columns=(column,))


@st.composite
def excludes(draw: st.DrawFn, place: Place, name: str | None) -> Exclude:
    column = draw(st.sampled_from(COLUMNS))
    rule = clause(f'EXCLUDE USING gist ("{column}" WITH &&)')
    return Exclude(place.namespace, place.table, name, rule, columns=(column,))


@st.composite
def indexes(draw: st.DrawFn, place: Place, name: str) -> Index:
    """An index over columns, or over an expression, perhaps partial."""
    named = draw(column_lists)
    parts = tuple(
        IndexPart(clause(f'"{each}"'), each, descending=draw(st.booleans()))
        for each in named
    )
    if draw(st.booleans()):
        parts = (*parts[1:], IndexPart(clause(f'lower("{named[0]}")')))
    where = clause(f'"{named[-1]}" IS NULL') if draw(st.booleans()) else None
    return Index(
        place.namespace,
        place.table,
        name,
        parts,
        draw(st.booleans()),
        where,
        columns=named,
    )


@st.composite
def foreign_keys(
    draw: st.DrawFn,
    place: Place,
    name: str | None,
    targets: list[tuple[Place, tuple[str, ...]]],
) -> ForeignKey:
    """A foreign key from anywhere in ``place`` to one of ``targets``, its own table included."""
    target, there = draw(st.sampled_from(targets))
    here = draw(st.permutations(COLUMNS))[: len(there)]
    return ForeignKey(
        place.namespace,
        place.table,
        name,
        tuple(here),
        target.namespace,
        target.table,
        there,
        on_delete=draw(st.sampled_from([None, "CASCADE"])),
        deferral=draw(deferrals),
    )


def varied(
    value: Object, targets: list[tuple[Place, tuple[str, ...]]]
) -> st.SearchStrategy[Object]:
    """Another state of ``value``: the same kind, place and (but for a primary key) name."""
    match value:
        case Namespace():
            return st.just(value)
        case Enum(namespace=namespace, name=name):
            return enums(namespace, name)
        case CountingSequence(namespace=namespace, name=name):
            return sequences(namespace, name)
        case Table(namespace=namespace, name=name):
            return tables(Place(namespace, name))
        case Column(namespace=namespace, table=table, name=name):
            return columns(Place(namespace, table), name)
        case PrimaryKey(namespace=namespace, table=table):
            return primary_keys(Place(namespace, table))
        case Unique(namespace=namespace, table=table, name=name):
            return uniques(Place(namespace, table), name)
        case Check(namespace=namespace, table=table, name=name):
            return checks(Place(namespace, table), name)
        case Exclude(namespace=namespace, table=table, name=name):
            return excludes(Place(namespace, table), name)
        case Index(namespace=namespace, table=table, name=name):
            return indexes(Place(namespace, table), name)
        case ForeignKey(namespace=namespace, table=table, name=name):
            return foreign_keys(Place(namespace, table), name, targets)
    raise TypeError(type(value).__name__)
