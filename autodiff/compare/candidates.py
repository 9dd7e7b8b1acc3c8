"""Candidates: a drop and a create that may be one thing under a new name, how likely, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import ceil

from autodiff.compare import column_evidence, table_evidence
from autodiff.compare.evidence import (
    NAME_ALIKE,
    Fact,
    beforehand,
    of_names,
    score,
    told,
)
from autodiff.compare.labels import Pair
from autodiff.compare.name_similarity import likeness
from autodiff.compare.typed_names import spoken
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.frozen import frozen
from autodiff.kinds.column import Column
from autodiff.kinds.table import Table

LIKELY = 0.6
"""From this score on, of 1, a drop and a create are told as a possible rename."""

QUESTION, QUESTION_IF_EMPTY = 0.75, 0.85
"""From these on nothing is written before somebody has said whether it is one; the second is for
what holds no value in any row.
"""


@frozen
class Candidate:
    """A drop and a create that may be a rename; ``evidence`` says in words what speaks for it."""

    before: Object
    after: Object
    score: float
    evidence: tuple[str, ...]

    @property
    def pair(self) -> Pair:
        """As it is consented to: ``--rename OLD:NEW``."""
        return spoken(self.before.key), spoken(self.after.key)

    @property
    def places(self) -> tuple[Key, ...]:
        """What is dropped, or altered so that something in it goes."""
        return (self.before.key,)


def candidates(reflected: Schema, declared: Schema) -> tuple[Candidate, ...]:
    """Drops and creates that may be renames, each object in one, the likeliest first."""
    return each_once(possible(reflected, declared))


def possible(
    reflected: Schema, declared: Schema, *, moves: bool = True
) -> tuple[Candidate, ...]:
    """The same with each object in as many as may be; tables of two namespaces where ``moves``."""
    gone = [each for key, each in reflected.items() if key not in declared]
    new = [each for key, each in declared.items() if key not in reflected]
    twins = (
        (old, one)
        for old, one in _tables(gone, new, reflected, declared)
        if moves or old.key.namespace == one.key.namespace
    )
    counts = [sum(isinstance(x, Table) for x in side) for side in (gone, new)]
    found = (
        *_of_columns(_columns_of_one_table(gone, new), reflected, declared),
        *_of_tables(twins, beforehand(*counts), reflected, declared),
    )
    likely = [each for each in found if each.score >= LIKELY]
    likely.sort(key=lambda each: (-each.score, each.before.key, each.after.key))
    return tuple(likely)


def each_once(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those in which no object is that is in one before them."""
    taken: set[object] = set()
    kept: list[Candidate] = []
    for each in found:
        old, new = each.pair
        if taken.isdisjoint({(0, old), (1, new)}):
            taken |= {(0, old), (1, new)}
            kept.append(each)
    return tuple(kept)


# --- columns --------------------------------------------------------------------------------------


def _columns_of_one_table(
    gone: list[Object], new: list[Object]
) -> Iterator[tuple[list[Column], list[Column]]]:
    """The columns that go from a table, and those that come."""
    comes: dict[Key, list[Column]] = defaultdict(list)
    goes: dict[Key, list[Column]] = defaultdict(list)
    for side, objects in ((goes, gone), (comes, new)):
        for each in objects:
            if isinstance(each, Column):
                side[each.parent].append(each)
    yield from ((columns, comes[key]) for key, columns in goes.items() if key in comes)


def _of_columns(
    tables: Iterable[tuple[list[Column], list[Column]]],
    reflected: Schema,
    declared: Schema,
) -> Iterator[Candidate]:
    types: Counter[str] | None = None
    for gone, new in tables:
        types = types or _types(reflected, declared)
        table = column_evidence.ColumnTable(reflected, declared, gone[0].parent, types)
        start = beforehand(len(gone), len(new))
        for before in gone:
            for after in new:
                facts = [start, *column_evidence.facts(before, after, table)]
                yield from _judged(before, after, facts, before.table)


def _types(*sides: Schema) -> Counter[str]:
    """How many columns have each type."""
    every = (each for side in sides for each in side.values())
    return Counter(each.type.normal for each in every if isinstance(each, Column))


def _judged(
    before: Object, after: Object, facts: list[Fact], table: str = ""
) -> Iterator[Candidate]:
    """None where not even the same name would make it likely."""
    if score([*facts, Fact(NAME_ALIKE)]) >= LIKELY:
        names = of_names(likeness(before.key.name, after.key.name, table))
        facts = [names, *facts]
        yield Candidate(before, after, score(facts), told(facts))


# --- tables ---------------------------------------------------------------------------------------


def _of_tables(
    twins: Iterable[tuple[Object, Object]],
    start: Fact,
    reflected: Schema,
    declared: Schema,
) -> Iterator[Candidate]:
    tables: table_evidence.Tables | None = None
    for before, after in twins:
        tables = tables or table_evidence.Tables(reflected, declared)
        if tables.may_be_one(before, after):
            facts = [start, *table_evidence.facts(before, after, tables)]
            yield from _judged(before, after, facts)


def _tables(
    gone: list[Object], new: list[Object], reflected: Schema, declared: Schema
) -> Iterator[tuple[Object, Object]]:
    """Tables that may have enough columns in common, found by their rarest ones, or by their name.

    Where ``share`` of the columns of both must be in common, two sets that have it meet within
    the first ``n - ceil(share * n) + 1`` columns of each, in whatever order, if it is one order for
    all. With the rarest first, few tables meet that are unlike, and nobody looks at all pairs.
    """
    before = {x: _names(x, reflected) for x in gone if isinstance(x, Table)}
    after = {x: _names(x, declared) for x in new if isinstance(x, Table)}
    if not before or not after:
        return
    count = Counter(x for each in (*before.values(), *after.values()) for x in each)

    def rarest(columns: set[str]) -> list[str]:
        ranked = sorted(columns, key=lambda each: (count[each], each))
        share = table_evidence.SHARE
        return ranked[: len(ranked) - ceil(share * len(ranked)) + 1]

    holders: dict[tuple[str, str], list[Object]] = defaultdict(list)
    for table, columns in after.items():
        holders["name", table.name].append(table)
        for column in rarest(columns):
            holders["column", column].append(table)
    for old, columns in before.items():
        signs = [("name", old.name), *(("column", each) for each in rarest(columns))]
        met = dict.fromkeys(x for each in signs for x in holders.get(each, ()))
        yield from ((old, table) for table in met)


def _names(table: Object, schema: Schema) -> set[str]:
    return {x.name for x in schema.under(table.key) if isinstance(x, Column)}
