"""Hunts for failures: pairs on one database, each failure shrunk and shown as source.

python -m tests.pairs.hunt postgresql URL --seed 3 --from 0 --to 200
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
import warnings

from tests.pairs.autodiff_tool import Autodiff
from tests.pairs.chance import Chance
from tests.pairs.flavour import FLAVOURS
from tests.pairs.limits import forbidden
from tests.pairs.mutate import pair
from tests.pairs.place import Place, place
from tests.pairs.shrink import smallest
from tests.pairs.spec import Models
from tests.pairs.tool import Tool
from tests.pairs.travel import Outcome, travel


def shrunk(
    here: Place, before: Models, after: Models, tool: Tool, kinds: set[str]
) -> tuple[Models, Models]:
    """The smallest pair that fails in one of the same stages."""
    flavour = FLAVOURS[here.flavour]

    def fails(old: Models, new: Models) -> bool:
        if forbidden(here.flavour, old, new):
            return False
        try:
            return bool(kinds & travel(here, old, new, tool).failures.keys())
        except Exception:
            return False

    return smallest(flavour, (before, after), fails)


def report(before: Models, after: Models, outcome: Outcome) -> str:
    parts = ["--- before", before.source(), "--- after", after.source()]
    if outcome.script:
        parts += ["--- script", outcome.script.source]
    seen: dict[str, list[str]] = {}
    for stage, why in outcome.failures.items():
        seen.setdefault(why, []).append(stage)
    parts += [f"=== {', '.join(stages)}: {why}" for why, stages in seen.items()]
    return "\n".join(parts)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("flavour")
    parser.add_argument("url")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--to", type=int, default=100)
    parser.add_argument("--no-shrink", action="store_true")
    parser.add_argument("--most", type=int, default=10)
    chosen = parser.parse_args()
    warnings.simplefilter("ignore")
    tool, failed, started = Autodiff(), 0, time.monotonic()
    with place(chosen.flavour, chosen.url) as here:
        for number in range(chosen.first, chosen.to):
            flavour = FLAVOURS[chosen.flavour]
            before, after = pair(Chance.of(chosen.seed, number), flavour)
            try:
                outcome = travel(here, before, after, tool)
            except Exception as problem:
                print(
                    f"##### {number} CANNOT BE MADE: {type(problem).__name__} {problem}"[
                        :900
                    ]
                )
                traceback.print_exc(limit=-3, file=sys.stdout)
                failed += 1
                continue
            if not outcome.failures:
                continue
            failed += 1
            print(f"##### {number} {sorted(outcome.failures)}")
            if failed <= chosen.most:
                if not chosen.no_shrink:
                    before, after = shrunk(
                        here, before, after, tool, set(outcome.failures)
                    )
                    outcome = travel(here, before, after, tool)
                print(report(before, after, outcome))
            sys.stdout.flush()
    took = time.monotonic() - started
    print(f"{chosen.to - chosen.first} pairs, {failed} failed, {took:.0f} s")


if __name__ == "__main__":
    main()
