"""Random pairs of models, rows in every table: there and back on each database, by its script.

``--pairs 5000 --pairs-seed 7`` runs that many from another seed. A failure shows the smallest pair
that still fails, as source to keep in ``test_found.py``.
"""

from __future__ import annotations

import pytest

from tests.pairs.autodiff_tool import Autodiff
from tests.pairs.chance import Chance
from tests.pairs.flavour import FLAVOURS, flavour_of
from tests.pairs.hunt import report, shrunk
from tests.pairs.mutate import pair
from tests.pairs.place import Place, place
from tests.pairs.travel import travel
from tests.servers.plugin import NewDatabase

PARTS = 6
"""The pairs of a database are spread over so many tests, for the workers to share."""

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")


@pytest.mark.parametrize("part", range(PARTS))
def test_random_pairs_there_and_back(
    new_database: NewDatabase, part: int, pytestconfig: pytest.Config
) -> None:
    seed, count = (pytestconfig.getoption(name) for name in ("--pairs-seed", "--pairs"))
    with new_database() as url, place(flavour_of(url), url) as here:
        for number in range(part, count, PARTS):
            one_pair(here, seed, number)


def one_pair(here: Place, seed: int, number: int) -> None:
    """Pair ``number`` of a seed there and back; fails with the smallest one that does."""
    before, after = pair(Chance.of(seed, number), FLAVOURS[here.flavour])
    outcome = travel(here, before, after, Autodiff())
    if outcome.failures:
        stages = set(outcome.failures)
        before, after = shrunk(here, before, after, Autodiff(), stages)
        again = travel(here, before, after, Autodiff())
        shown = report(before, after, again)
        pytest.fail(f"pair {number} of seed {seed} on {here.flavour}\n{shown}", False)
