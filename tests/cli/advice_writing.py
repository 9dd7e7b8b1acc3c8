"""Advice of errors about writing revisions, reshaping the history, and comparing the models."""

from __future__ import annotations

import re
import shutil

from autodiff.errors import meaning, models, mysql, writing
from tests.cli.advice import (
    FIRST,
    Case,
    Do,
    Situation,
    Then,
    Way,
    added,
    rows,
    setting,
    tell,
    typed,
    write,
)
from tests.cli.advice_addresses import at, next_one, two_heads
from tests.cli.program import Project

MODELS = "models.py"


def revisions(project: Project) -> set[str]:
    """The names of the revisions, by their files."""
    return {path.stem.partition("_")[0] for path in project.revisions()}


def one_more(number: int = 1) -> object:
    """There are so many files more than the first."""

    def then(project: Project) -> None:
        assert len(project.revisions()) == 1 + number

    return then


def applied_next(project: Project) -> None:
    next_one(project)
    project.ok("-q", "upgrade")


def three(project: Project) -> None:
    write(project, "second")
    write(project, "third", down="second")


def with_sql(project: Project) -> None:
    three(project)
    write(project, "second", 'op.execute("select 1")', 'op.execute("select 1")')


def named_by_message(project: Project) -> None:
    setting(project, "file_template", "%(slug)s")
    project.ok("-q", "revision", "-m", "Taken")


# --- models ---------------------------------------------------------------------------------------


def declare(project: Project, line: str) -> None:
    """A further line of the class ``User``, the last one of the models."""
    file = project.folder / MODELS
    file.write_text(f"{file.read_text()}    {line}\n")


def new_column(project: Project) -> None:
    declare(project, "mail: orm.Mapped[str | None]")


def renamed_column(project: Project) -> None:
    file = project.folder / MODELS
    file.write_text(file.read_text().replace("name: orm", "mail: orm"))


def longer_name(project: Project) -> None:
    file = project.folder / MODELS
    file.write_text(file.read_text().replace("name: orm", "full_name: orm"))


def written(call: str) -> Then:
    """The upgrade of the new revision makes this call."""

    def then(project: Project) -> None:
        text = project.revisions()[-1].read_text()
        assert f'op.{call}("users", "name"' in text.partition("def downgrade")[0]

    return then


def new_column_for_rows(project: Project) -> None:
    declare(project, "age: orm.Mapped[int]")
    tell(project, "insert into users (id, name) values (1, 'a')")


def without_template(project: Project) -> None:
    new_column(project)
    (project.folder / "migrations/script.py.mako").unlink()


def broken_environment(project: Project) -> None:
    next_one(project)
    file = project.folder / "migrations/env.py"
    file.write_text(f"{file.read_text()}\nraise ValueError\n")


# --- what is done ---------------------------------------------------------------------------------


def choose_head(situation: Situation, found: re.Match[str]) -> None:
    typed(situation, found)
    head = situation.out.split(" -> ")[1].split()[0]
    words = ["revision", "-m", "x", "--head", head]
    situation.run(*words)


def merge_the_listed(situation: Situation, found: re.Match[str]) -> None:
    typed(situation, found)
    listed = [line.split(" -> ")[1].split()[0] for line in situation.out.splitlines()]
    situation.run("merge", *listed)


def rebase_and_upgrade(situation: Situation, found: re.Match[str]) -> None:
    typed(situation, found)
    assert rows(situation.project) == {FIRST}
    situation.again()
    situation.run("upgrade")


def look_and(*command: str) -> Do:
    def do(situation: Situation, found: re.Match[str]) -> None:
        typed(situation, found)
        assert all(one in situation.out for one in revisions(situation.project))
        situation.run(*command)

    return do


def other_words(*command: str) -> Do:
    """The command as the text says it should be."""
    return lambda situation, _: situation.run(*command)


def without(option: str) -> Do:
    def do(situation: Situation, _: re.Match[str]) -> None:
        words = [*situation.command]
        place = words.index(option)
        situation.run(*words[:place], *words[place + 2 :])

    return do


def fill(situation: Situation, found: re.Match[str]) -> None:
    situation.again(*found.group(1).replace("VALUE", "0").split())


def copy_template(situation: Situation, found: re.Match[str]) -> None:
    """From a project that is begun in an empty folder."""
    empty = Project(situation.project.folder / "empty")
    empty.folder.mkdir()
    empty.ok(*found.group(1).replace("DIRECTORY", "there").split()[1:])
    name = "script.py.mako"
    shutil.copy(empty.folder / "there" / name, situation.project.folder / "migrations")
    situation.again()


def mend_environment(situation: Situation, found: re.Match[str]) -> None:
    file = situation.project.folder / "migrations/env.py"
    file.write_text(file.read_text().replace("raise ValueError", ""))
    typed(situation, found)
    assert FIRST in situation.out or "next" in situation.out


PLACES = (
    Case(
        writing.NotAHead,
        ("revision", "-m", "x", "--head", FIRST),
        next_one,
        (
            Way("Add (--splice)", added, one_more(2), leads_on=False),
            Way("one of `(autodiff heads)`", choose_head, one_more(2), leads_on=False),
        ),
    ),
    Case(
        writing.NameTaken,
        ("revision", "-m", "x", "--rev-id", FIRST),
        lambda project: None,
        (Way("without --rev-id", without("--rev-id"), one_more(), leads_on=False),),
    ),
    Case(
        models.FileExists,
        ("revision", "-m", "Taken"),
        named_by_message,
        (
            Way(
                "Give another message or --rev-id",
                other_words("revision", "-m", "Free"),
                one_more(2),
                leads_on=False,
            ),
        ),
    ),
    Case(
        writing.MergeOfOne,
        ("merge", "left1"),
        two_heads,
        (Way("`(autodiff heads)`", merge_the_listed, one_more(3), leads_on=False),),
    ),
)

RESHAPING = (
    Case(
        writing.RebaseApplied,
        ("rebase", "next", FIRST),
        applied_next,
        (
            Way(
                "Undo it first: (.*?)\\. Then rebase it",
                rebase_and_upgrade,
                at("next"),
                leads_on=False,
            ),
        ),
    ),
    Case(
        writing.RebaseImpossible,
        ("rebase", "heads", "base"),
        two_heads,
        (
            Way(
                "`(autodiff history)`",
                look_and("rebase", "right1", "left1"),
                leads_on=False,
            ),
        ),
    ),
    Case(
        writing.SquashRange,
        ("squash", "third:third", "-m", "x"),
        three,
        (
            Way(
                "`(autodiff history)`",
                look_and("squash", "second:third", "-m", "x"),
                one_more(3),
                leads_on=False,
            ),
        ),
    ),
    Case(
        writing.SquashOpaque,
        ("squash", "second:third", "-m", "x"),
        with_sql,
        (Way("with (--keep-sql)", added, one_more(3), leads_on=False),),
    ),
)

COMPARING = (
    Case(
        models.NotAtHead,
        ("check",),
        next_one,
        (Way("Run first: (.*)\\.", then=at("next")),),
    ),
    Case(
        models.NotAtHead,
        ("check",),
        two_heads,
        (Way("Run first: (.*)\\.", then=at("left1", "right1")),),
        "of several",
    ),
    Case(
        meaning.FillNeeded,
        ("generate", "-m", "x"),
        new_column_for_rows,
        (Way("with (--fill users.age=VALUE)", fill, one_more(), leads_on=False),),
    ),
    *(
        Case(
            mysql.FillMalformed,
            ("generate", "-m", "x", "--fill", fill_),
            new_column_for_rows,
            (
                Way(
                    "Write (--fill users.age=0)",
                    lambda situation, found: situation.run(
                        "generate", "-m", "x", *found.group(1).split()
                    ),
                    one_more(),
                    leads_on=False,
                ),
            ),
            name,
        )
        for name, fill_ in {
            "of no column": "users=0",
            "that the database does not take": "users.age=abc",
        }.items()
    ),
    Case(
        meaning.RenamesOpen,
        ("generate", "-m", "x"),
        longer_name,
        (
            Way(
                "run: (autodiff generate .*) For what", typed, written("rename_column")
            ),
            Way("say (--no-rename users.name) instead", added, written("drop_column")),
            Way("(--no-rename) by itself", added, written("drop_column")),
        ),
    ),
    Case(
        meaning.NothingDropped,
        ("generate", "-m", "x", "--no-rename", "users.nme"),
        longer_name,
        (
            Way(
                "--no-rename users.nme: .* Did you mean (users.name)\\?",
                lambda situation, found: situation.run(
                    "generate", "-m", "x", "--no-rename", found.group(1)
                ),
                written("drop_column"),
                leads_on=False,
            ),
        ),
    ),
    Case(
        meaning.RenameImpossible,
        ("generate", "-m", "x", "--rename", "users.nme:users.mail"),
        renamed_column,
        (
            Way(
                "Write --rename OLD:NEW, with table.column on both sides",
                other_words("generate", "-m", "x", "--rename", "users.name:users.mail"),
                one_more(),
                leads_on=False,
            ),
        ),
    ),
    Case(
        models.TemplateMissing,
        ("generate", "-m", "x"),
        without_template,
        (
            Way(
                "the one that `(autodiff init DIRECTORY)` makes in an empty folder",
                copy_template,
                one_more(),
                leads_on=False,
            ),
        ),
    ),
    Case(
        models.EnvironmentBroken,
        ("upgrade",),
        broken_environment,
        (Way("Fix it; then `(autodiff current)`", mend_environment),),
    ),
)

CASES = (*PLACES, *RESHAPING, *COMPARING)
