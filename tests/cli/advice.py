"""Advice: an error that is provoked, what its text says to do, and what is true once that is done."""

from __future__ import annotations

import re
import shlex
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from autodiff.cli.program import SECTIONS
from autodiff.errors import AutodiffError
from tests.cli.program import Ended, Project

NAMES = "|".join(entry.name for part in SECTIONS.values() for entry in part)
COMMAND = re.compile(rf"autodiff (?:{NAMES})\b(?:[^`;,(.\n]|[,.](?=\S))*")
"""A command in a sentence: up to what no command of an advice has in it."""
OPTION = re.compile(r"(?<![\w/`-])--?[a-z][\w-]*(?:=\S+\b)?")

FIRST = "ae1027a6acf4"
"""The revision that the database of the fixture ``project`` is at; it makes the table users."""


@dataclass
class Situation:
    """A project in which a command was refused, or failed; ``text`` is what it said."""

    project: Project
    command: tuple[str, ...]
    text: str = ""
    last: Ended | None = None
    """The end of the command that was run by the advice."""

    def run(self, *arguments: str) -> None:
        """A command that the advice leads to: it must end well."""
        self.last = self.project.ok("-q", *arguments)

    def again(self, *more: str) -> None:
        """The same command, with what the advice adds to it."""
        self.run(*self.command, *more)

    @property
    def out(self) -> str:
        """What the command of the advice has printed."""
        assert self.last is not None
        return self.last.out


Do = Callable[[Situation, re.Match[str]], Any]
Then = Callable[[Project], Any]


def typed(situation: Situation, found: re.Match[str]) -> None:
    """Run what the text says, as it stands there."""
    words = shlex.split(found.group(1) if found.re.groups else found.group())
    assert words.pop(0) == "autodiff"
    situation.run(*words)


def added(situation: Situation, found: re.Match[str]) -> None:
    """Run the same command with the option that the text names."""
    situation.again(*shlex.split(found.group(1) if found.re.groups else found.group()))


@dataclass(frozen=True)
class Way:
    """One thing that the text says to do: ``words`` is a pattern that must be found in it.

    ``do`` does it; ``then`` is what must be true afterwards. ``leads_on``: the command that was
    refused is run once more, and must not be refused for the same reason.
    """

    words: str
    do: Do = typed
    then: Then = lambda project: None
    leads_on: bool = True


@dataclass(frozen=True)
class Case:
    """How an error is met: ``prepare`` a project, run ``command``; and the ways that it shows."""

    error: type[AutodiffError]
    command: tuple[str, ...]
    prepare: Callable[[Project], Any]
    ways: tuple[Way, ...]
    name: str = ""
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return f"{self.error.__name__}{f' {self.name}' if self.name else ''}"


def provoked(case: Case, project: Project) -> Situation:
    """The project after the command that cannot go on, and what that said."""
    case.prepare(project)
    ended = project.run("-q", *case.command)
    text = " ".join(ended.paragraph.split())
    assert ended.code not in (0, None), text
    assert is_said(case.error, text), text
    return Situation(project, case.command, text)


def is_said(error: type[AutodiffError], text: str) -> bool:
    """Whether the text is of this error: its first sentence, whatever the fields hold."""
    sentence = " ".join(error.happened.split())
    parts = re.split(r"\{[^}]*\}", sentence)
    return re.search(".*".join(re.escape(part) for part in parts), text) is not None


def commands_in(text: str) -> Iterable[str]:
    return (found.group().strip() for found in COMMAND.finditer(text))


# --- projects -------------------------------------------------------------------------------------

SCRIPT = '''
"""Revision {name}."""

import sqlalchemy as sa
from autodiff import op

revision = "{name}"
down_revision = {down!r}
{more}


def upgrade():
    {up}


def downgrade():
    {back}
'''


def write(
    project: Project,
    name: str,
    up: str = "pass",
    back: str = "pass",
    down: str | tuple[str, ...] | None = FIRST,
    more: str = "",
) -> None:
    """A revision file; lines of a function are parted by newlines."""
    bodies = (text.replace("\n", "\n    ") for text in (up, back))
    up, back = bodies
    text = SCRIPT.format(name=name, down=down, up=up, back=back, more=more)
    project.write(f"migrations/versions/{name}_revision.py", text)


def tell(project: Project, *statements: str) -> None:
    """Statements to the project's SQLite database."""
    with sqlite3.connect(project.folder / "shop.db") as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def ask(project: Project, query: str) -> list[Any]:
    connection = sqlite3.connect(project.folder / "shop.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def rows(project: Project) -> set[str]:
    """What the version table says."""
    return {row[0] for row in ask(project, "select version_num from autodiff_version")}


def tables(project: Project) -> set[str]:
    query = "select name from sqlite_master where type = 'table'"
    own = {"autodiff_version", "autodiff_journal", "users"}
    return {row[0] for row in ask(project, query)} - own


def unfinished(project: Project) -> int:
    """The rows of the journal that are open."""
    query = "select count(*) from autodiff_journal where finished_at is null"
    return int(ask(project, query)[0][0])


def setting(project: Project, name: str, value: str | None) -> None:
    """Set a setting, or take it out."""
    file = project.folder / "autodiff.ini"
    lines = [
        line
        for line in file.read_text().splitlines()
        if not re.match(rf"{re.escape(name)}\s*=", line)
    ]
    if value is not None:
        lines.append(f"{name} = {value}")
    file.write_text("\n".join([*lines, ""]))
