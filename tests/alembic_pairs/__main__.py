"""Takes autodiff and Alembic through the same random pairs and prints a table of figures.

python -m tests.alembic_pairs --pairs 300 --seed 0 --write docs/compare.md
"""

from __future__ import annotations

import argparse
import datetime
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import alembic
import sqlalchemy as sa

import autodiff
from tests.alembic_pairs.alembic_tool import Alembic
from tests.pairs.autodiff_tool import Autodiff
from tests.pairs.chance import Chance
from tests.pairs.flavour import FLAVOURS
from tests.pairs.mutate import pair
from tests.pairs.place import place
from tests.pairs.tool import Tool
from tests.pairs.travel import travel
from tests.servers.mariadb import MARIADB
from tests.servers.postgresql import POSTGRESQL
from tests.servers.run import begin_run, end_run
from tests.servers.start import server

TOOLS: tuple[Tool, ...] = (Autodiff(), Alembic())
RECIPES = {"postgresql": POSTGRESQL, "mysql": MARIADB}
COLUMNS = {
    "quiet": "no false alarm",
    "there": "reaches the models",
    "clean": "second look clean",
    "back": "back to the old schema",
    "rows": "no row lost",
    "all": "**all of it**",
}
ALL = ("there", "clean", "back", "rows")
SHOWN = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "mysql": "MariaDB"}
PARTS = 4

Key = tuple[str, str, str]
"""Database, tool, figure."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    run = begin_run()
    with ExitStack() as stack:
        stack.callback(end_run, run)
        jobs = [
            (
                (
                    name,
                    stack.enter_context(server(RECIPES[name], run).new_database()),
                    part,
                )
                if name in RECIPES
                else (name, "sqlite://", part)
            )
            for part in range(PARTS)
            for name in FLAVOURS
        ]
        found: Counter[Key] = Counter()
        with ProcessPoolExecutor() as pool:
            tasks = [
                pool.submit(figures, *job, chosen.seed, chosen.pairs) for job in jobs
            ]
            for task in tasks:
                found += task.result()
    text = page(found, chosen.pairs, chosen.seed)
    print(text)
    if chosen.write:
        chosen.write.write_text(text)


def figures(name: str, url: str, part: int, seed: int, pairs: int) -> Counter[Key]:
    """How often each tool did each thing, in one part of the pairs of a database."""
    warnings.simplefilter("ignore")
    found: Counter[Key] = Counter()
    with place(name, url, foreign_keys=False) as here:
        for number in range(part, pairs, PARTS):
            before, after = pair(Chance.of(seed, number), FLAVOURS[name])
            for tool in TOOLS:
                outcome = travel(here, before, after, tool)
                done = {each for each in COLUMNS if outcome.ok(each) and each != "all"}
                if done.issuperset(ALL):
                    done.add("all")
                found.update((name, tool.name, each) for each in done)
    return found


def _per_cent(part: int, whole: int) -> str:
    """Rounded; but all is only said of all."""
    return str(100 if part == whole else min(99, round(100 * part / whole)))


def page(found: Counter[Key], pairs: int, seed: int) -> str:
    """The table as Markdown, with all that is needed to make it again."""
    today = datetime.date.today().isoformat()
    lines = [
        "# Beside the reference tool",
        "",
        "Random pairs of models, three rows in each table. Each tool compares, writes its script,",
        "runs it up, looks again, and runs it down; the database's own catalog is the judge.",
        "What no tool could do is left out of the pairs, with its reason in",
        "`tests/pairs/limits.py`. Where rows need a value for a new column that must hold something,",
        "autodiff is given one, as `--fill` does; Alembic has no place for it. Many pairs also",
        "change what Alembic does not set out to compare: sequences, options of tables and indexes,",
        "EXCLUDE. In per cent of the pairs:",
        "",
        f"| database | tool | {' | '.join(COLUMNS.values())} |",
        f"|---|---|{'--:|' * len(COLUMNS)}",
    ]
    for name in FLAVOURS:
        for tool in TOOLS:
            cells = [_per_cent(found[name, tool.name, each], pairs) for each in COLUMNS]
            lines.append(f"| {SHOWN[name]} | {tool.name} | {' | '.join(cells)} |")
    versions = (
        f"autodiff {autodiff.__version__}, Alembic {alembic.__version__} with "
        "`compare_type`, `compare_server_default`, `include_schemas`, the CHECK plugin and, on SQLite, "
        f"`render_as_batch`; SQLAlchemy {sa.__version__}"
    )
    lines += [
        "",
        f"{today}, {pairs} pairs a database, seed {seed}; {versions}.",
        "Made by `make compare`.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
