"""The generator of pairs: the same from a seed, of every sort, and without what no tool could do."""

from __future__ import annotations

from itertools import islice

import pytest

from tests.pairs.chance import Chance
from tests.pairs.flavour import FLAVOURS
from tests.pairs.limits import forbidden
from tests.pairs.mutate import pair
from tests.pairs.repair import repaired
from tests.pairs.spec import Models

SOME = 150

flavours = pytest.mark.parametrize("name", FLAVOURS)


def pairs(name: str) -> list[tuple[Models, Models]]:
    return [pair(Chance.of(0, number), FLAVOURS[name]) for number in range(SOME)]


@flavours
def test_a_seed_gives_the_same_pair_again(name: str) -> None:
    assert pairs(name)[:20] == pairs(name)[:20]


@flavours
def test_most_pairs_differ(name: str) -> None:
    assert sum(before != after for before, after in pairs(name)) > SOME * 0.9


@flavours
def test_no_pair_is_beyond_any_tool(name: str) -> None:
    assert not any(forbidden(name, *each) for each in pairs(name))


@flavours
def test_models_that_are_whole_are_left_alone(name: str) -> None:
    for before, after in pairs(name)[:30]:
        for models in (before, after):
            assert repaired(FLAVOURS[name], models) == models


@flavours
def test_the_source_of_models_gives_their_tables(name: str) -> None:
    for before, _ in islice(pairs(name), 30):
        assert set(before.metadata().tables) == {each.key for each in before.tables}


@flavours
def test_every_type_and_kind_of_rule_comes_up(name: str) -> None:
    tables = [t for each in pairs(name) for m in each for t in m.tables]
    families = {c.family for t in tables for c in t.columns}
    kinds = {r.kind for t in tables for r in t.rules}
    assert families >= set(FLAVOURS[name].types)
    assert kinds >= {"primary", "unique", "unique index", "index", "check", "foreign"}
