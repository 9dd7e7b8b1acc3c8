"""Renames that are looked up: the same are found as by holding each drop against each create."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from autodiff.compare import candidates as candidates_file
from autodiff.compare.candidates import candidates
from autodiff.compare.renames import renamed_leaves
from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.dialects.registry import dialect_named
from autodiff.kinds.column import Column
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique

TYPES = ("INTEGER", "TEXT", "DATE")
TABLES = ("user", "users", "account", "person", "people", "order", "orders")
COLUMNS = ("id", "name", "names", "mail", "email", "born", "total")


def _schema(random: Random) -> Schema:
    """Some tables with some columns, unique constraints and indexes, all small and much alike."""
    objects: list[Object] = []
    for table in random.sample(TABLES, random.randint(0, 5)):
        objects.append(Table("", table))
        share = random.uniform(0.5, 1)
        names = [each for each in COLUMNS if random.random() < share]
        for name in names:
            type_ = TYPES[len(name) % 3 if random.random() < 0.9 else 0]
            objects.append(Column("", table, name, Clause(type_, type_)))
        for number, name in enumerate(names[: random.randint(0, 2)]):
            suffix = random.choice("ab")
            objects.append(Unique("", table, f"uq{number}{suffix}", (name,)))
            part = IndexPart(Clause(name, name), name)
            objects.append(Index("", table, f"ix{number}{suffix}", (part,)))
    return Schema(objects)


def _plain_pairs(
    gone: list[Object], new: list[Object], *_: Schema
) -> list[tuple[Object, Object]]:
    return [
        (before, after)
        for before in gone
        for after in new
        if isinstance(before, Table) and isinstance(after, Table)
    ]


@pytest.mark.parametrize("seed", range(60))
def test_no_likely_table_is_passed_over(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(seed)
    before, after = _schema(random), _schema(random)
    found = candidates(before, after)
    monkeypatch.setattr(candidates_file, "_tables", _plain_pairs)
    assert candidates(before, after) == found


def test_the_schemas_above_hold_likely_tables() -> None:
    randoms = [Random(seed) for seed in range(60)]
    found = [candidates(_schema(each), _schema(each)) for each in randoms]
    assert sum(isinstance(x.before, Table) for each in found for x in each) > 10


@pytest.mark.parametrize("seed", range(60))
def test_leaves_are_renamed_as_by_looking_at_each_pair(seed: int) -> None:
    random = Random(seed)
    before, after = _schema(random), _schema(random)
    dialect = dialect_named("postgresql")
    found = renamed_leaves(before, after, dialect)
    gone = [each for key, each in before.items() if each.leaf and key not in after]
    new = [each for key, each in after.items() if each.leaf and key not in before]
    taken = {(each.key.namespace, x) for each in before.values() for x in each.occupies}
    pairs: list[tuple[Object, Object]] = []
    for old in gone:
        for one in new:
            free = not any((one.key.namespace, x) in taken for x in one.occupies)
            if free and type(old) is type(one) and _same_but_name(old, one):
                pairs.append((old, one))
                new.remove(one)
                break
    assert [(each.before, each.after) for each in found] == pairs


def _same_but_name(old: Object, one: Object) -> bool:
    return replace(old, name=one.key.name) == one  # type: ignore[call-arg]
