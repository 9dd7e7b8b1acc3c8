"""Keeps the cases whose SQL differs: in ``golden/`` a file for each database, a row for each case.

``UPDATE_GOLDEN=1`` writes the SQL of all rows anew and leaves the reasons as they are: those are
written by hand, as lines ``why``, with the names that ``operation_differences.py`` lists.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from autodiff.frozen import frozen

from ..accepted import IS_NEW
from .operation_cases import CASES
from .operation_sql import Compared, Outcome, compared

FOLDER = Path(__file__).with_name("golden")
NOTE = (
    "# Each case whose SQL differs from the reference tool's, white space aside: why, theirs, ours.\n"
    "# UPDATE_GOLDEN=1 writes the SQL; each why is written by hand and is a name that\n"
    "# operation_differences.py lists.\n"
)

OLDER = " (before SQLAlchemy 2.1)"
"""What follows the name of a case in a row that holds for older releases; written by hand."""


@frozen
class Row:
    """One case: the names of the reasons, and the lines of both outcomes."""

    name: str
    why: tuple[str, ...]
    theirs: tuple[str, ...]
    ours: tuple[str, ...]

    @property
    def text(self) -> str:
        """The row as the file has it."""
        labelled = [("why", self.why), ("theirs", self.theirs), ("ours", self.ours)]
        lines = [f"  {label:<6}  {line}" for label, lines in labelled for line in lines]
        return "\n".join([self.name, *lines]) + "\n"


def row_of(case: Compared, why: tuple[str, ...] = ()) -> Row:
    """Return the row that ``case`` has, given its reasons."""
    return Row(case.name, why, _lines(case.theirs), _lines(case.ours))


def fault(case: Compared, row: Row | None) -> str:
    """Return what is wrong with the row of ``case``, or nothing."""
    if case.same:
        # the rows are of the newest release: with an older one a difference may be missing
        return "both say the same, and there is a row" if row and IS_NEW else ""
    right = row_of(case, row.why if row else ())
    if row is None or (row.theirs, row.ours) != (right.theirs, right.ours):
        return f"the row is not there or says something else than\n{right.text}"
    return "" if row.why else f"no reason is given for\n{right.text}"


def row_for(case: Compared) -> Row | None:
    """Return the row of a case: with an older release the older one, if that is what it writes."""
    written = rows(case.dialect)
    older = None if IS_NEW else written.get(case.name + OLDER)
    if older and older.theirs == _lines(case.theirs):
        return older
    return written.get(case.name)


@cache
def rows(dialect: str) -> dict[str, Row]:
    """Return the rows of a database by name; write its file first if that is asked for."""
    if os.environ.get("UPDATE_GOLDEN") and IS_NEW:
        _write(dialect, _read(dialect))
    return _read(dialect)


def _lines(outcome: Outcome) -> tuple[str, ...]:
    """Return the statements; of an error its name, since its text tells releases and addresses."""
    if outcome.error:
        return (f"fails: {outcome.error.partition(':')[0]}",)
    return outcome.statements or ("(no statement)",)


def _read(dialect: str) -> dict[str, Row]:
    file = FOLDER / f"{dialect}.txt"
    _, *blocks = file.read_text().split("\n\n") if file.exists() else ("",)
    return {row.name: row for row in map(_row, blocks)}


def _row(block: str) -> Row:
    name, *lines = block.strip("\n").split("\n")
    said: dict[str, list[str]] = {"why": [], "theirs": [], "ours": []}
    for line in lines:
        label, _, text = line.strip().partition(" ")
        said[label].append(text.strip())
    return Row(name, *map(tuple, said.values()))


def _write(dialect: str, before: dict[str, Row]) -> None:
    """Write the rows of all cases that differ, in the order of the cases, with their old reasons.

    The file is replaced as a whole: other workers may read it meanwhile.
    """
    written = [NOTE]
    for name in CASES:
        case = compared(name, dialect)
        if not case.same:
            why = before[name].why if name in before else ()
            written.append(row_of(case, why).text)
        if name + OLDER in before:
            written.append(before[name + OLDER].text)
    new = FOLDER / f"{dialect}.{os.getpid()}"
    new.write_text("\n".join(written))
    new.replace(FOLDER / f"{dialect}.txt")
