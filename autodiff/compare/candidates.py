"""Rename candidates: a dropped and a created object that may be one renamed object, with a score."""

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
"""The lowest score, of at most 1, at which a drop and a create are reported as a possible rename."""

QUESTION, QUESTION_IF_EMPTY = 0.75, 0.85
"""The lowest scores at which no script is written until the user says whether it is a rename; the
second is for a column or table that has no value in any row.
"""


@frozen
class Candidate:
    """A drop and a create that may be a rename; ``evidence`` has the reasons in words."""

    before: Object
    after: Object
    score: float
    evidence: tuple[str, ...]

    @property
    def pair(self) -> Pair:
        """Return the names as the user confirms them: ``--rename OLD:NEW``."""
        return spoken(self.before.key), spoken(self.after.key)

    @property
    def places(self) -> tuple[Key, ...]:
        """Return the keys that are dropped, or altered so that a part of them goes."""
        return (self.before.key,)


def candidates(reflected: Schema, declared: Schema) -> tuple[Candidate, ...]:
    """Return the likely renames, best score first; an object is in one of them only."""
    return each_once(possible(reflected, declared))


def possible(
    reflected: Schema, declared: Schema, *, moves: bool = True
) -> tuple[Candidate, ...]:
    """Return the likely renames, best score first; an object may be in several of them.

    Tables of two namespaces are compared where ``moves``.
    """
    gone = [value for key, value in reflected.items() if key not in declared]
    new = [value for key, value in declared.items() if key not in reflected]
    twins = (
        (old, twin)
        for old, twin in _tables(gone, new, reflected, declared)
        if moves or old.key.namespace == twin.key.namespace
    )
    counts = [sum(isinstance(x, Table) for x in side) for side in (gone, new)]
    all_pairs = (
        *_of_columns(_columns_of_one_table(gone, new), reflected, declared),
        *_of_tables(twins, beforehand(*counts), reflected, declared),
    )
    likely = [pair for pair in all_pairs if pair.score >= LIKELY]
    likely.sort(key=lambda each: (-each.score, each.before.key, each.after.key))
    return tuple(likely)


def each_once(ranked: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates none of whose objects is in an earlier one."""
    taken: set[object] = set()
    kept: list[Candidate] = []
    for candidate in ranked:
        old, new = candidate.pair
        if taken.isdisjoint({(0, old), (1, new)}):
            taken |= {(0, old), (1, new)}
            kept.append(candidate)
    return tuple(kept)


# --- columns --------------------------------------------------------------------------------------


def _columns_of_one_table(
    gone: list[Object], new: list[Object]
) -> Iterator[tuple[list[Column], list[Column]]]:
    """Yield the dropped and the created columns of each table that has both."""
    comes: dict[Key, list[Column]] = defaultdict(list)
    goes: dict[Key, list[Column]] = defaultdict(list)
    for side, objects in ((goes, gone), (comes, new)):
        for value in objects:
            if isinstance(value, Column):
                side[value.parent].append(value)
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
    """Return the number of columns by the normal form of their type, on all ``sides``."""
    every = (value for side in sides for value in side.values())
    return Counter(value.type.normal for value in every if isinstance(value, Column))


def _judged(
    before: Object, after: Object, facts: list[Fact], table: str = ""
) -> Iterator[Candidate]:
    """Yield the pair with its score, or nothing where not even equal names would make it likely.

    ``facts`` are all but the one about the names; ``table`` is the name of the columns' table.
    """
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
    """Yield pairs of a dropped (``gone``, of ``reflected``) and a created (``new``, of
    ``declared``) table that have one name or may share enough columns.

    Two tables must have ``share`` of their columns in common. Two sets that do so have a member in
    common among the first ``n - ceil(share * n) + 1`` of each, in any order that is the same for
    all. With the rarest columns first, few unlike tables are paired and not all pairs are compared.
    """
    before = {old: _names(old, reflected) for old in gone if isinstance(old, Table)}
    after = {
        table: _names(table, declared) for table in new if isinstance(table, Table)
    }
    if not before or not after:
        return
    count = Counter(x for names in (*before.values(), *after.values()) for x in names)

    def rarest(columns: set[str]) -> list[str]:
        ranked = sorted(columns, key=lambda name: (count[name], name))
        share = table_evidence.SHARE
        return ranked[: len(ranked) - ceil(share * len(ranked)) + 1]

    holders: dict[tuple[str, str], list[Object]] = defaultdict(list)
    for table, columns in after.items():
        holders["name", table.name].append(table)
        for column in rarest(columns):
            holders["column", column].append(table)
    for old, columns in before.items():
        signs = [("name", old.name), *(("column", name) for name in rarest(columns))]
        met = dict.fromkeys(x for sign in signs for x in holders.get(sign, ()))
        yield from ((old, table) for table in met)


def _names(table: Object, schema: Schema) -> set[str]:
    return {x.name for x in schema.under(table.key) if isinstance(x, Column)}
