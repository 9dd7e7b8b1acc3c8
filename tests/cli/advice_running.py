"""Advice of errors that are met while revisions run, and where one is half applied."""

from __future__ import annotations

import re

from autodiff.errors import running
from tests.cli.advice import (
    FIRST,
    Case,
    Situation,
    Way,
    added,
    ask,
    rows,
    tables,
    tell,
    typed,
    unfinished,
    write,
)
from tests.cli.program import Project

# On SQLite a block outside of transactions is what can leave a revision half applied.
UP = """with op.autocommit_block():
    op.create_table("t", sa.Column("id", sa.Integer))
    op.create_table("u", sa.Column("id", sa.Integer))
op.execute("insert into nowhere values (1)")"""
BACK = """with op.autocommit_block():
    op.drop_table("u")
    op.drop_table("t")
op.execute("delete from nowhere")"""
WHOLE_UP = UP.replace("nowhere", "t")
WHOLE_BACK = BACK.replace("delete from nowhere", "select 1")
NEW = "be2027a6acf4"


def stopped_up(project: Project, up: str = UP, back: str = WHOLE_BACK) -> None:
    """Half applied: the upgrade of ``NEW`` made its tables and stopped."""
    write(project, NEW, up, back)
    assert project.run("-q", "upgrade").code == 3


def stopped_down(project: Project) -> None:
    """Half applied: the downgrade of ``NEW`` dropped its tables and stopped."""
    write(project, NEW, WHOLE_UP, BACK)
    project.ok("-q", "upgrade")
    assert project.run("-q", "downgrade", "-1").code == 3


def fixed(project: Project) -> None:
    write(project, NEW, WHOLE_UP, WHOLE_BACK)


# --- what is true afterwards ----------------------------------------------------------------------


def applied(project: Project) -> None:
    assert (rows(project), tables(project)) == ({NEW}, {"t", "u"})
    assert unfinished(project) == 0


def undone(project: Project) -> None:
    assert (rows(project), tables(project)) == ({FIRST}, set())
    assert unfinished(project) == 0


def forgotten(project: Project) -> None:
    """What it did stays."""
    assert (rows(project), tables(project)) == ({FIRST}, {"t", "u"})
    assert unfinished(project) == 0


# --- what is done ---------------------------------------------------------------------------------


def mend_and_again(situation: Situation, _: re.Match[str]) -> None:
    fixed(situation.project)
    situation.again()


def mend_and_type(situation: Situation, found: re.Match[str]) -> None:
    fixed(situation.project)
    typed(situation, found)


def mend_and_add(situation: Situation, found: re.Match[str]) -> None:
    fixed(situation.project)
    added(situation, found)


def forget(situation: Situation, found: re.Match[str]) -> None:
    """Fix the database by hand, as the text says, and the script with it."""
    typed(situation, found)
    forgotten(situation.project)
    tell(situation.project, "drop table t", "drop table u")
    fixed(situation.project)


def complete(situation: Situation, _: re.Match[str]) -> None:
    """The opposite function says how to undo what ran."""
    write(situation.project, NEW, UP, WHOLE_BACK)
    situation.again()


def take_back_and_add(situation: Situation, found: re.Match[str]) -> None:
    """What was written past ``op`` is taken back; it may be written again."""
    tell(situation.project, "delete from t")
    added(situation, found)


AGAIN = "[Ff]ix the cause, or the script after that statement, and run the same command again"
SAME = "run the same command again"
UNDO = "To undo what was done instead: (.*?)\\."
FINISH = "Finish it first: (.*?)\\. Or"
FORGET = Way("have it forgotten: (autodiff stamp current)", forget)


# --- a step that stops ----------------------------------------------------------------------------


def to_go_down(project: Project) -> None:
    write(project, NEW, WHOLE_UP, BACK)
    project.ok("-q", "upgrade")


def refusing_stamps(project: Project) -> None:
    write(project, NEW)
    tell(
        project,
        "create trigger no before update on autodiff_version "
        "begin select raise(abort, 'not today'); end",
    )


def allow_stamps(situation: Situation, _: re.Match[str]) -> None:
    tell(situation.project, "drop trigger no")
    situation.again()


NOT_NULL = 'op.add_column("users", sa.Column("age", sa.Integer, nullable=False))'


def not_null_for_rows(project: Project) -> None:
    tell(project, "insert into users (id, name) values (1, 'a')")
    write(project, NEW, NOT_NULL)


def say_what_they_get(situation: Situation, found: re.Match[str]) -> None:
    """The script that the text names gets what the text says."""
    path, fill = found.groups()
    assert path.endswith(f"{NEW}_revision.py")
    write(situation.project, NEW, f"{NOT_NULL[:-1]}, {fill})")
    situation.again()


def answers(project: Project, query: str, expected: list[tuple[object, ...]]) -> None:
    assert ask(project, query) == expected


RAISES = UP.replace('op.execute("insert into nowhere values (1)")', "raise ValueError")
MOVES = "op.execute(\"update autodiff_version set version_num = 'x'\")"

UNKNOWN = {
    "of a table that is not there": 'op.drop_column("nowhere", "n")',
    "of a column that is not there": 'op.drop_column("users", "nowhere")',
}

STEPS = (
    Case(
        running.StatementFailed,
        ("upgrade",),
        lambda project: write(project, NEW, UP, WHOLE_BACK),
        (
            Way(AGAIN, mend_and_again, applied),
            Way(UNDO, then=undone, leads_on=False),
        ),
        "of an upgrade",
    ),
    Case(
        running.StatementFailed,
        ("downgrade", "-1"),
        to_go_down,
        (
            Way(AGAIN, mend_and_again, undone, leads_on=False),
            Way(UNDO, then=applied, leads_on=False),
        ),
        "of a downgrade",
    ),
    Case(
        running.StatementFailed,
        ("upgrade",),
        lambda project: write(project, NEW, 'op.execute("drop table nowhere")'),
        (Way("Fix the cause and run the same command again", mend_and_again, applied),),
        "that was rolled back",
    ),
    Case(
        running.ValueNeeded,
        ("upgrade",),
        not_null_for_rows,
        (
            Way(
                r"Say what they get in (\S+): op\.add_column\(.*, (fill=.*?)\), or",
                say_what_they_get,
                lambda project: answers(project, "select age from users", [(0,)]),
            ),
        ),
    ),
    Case(
        running.ScriptFailed,
        ("upgrade",),
        lambda project: write(project, NEW, RAISES, BACK.rpartition("\n")[0]),
        (
            Way(AGAIN, mend_and_again, applied),
            Way(UNDO, then=undone, leads_on=False),
        ),
    ),
    *(
        Case(
            running.ScriptFailed,
            ("upgrade",),
            lambda project, line=line: write(project, NEW, line),
            (Way("Correct its name in the script", mend_and_again, applied),),
            name,
        )
        for name, line in UNKNOWN.items()
    ),
    Case(
        running.VersionRowLost,
        ("upgrade",),
        lambda project: write(project, NEW, MOVES),
        (Way("Fix the cause and run the same command again", mend_and_again, applied),),
    ),
    Case(
        running.StampRefused,
        ("stamp", "head"),
        refusing_stamps,
        (Way(SAME, allow_stamps, lambda project: rows(project) == {NEW}),),
    ),
)


# --- half applied ---------------------------------------------------------------------------------


def edited(project: Project) -> None:
    stopped_up(project)
    write(project, NEW, WHOLE_UP.replace('"t"', '"other"'), WHOLE_BACK)


def with_another(project: Project) -> None:
    stopped_up(project)
    write(project, "side")


def with_another_way_back(project: Project) -> None:
    stopped_down(project)
    write(project, "side")


def stopped_undoing(project: Project) -> None:
    """The upgrade stopped, and so did its undoing, at its second statement."""
    stopped_up(project)
    tell(project, "alter table t rename to hidden")
    assert project.run("-q", "downgrade", "-1").code == 3
    tell(project, "alter table hidden rename to t")


def without_file(project: Project) -> None:
    stopped_up(project)
    (project.folder / f"migrations/versions/{NEW}_revision.py").unlink()


def forget_undoing(situation: Situation, found: re.Match[str]) -> None:
    typed(situation, found)
    assert (rows(situation.project), unfinished(situation.project)) == ({FIRST}, 0)
    tell(situation.project, "drop table t")
    fixed(situation.project)


FINISH_UP = Way(FINISH, mend_and_type, applied)

HALF = (
    Case(
        running.ScriptEdited,
        ("upgrade",),
        edited,
        (
            Way("Restore these operations in the script", mend_and_again, applied),
            FORGET,
        ),
    ),
    Case(
        running.OtherHalfApplied,
        ("upgrade", "side"),
        with_another,
        (
            FINISH_UP,
            Way("Or undo what ran of it: (.*?)\\. Or", then=undone),
            FORGET,
        ),
        "upgrade",
    ),
    Case(
        running.OtherHalfApplied,
        ("upgrade", "side"),
        with_another_way_back,
        (
            Way(FINISH, mend_and_type, undone),
            Way("Or undo what ran of it: (.*?)\\. Or", then=applied),
            Way(FORGET.words, then=lambda project: rows(project) == {NEW}),
        ),
        "downgrade",
    ),
    Case(
        running.OtherHalfApplied,
        ("upgrade", FIRST),
        stopped_up,
        (FINISH_UP, FORGET),
        "with nothing to do",
    ),
    Case(
        running.OtherHalfApplied,
        ("upgrade",),
        stopped_undoing,
        (
            Way(FINISH, then=undone, leads_on=False),
            Way(FORGET.words, forget_undoing),
        ),
        "while it is undone",
    ),
    Case(
        running.HalfAppliedUnknown,
        ("upgrade",),
        without_file,
        (
            Way(f"Restore the file and {SAME}", mend_and_again, applied),
            FORGET,
        ),
    ),
)


# --- what only a person can tell ------------------------------------------------------------------

WRITES = """op.create_table("t", sa.Column("id", sa.Integer))
with op.autocommit_block():
    op.get_bind().execute(sa.text("insert into t values (1)"))
    op.create_table("u", sa.Column("id", sa.Integer))
op.execute("insert into nowhere values (1)")"""
ALTERS = """with op.autocommit_block():
    op.create_table("t", sa.Column("id", sa.Integer))
    op.create_table("u", sa.Column("id", sa.Integer))
    op.execute("alter table nowhere add column n integer")"""


def wrote_past_op(project: Project) -> None:
    stopped_up(project, WRITES)
    write(project, NEW, WRITES.replace("nowhere", "t"), WHOLE_BACK)


def in_doubt(project: Project) -> None:
    """As if the run had been killed while it altered the table."""
    stopped_up(project, ALTERS)
    write(project, NEW, ALTERS.replace("nowhere", "t"), WHOLE_BACK)
    tell(project, "update autodiff_journal set said = null")


def columns(project: Project) -> list[str]:
    return [row[1] for row in ask(project, "pragma table_info(t)")]


def altered(project: Project) -> None:
    applied(project)
    assert columns(project) == ["id", "n"]


def taken_as_altered(project: Project) -> None:
    applied(project)
    assert columns(project) == ["id"]


def left(project: Project) -> None:
    """What nothing undoes stays, as was said."""
    assert (rows(project), tables(project)) == ({FIRST}, {"u"})
    assert unfinished(project) == 0


DOUBT = (
    Case(
        running.UndoUnclear,
        ("downgrade", "-1"),
        lambda project: stopped_up(project, back='op.drop_table("t")'),
        (
            Way(r"Complete downgrade\(\) in the script and " + SAME, complete, undone),
            Way("run it with (--in-doubt=done)", added, left),
            Way("or (--in-doubt=again)", added, left),
            Way(r"Or finish the upgrade: (.*?)\. Or", mend_and_type, applied),
            FORGET,
        ),
    ),
    Case(
        running.StatementInDoubt,
        ("upgrade",),
        in_doubt,
        (
            Way("run the same command with (--in-doubt=done)", added, taken_as_altered),
            Way("or (--in-doubt=again)", added, altered),
        ),
    ),
    Case(
        running.ConnectionUnrepeatable,
        ("upgrade",),
        wrote_past_op,
        (
            Way(
                "run the same command with (--in-doubt=again)",
                take_back_and_add,
                applied,
            ),
        ),
    ),
)


# --- printed --------------------------------------------------------------------------------------


def looking(project: Project) -> None:
    """The second of three revisions looks at live data."""
    write(project, "second", 'op.get_bind().execute(sa.text("select 1"))')
    write(project, "third", 'op.execute("select 3")', down="second")


def print_parts(situation: Situation, found: re.Match[str]) -> None:
    for part in (f"base:{FIRST}", "second:third"):
        command = found.group().replace("FROM:TO", part)
        situation.run(*command.split()[1:])
        assert "INSERT INTO autodiff_journal" in situation.out


def online(situation: Situation, _: re.Match[str]) -> None:
    situation.run(*(word for word in situation.command if word != "--sql"))
    assert rows(situation.project) == {"third"}


PRINTED = (
    Case(
        running.PrintingFailed,
        ("upgrade", "--sql"),
        looking,
        (
            Way("autodiff upgrade FROM:TO --sql", print_parts, leads_on=False),
            Way("Run it online", online, leads_on=False),
        ),
    ),
    *(
        Case(
            running.RangeNeeded,
            (*command, "--sql"),
            lambda project: write(project, NEW),
            (Way(r"such as: (.* --sql)\.", leads_on=False),),
            " ".join(command),
        )
        for command in (
            ("downgrade", "base"),
            ("downgrade", "-1"),
            ("stamp", "current"),
            ("stamp", "+1"),
            ("stamp", "-1"),
        )
    ),
)

CASES = (*STEPS, *HALF, *DOUBT, *PRINTED)
