"""The advice of each error, followed to the letter: it leads on, and never in a circle.

The cases stand in the modules ``advice_*``: a new error whose text names a command or an option
gets one there.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import shlex
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

import autodiff.errors
from autodiff.connect.database import engine_for
from autodiff.errors import AutodiffError, command_line, meaning, running
from autodiff.errors import settings as settings_errors
from tests.cli import (
    advice_addresses,
    advice_running,
    advice_settings,
    advice_writing,
)
from tests.cli.advice import (
    COMMAND,
    FIRST,
    OPTION,
    Case,
    Way,
    is_said,
    provoked,
    write,
)
from tests.cli.advice_writing import declare
from tests.cli.program import Project

CASES = (
    *advice_running.CASES,
    *advice_addresses.CASES,
    *advice_writing.CASES,
    *advice_settings.CASES,
)
WAYS = [
    pytest.param(case, way, id=f"{case.label}: {number}")
    for case in CASES
    for number, way in enumerate(case.ways, start=1)
]

ELSEWHERE = {
    running.ConnectionLost: "a server must end a session: tests/execute/test_lost.py",
    running.CommitLost: "a server must end a session: tests/execute/test_lost.py",
    running.CommitRefused: "needs PostgreSQL: see below",
    meaning.ScratchImpossible: "needs PostgreSQL: see below",
    meaning.NotProved: "shows a fault of autodiff: tests/commands/test_meaning.py",
    command_line.Interrupted: "needs a signal: tests/cli/test_bad_input.py",
    command_line.StatementStopped: "shows a fault; the option only shows more of it",
    command_line.Unforeseen: "shows a fault; the option only shows more of it",
    settings_errors.UrlForSeveral: "needs two databases: tests/commands/test_templates.py",
}
"""Errors with a command or an option in their advice that is not followed here, and why."""


@pytest.mark.parametrize(("case", "way"), WAYS)
def test_the_advice_leads_on(case: Case, way: Way, project: Project) -> None:
    situation = provoked(case, project)
    assert _not_followed(case, situation.text) == []
    found = re.search(way.words, situation.text)
    assert found is not None, situation.text
    way.do(situation, found)
    way.then(project)
    if way.leads_on:
        ended = project.run("-q", *case.command)
        assert not is_said(case.error, " ".join(ended.paragraph.split())), ended.err


def _not_followed(case: Case, text: str) -> list[str]:
    """Commands and options in the text that no way of such a case follows."""
    ways = [way for each in CASES if each.error is case.error for way in each.ways]
    spans = [found.span() for way in ways for found in re.finditer(way.words, text)]
    named = [*COMMAND.finditer(text), *OPTION.finditer(text)]
    return [
        found.group()
        for found in named
        if not any(start < found.end() and found.start() < end for start, end in spans)
    ]


DEFERRED = """op.execute("create table t (id integer primary key, "
           "up integer references t deferrable initially deferred)")
op.execute("insert into t values (1, 2)")"""


def test_a_commit_that_is_refused(project: Project, postgresql_url: str) -> None:
    upgrade = ("-q", "--url", postgresql_url, "upgrade", advice_running.NEW)
    write(project, advice_running.NEW, DEFERRED)
    text = " ".join(project.run(*upgrade).paragraph.split())
    assert is_said(running.CommitRefused, text)
    look = re.search("See what is applied with: autodiff (.*? current)\\.", text)
    assert look is not None, text
    assert project.ok("-q", *shlex.split(look.group(1))).out.startswith(FIRST)
    write(project, advice_running.NEW, DEFERRED.replace("(1, 2)", "(1, 1)"))
    project.ok(*upgrade)


def test_a_scratch_database_that_may_not_be_made(
    project: Project, postgresql_url: str
) -> None:
    """A user that owns one database and may make no other."""
    url = sa.make_url(postgresql_url)
    engine = engine_for(postgresql_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("drop role if exists poor")
        connection.exec_driver_sql("create role poor login")
        connection.exec_driver_sql("grant all on schema public to poor")
    poor = url.set(username="poor").render_as_string(hide_password=False)
    project.ok("-q", "--url", poor, "upgrade")
    declare(project, "mail: orm.Mapped[str | None]")
    generate = ("-q", "--url", poor, "generate", "-m", "x")
    text = " ".join(project.run(*generate, "--verify").paragraph.split())
    assert is_said(meaning.ScratchImpossible, text)
    assert "or generate without --verify" in text
    project.ok(*generate)
    assert len(project.revisions()) == 2


# --- none is forgotten ----------------------------------------------------------------------------


def test_every_error_that_names_a_command_is_followed() -> None:
    followed = {case.error for case in CASES}
    advising = {error for error in _errors() if _names_a_command(error)}
    assert {each.__name__ for each in advising - followed - {*ELSEWHERE}} == set()
    assert {
        each.__name__ for each in {*ELSEWHERE} - advising | followed & {*ELSEWHERE}
    } == set()


def _errors() -> Iterator[type[AutodiffError]]:
    for module in pkgutil.iter_modules(autodiff.errors.__path__, "autodiff.errors."):
        importlib.import_module(module.name)
    waiting = [AutodiffError]
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        waiting += subclasses
        yield from (each for each in subclasses if not each.__subclasses__())


MAKERS = re.compile(r"command_for|merge_command|self\.undo")
"""What puts a command into the fields of an error."""


def _names_a_command(error: type[AutodiffError]) -> bool:
    """By the error's sentences, and by what fills their fields."""
    sentences = f"{error.happened} {error.now} {error.advice}"
    facts = inspect.getsource(error.facts)
    return any(
        pattern.search(text)
        for pattern, text in (
            (COMMAND, sentences),
            (OPTION, sentences),
            (MAKERS, facts),
            (OPTION, facts),
        )
    )
