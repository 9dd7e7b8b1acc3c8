"""The figures of one journey, and the table of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

SHOWN = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "mariadb": "MariaDB"}

HEAD = """\
| application | database | tables | false alarms after `create_all` | left after upgrade | \
catalog equal | downgrade leaves | upgrade again |
|---|---|---:|---:|---:|---|---:|---|"""


@dataclass(slots=True)
class Figures:
    """What was found, by stage; a stage that failed stands in ``failed`` with its traceback."""

    application: str
    database: str
    tables: int = 0
    found: dict[str, list[str]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        return not self.failed and not any(self.found.values())


STAGES = ("false alarms", "left", "catalog", "downgrade leaves", "again")
"""Each but the first needs what is before it."""


def row(figures: Figures) -> str:
    """A line of the table."""
    counts = [_count(figures, stage) for stage in STAGES]
    counts[2], counts[4] = (
        "yes" if each == "0" else each for each in (counts[2], counts[4])
    )
    cells = (
        figures.application,
        SHOWN[figures.database],
        str(figures.tables),
        *counts,
    )
    return f"| {' | '.join(cells)} |"


def _count(figures: Figures, stage: str) -> str:
    if stage in figures.failed:
        return "failed"
    return str(len(figures.found[stage])) if stage in figures.found else "–"


def details(figures: Figures) -> Iterable[str]:
    """What is not as it should be, in full."""
    for stage in STAGES:
        lines = figures.found.get(stage, [])
        if lines or stage in figures.failed:
            yield f"\n{figures.application} on {SHOWN[figures.database]}, {stage}:"
        yield from (f"  {line}" for line in lines)
        if stage in figures.failed:
            yield figures.failed[stage]
