"""Advice of errors about addresses, and about what the version table says."""

from __future__ import annotations

import re

from autodiff.errors import addresses
from tests.cli.advice import (
    FIRST,
    Case,
    Situation,
    Way,
    rows,
    tell,
    typed,
    write,
)
from tests.cli.program import Project


def two_heads(project: Project) -> None:
    """Two lines, ``left`` and ``right``, follow the first revision; neither is applied."""
    for name in ("left", "right"):
        write(project, f"{name}1", more=f'branch_labels = ("{name}",)')


def on_none(project: Project) -> None:
    two_heads(project)
    project.ok("-q", "downgrade", "base")


def on_both(project: Project) -> None:
    two_heads(project)
    project.ok("-q", "upgrade", "heads")


def on_both_with_more(project: Project) -> None:
    """The line that is named first has nothing above it."""
    on_both(project)
    write(project, "right2", down="right1")


def merged(project: Project) -> None:
    on_both(project)
    write(project, "both", down=("left1", "right1"))
    project.ok("-q", "upgrade")


def next_one(project: Project) -> None:
    write(project, "next")


def ahead(project: Project) -> None:
    """The file of the revision that the database is at is gone, and another one is there."""
    next((project.folder / "migrations/versions").glob(f"{FIRST}*")).unlink()
    write(project, "other", down=None)


def damaged(project: Project) -> None:
    tell(
        project,
        "drop table autodiff_version",
        "create table autodiff_version (version_num varchar)",
        f"insert into autodiff_version values ('{FIRST}'), ('{FIRST}')",
    )


# --- what is done ---------------------------------------------------------------------------------


def instead(situation: Situation, found: re.Match[str]) -> None:
    """The same command with what the text gives in place of its last word."""
    *words, _ = situation.command
    situation.run(*words, found.group(1).strip("`"))


def merge_and_again(situation: Situation, found: re.Match[str]) -> None:
    typed(situation, found)
    situation.again()


def with_revision(revision: str) -> object:
    """The command with a revision in place of the word that stands for one."""

    def do(situation: Situation, found: re.Match[str]) -> None:
        words = found.group(1).replace("REVISION", revision)
        situation.run(*words.split()[1:])

    return do


def look_and_choose(situation: Situation, found: re.Match[str]) -> None:
    """The list has a revision that can be given instead."""
    typed(situation, found)
    assert FIRST in situation.out
    *words, _ = situation.command
    situation.run(*words, FIRST)


def see_that_none_is(situation: Situation, found: re.Match[str]) -> None:
    typed(situation, found)
    assert situation.out == "(no revision)\n"


def head_as_option(situation: Situation, found: re.Match[str]) -> None:
    situation.again("--head", found.group(1))


def at(*revisions: str) -> object:
    def then(project: Project) -> None:
        assert rows(project) == {*revisions}

    return then


HEADS = (
    Way("Join them with `(.*?)`", merge_and_again),
    Way("name one by its id, such as (\\S+)", instead, at("left1"), leads_on=False),
    Way("all of them with (`heads`)", instead, at("left1", "right1"), leads_on=False),
)

CASES = (
    Case(addresses.SeveralHeads, ("upgrade", "head"), two_heads, HEADS),
    Case(
        addresses.SeveralHeads,
        ("revision", "-m", "x"),
        two_heads,
        (
            Way("Join them with `(.*?)`", merge_and_again),
            Way(r"--head (\w+)", head_as_option, leads_on=False),
        ),
        "for a new one",
    ),
    Case(
        addresses.SeveralCurrent,
        ("downgrade", "-1"),
        on_both,
        (
            Way("from which one: (\\S+),", instead, at("right1"), leads_on=False),
            Way(", ([^ ;]+);", instead, at("left1"), leads_on=False),
        ),
    ),
    Case(
        addresses.SeveralCurrent,
        ("upgrade", "+1"),
        on_both_with_more,
        (Way(", ([^ ;]+);", instead, at("left1", "right2"), leads_on=False),),
        "of which one has more",
    ),
    Case(
        addresses.WalkAmbiguous,
        ("upgrade", "+1"),
        two_heads,
        (
            Way("such as (\\w+),", instead, at("left1"), leads_on=False),
            Way("say which way: (.*)\\.", instead, at("left1"), leads_on=False),
        ),
        "upwards",
    ),
    Case(
        addresses.WalkAmbiguous,
        ("downgrade", "-2"),
        merged,
        (Way("such as (\\w+)\\.", instead, at("left1", "right1"), leads_on=False),),
        "downwards",
    ),
    Case(
        addresses.WalkTooFar,
        ("upgrade", "+9"),
        next_one,
        (
            Way("a smaller number or (`head`)", instead, at("next"), leads_on=False),
            Way("`(autodiff history)`", look_and_choose, leads_on=False),
        ),
        "upwards",
    ),
    Case(
        addresses.WalkTooFar,
        ("downgrade", "-9"),
        next_one,
        (
            Way("a smaller number or (`base`)", instead, at(), leads_on=False),
            Way("`(autodiff history)`", look_and_choose, leads_on=False),
        ),
        "downwards",
    ),
    Case(
        addresses.WrongDirection,
        ("upgrade", "-1"),
        lambda project: None,
        (Way("Use `(.*?)`", then=at(), leads_on=False),),
        "down",
    ),
    Case(
        addresses.WrongDirection,
        ("downgrade", "+1"),
        next_one,
        (Way("Use `(.*?)`", then=at("next"), leads_on=False),),
        "up",
    ),
    Case(
        addresses.DowngradeUnclear,
        ("downgrade", "heads"),
        on_both,
        (Way("one line: (\\S+)\\.", instead, at("right1"), leads_on=False),),
    ),
    Case(
        addresses.NotApplied,
        ("downgrade", "next"),
        next_one,
        (Way("or `(autodiff upgrade .*?)`", then=at("next")),),
    ),
    Case(
        addresses.BranchNotApplied,
        ("downgrade", "left@-1"),
        on_none,
        (Way("`(autodiff current)`", see_that_none_is, leads_on=False),),
    ),
    Case(
        addresses.NotOnBranch,
        ("upgrade", "left@right1"),
        two_heads,
        (
            Way(
                "Leave out `(left@)`",
                lambda situation, _: situation.run("upgrade", "right1"),
                at("right1"),
                leads_on=False,
            ),
            Way("`(autodiff history)`", look_and_choose, leads_on=False),
        ),
    ),
    Case(
        addresses.UnknownRevision,
        ("upgrade", "ae1027a6acf5"),
        lambda project: None,
        (
            Way("did you mean (\\w+)\\.", instead, at(FIRST), leads_on=False),
            Way("`(autodiff history)`", look_and_choose, leads_on=False),
            Way("`(autodiff heads)`", look_and_choose, leads_on=False),
        ),
    ),
    *(
        Case(
            addresses.DatabaseAhead,
            command,
            ahead,
            (
                Way(
                    "`(autodiff stamp --purge REVISION)`",
                    with_revision("other"),
                    at("other"),
                ),
            ),
            command[0],
        )
        for command in (("upgrade",), ("status",), ("stamp", "current"))
    ),
    Case(
        addresses.VersionRowsDamaged,
        ("upgrade",),
        damaged,
        (
            Way(
                "`(autodiff stamp --purge REVISION)`",
                with_revision(FIRST),
                at(FIRST),
            ),
        ),
    ),
)
