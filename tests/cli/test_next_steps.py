"""What commands say to do next, typed as it stands there: it leads to where status has no more to say."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable

import pytest

from tests.cli.advice import COMMAND, FIRST, rows, tell, write
from tests.cli.advice_running import NEW, WHOLE_BACK, fixed, stopped_down, stopped_up
from tests.cli.program import Ended, Project
from tests.cli.terminal import on_a_forked_terminal

NO_REVISIONS = (
    "There are no revisions yet: write the first one with "
    'autodiff generate -m "First version"'
)


@pytest.fixture
def none(project: Project) -> Project:
    """A project without any revision, on an empty database."""
    (file,) = project.revisions()
    file.unlink()
    (project.folder / "shop.db").unlink()
    return project


def page(project: Project) -> dict[str, object]:
    (found,) = json.loads(project.ok("-q", "status", "--json").out)
    assert isinstance(found, dict)
    return found


def next_commands(project: Project) -> list[str]:
    """Of status; what people read and what programs read is the same."""
    text = project.ok("-q", "status").out
    shown = [line for line in text.splitlines() if line.startswith(("Next: ", "  or "))]
    steps = page(project)["next"]
    assert isinstance(steps, list)
    if steps and page(project)["heads"]:
        wanted = [f"{each['purpose']}: {each['command']}" for each in steps]
        assert [re.sub("^(Next: |  or )", "", line) for line in shown] == wanted
    return [each["command"] for each in steps]


def typed(project: Project, command: str) -> Ended:
    program, *words = shlex.split(command)
    assert program == "autodiff"
    return project.ok("-q", *words)


def commands_in(text: str) -> list[str]:
    return [found.group().strip() for found in COMMAND.finditer(text)]


# --- no revisions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("upgrade",),
        ("upgrade", "heads"),
        ("upgrade", "--dry-run"),
        ("upgrade", "--json"),
        ("downgrade", "base"),
        ("stamp", "head"),
        ("current",),
        ("heads",),
        ("history",),
        ("status",),
    ],
    ids=" ".join,
)
def test_the_first_one_is_to_be_written(
    none: Project, command: tuple[str, ...]
) -> None:
    ended = none.ok("-q", *command)
    said = ended.out if command == ("status",) else ended.err
    assert NO_REVISIONS in said
    assert "already" not in ended.err
    typed(none, commands_in(said)[0])
    assert len(none.revisions()) == 1
    assert NO_REVISIONS not in none.ok("-q", *command).err


def test_on_a_terminal_it_is_the_same(none: Project) -> None:
    assert NO_REVISIONS in on_a_forked_terminal(none, "-q", "upgrade", columns=100)


def test_without_models_the_first_one_is_written_by_hand(none: Project) -> None:
    file = none.folder / "autodiff.ini"
    file.write_text(file.read_text().replace("models = ", "custom.models = "))
    (command,) = next_commands(none)
    typed(none, command)
    assert len(none.revisions()) == 1


def test_from_nothing_to_the_end_by_what_is_said(none: Project) -> None:
    walked = []
    while steps := next_commands(none):
        walked.append(steps[0])
        typed(none, steps[0])
    assert walked == ['autodiff generate -m "First version"', "autodiff upgrade head"]
    assert rows(none) == {none.revisions()[0].stem.partition("_")[0]}


# --- one head -------------------------------------------------------------------------------------


def test_pending_revisions(project: Project) -> None:
    write(project, NEW)
    assert next_commands(project) == ["autodiff upgrade head"]
    typed(project, "autodiff upgrade head")
    assert next_commands(project) == []


def test_differences_at_the_head(project: Project) -> None:
    file = project.folder / "models.py"
    file.write_text(f"{file.read_text()}    mail: orm.Mapped[str | None]\n")
    while steps := next_commands(project):
        typed(project, steps[0])
    assert len(project.revisions()) == 2
    assert project.ok("-q", "check").code == 0


@pytest.mark.parametrize(
    "command", [("generate", "-m", "x"), ("revision", "-m", "x")], ids=" ".join
)
def test_after_writing_on_one_line(project: Project, command: tuple[str, ...]) -> None:
    file = project.folder / "models.py"
    file.write_text(f"{file.read_text()}    mail: orm.Mapped[str | None]\n")
    (said,) = commands_in(project.ok("-q", *command).err)
    assert said == "autodiff upgrade head"
    typed(project, said)
    assert FIRST not in rows(project)


# --- several heads --------------------------------------------------------------------------------


def two_lines(project: Project) -> Project:
    """Two heads, of which one is applied."""
    write(project, "left1", more='branch_labels = ("left",)')
    project.ok("-q", "upgrade")
    write(project, "right1")
    return project


def test_status_names_both_heads(project: Project) -> None:
    two_lines(project)
    text = project.ok("-q", "status").out
    assert "Heads: 2\n  left1 [left], Revision left1." in text
    assert "\n  right1, Revision right1." in text
    heads = page(project)["heads"]
    assert isinstance(heads, list)
    assert [each["revision"] for each in heads] == ["left1", "right1"]


def test_status_joins_several_heads(project: Project) -> None:
    two_lines(project)
    joined, apart = next_commands(project)
    assert joined == 'autodiff merge left1 right1 -m "Merge left1 and right1"'
    assert apart == "autodiff upgrade heads"
    typed(project, joined)
    assert next_commands(project) == ["autodiff upgrade head"]
    typed(project, "autodiff upgrade head")
    assert next_commands(project) == []


def test_status_may_also_leave_them_apart(project: Project) -> None:
    two_lines(project)
    typed(project, next_commands(project)[1])
    assert rows(project) == {"left1", "right1"}
    assert [each.split()[1] for each in next_commands(project)] == ["merge"]


def test_a_head_that_another_depends_on_is_joined_too(project: Project) -> None:
    """``heads`` does not name it, and ``head`` would still be unclear."""
    write(project, "left1")
    write(project, "right1", more='depends_on = "left1"')
    typed(project, next_commands(project)[0])
    typed(project, "autodiff upgrade head")
    assert next_commands(project) == []


def declare(project: Project) -> None:
    file = project.folder / "models.py"
    file.write_text(f"{file.read_text()}    mail: orm.Mapped[str | None]\n")


WRITING = {
    "generate": ("generate", "-m", "x", "--head", "left1"),
    "revision": ("revision", "-m", "x", "--head", "left1"),
    "--autogenerate": ("revision", "--autogenerate", "-m", "x", "--head", "left1"),
    "--splice": ("revision", "-m", "x", "--head", FIRST, "--splice"),
    "another base": ("revision", "-m", "x", "--head", "base"),
}


@pytest.mark.parametrize(
    ("name", "terminal"), [*((name, False) for name in WRITING), ("generate", True)]
)
def test_after_writing_beside_another_head(
    name: str, terminal: bool, project: Project
) -> None:
    """Not "upgrade head", which would be refused: a merge, or this one alone."""
    two_lines(project)
    project.ok("-q", "upgrade", "heads")
    declare(project)
    if terminal:
        said = on_a_forked_terminal(project, "-q", *WRITING[name], columns=200)
    else:
        said = project.ok("-q", *WRITING[name]).err
    assert "There are several heads now." in said
    joined, alone = commands_in(said)
    new = project.revisions()[-1].stem.partition("_")[0]
    assert alone == f"autodiff upgrade {new}"
    (then,) = commands_in(typed(project, joined).err)
    assert then == "autodiff upgrade head"
    typed(project, then)
    assert len(rows(project)) == 1


def test_after_writing_beside_another_head_it_can_be_applied_alone(
    project: Project,
) -> None:
    two_lines(project)
    project.ok("-q", "upgrade", "heads")
    _, alone = commands_in(project.ok("-q", *WRITING["revision"]).err)
    typed(project, alone)
    assert alone.split()[-1] in rows(project)


def test_a_merge_of_some_heads_leaves_several(project: Project) -> None:
    for name in ("a1", "b1", "c1"):
        write(project, name)
    joined, _ = commands_in(project.ok("-q", "merge", "a1", "b1").err)
    (then,) = commands_in(typed(project, joined).err)
    typed(project, then)
    assert next_commands(project) == []


# --- half applied ---------------------------------------------------------------------------------


def test_status_finishes_what_is_half_applied(project: Project) -> None:
    stopped_up(project)
    assert "Half applied: the upgrade of be2027a6acf4" in project.ok("-q", "status").out
    fixed(project)
    typed(project, next_commands(project)[0])
    assert (rows(project), page(project)["half_applied"]) == ({NEW}, None)


def test_status_undoes_what_is_half_applied(project: Project) -> None:
    stopped_up(project)
    typed(project, next_commands(project)[1])
    assert (rows(project), page(project)["half_applied"]) == ({FIRST}, None)


@pytest.mark.parametrize("stop", [stopped_up, stopped_down])
def test_status_forgets_what_is_half_applied(
    stop: Callable[[Project], None], project: Project
) -> None:
    stop(project)
    before = rows(project)
    command = next_commands(project)[2]
    assert command == "autodiff stamp current"
    said = typed(project, command).err
    assert f"grade of {NEW} is forgotten: what it did stays in the database." in said
    assert (rows(project), page(project)["half_applied"]) == (before, None)


def test_without_its_file_it_can_only_be_forgotten(project: Project) -> None:
    stopped_up(project)
    (project.folder / f"migrations/versions/{NEW}_revision.py").unlink()
    assert next_commands(project) == ["autodiff stamp current"]
    typed(project, "autodiff stamp current")
    assert page(project)["half_applied"] is None


def test_a_stamp_tells_programs_what_it_forgot(project: Project) -> None:
    stopped_up(project)
    (step,) = json.loads(project.ok("-q", "stamp", "current", "--json").out)
    assert step["forgets"] == {"direction": "upgrade", "revision": NEW}
    assert step["current"] == [FIRST]
    assert json.loads(project.ok("-q", "stamp", "current", "--json").out) == []


def test_one_of_which_nothing_was_done_is_just_pending(project: Project) -> None:
    block = 'with op.autocommit_block():\n    op.execute("drop table nowhere")'
    write(project, NEW, block, WHOLE_BACK)
    assert project.run("-q", "upgrade").code == 3
    assert "Half applied" not in project.ok("-q", "status").out
    assert page(project)["half_applied"] is None
    assert next_commands(project) == ["autodiff upgrade head"]


# --- a database that is elsewhere -----------------------------------------------------------------


def test_a_revision_that_the_scripts_lack(project: Project) -> None:
    """Nothing can be said of such a database but that."""
    tell(project, "update autodiff_version set version_num = 'unknown'")
    for command in ("status", "current", "upgrade", "check"):
        text = project.run("-q", command).paragraph
        assert "it is at unknown, and no revision file here has that id" in text
        assert "`autodiff stamp --purge REVISION`" in text


# --- other settings, another database -------------------------------------------------------------


@pytest.fixture
def other(project: Project) -> tuple[str, ...]:
    """Options by which a command is about another database, which is empty."""
    project.write("empty.ini", (project.folder / "autodiff.ini").read_text())
    write(project, NEW)
    return ("-c", "empty.ini", "--url", "sqlite:///empty one.db", "-x", "a=b c")


@pytest.mark.parametrize("command", ["status", "current", "check"])
def test_what_is_said_is_about_the_same_database(
    command: str, project: Project, other: tuple[str, ...]
) -> None:
    """Without the options, the command would upgrade the one of the settings."""
    ended = project.run("-q", *other, command)
    (said,) = commands_in_options(ended.out + ended.err)
    options = "-c empty.ini --url 'sqlite:///empty one.db' -x 'a=b c'"
    assert said == f"autodiff {options} upgrade head"
    typed(project, said)
    assert rows(project) == {FIRST}
    assert project.ok("-q", *other, "current").out.startswith(NEW)


def test_a_password_stays_hidden(project: Project) -> None:
    url = "postgresql://me:secret@127.0.0.1:1/shop"
    said = project.run("-q", "--url", url, "-x", "pwd=secret", "show", "nowhere").err
    assert "secret" not in said
    options = "--url 'postgresql://me:***@127.0.0.1:1/shop' -x 'pwd=***'"
    assert f"`autodiff {options} history`" in said


def commands_in_options(text: str) -> list[str]:
    return re.findall(r"autodiff -c .*? upgrade head", text)
