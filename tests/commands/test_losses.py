"""What is lost is said: in the script, in what `generate` gives back, and in a dry run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from autodiff import api
from autodiff.lint import row_count
from autodiff.lint.finding import Finding
from tests.commands.project import Project

BEFORE = """
sa.Table("places", metadata, sa.Column("id", sa.Integer, primary_key=True))
sa.Table("items", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(20)),
    sa.Column("price", sa.Numeric(10, 2)),
    sa.Column("note", sa.Text, nullable=False))
"""
AFTER = """
sa.Table("orders", metadata, sa.Column("day", sa.Date, primary_key=True))
sa.Table("items", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("code", sa.String(80)),
    sa.Column("price", sa.Numeric(10, 2)),
    sa.Column("age", sa.Integer))
"""
SECRET = "hush"


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Project:
    """At BEFORE, with two places and three items."""
    made = Project(tmp_path, database_url)
    settings = made.models(BEFORE)
    api.generate(settings, "one")
    api.upgrade(settings)
    made.send(
        "insert into places values (1), (2)",
        f"insert into items values (1, '{SECRET}', 1.25, '{SECRET}'), (2, null, 1, ''), (3, '3', 3, '')",
    )
    return made


def generated(project: Project, models: str, **wishes: bool) -> api.NewRevision:
    options = api.Options(**wishes)  # type: ignore[arg-type]
    written = api.generate(project.models(models), "two", wishes=options)
    assert written is not None
    return written


def above(written: api.NewRevision) -> dict[str, list[str]]:
    """By line of code, the comments above it, each whole."""
    found: dict[str, list[str]] = {}
    comments: list[str] = []
    for line in written.path.read_text("utf-8").splitlines():
        bare = line.strip()
        if bare.startswith("# ") and comments and not comments[-1].endswith("."):
            comments[-1] += bare.removeprefix("#")
        elif bare.startswith("# "):
            comments.append(bare.removeprefix("# "))
        elif comments:
            found.setdefault(bare, []).extend(comments)
            comments = []
    return found


def lines(losses: tuple[Finding, ...]) -> list[str]:
    return [str(each) for each in losses]


LASTING = "; a downgrade cannot restore them."


class TestGenerate:
    def test_comments_stand_above_the_operations(self, project: Project) -> None:
        said = above(generated(project, AFTER))
        assert said['op.drop_table("places")'] == [
            f"Data loss: table places is dropped with its rows{LASTING}"
        ]
        assert said['op.drop_column("items", "note")'] == [
            f"Data loss: values of items.note are dropped{LASTING}"
        ]
        assert said['op.drop_column("items", "age")'] == [
            "Data loss: values of items.age are dropped."
        ]
        assert said['op.drop_table("orders")'] == [
            "Data loss: table orders is dropped with its rows."
        ]
        (back,) = (each for line, each in said.items() if line == "op.create_table(")
        assert back == ["Data loss: table places comes back without rows."]
        assert "Data loss: items.note comes back with '' in each row." in [
            each for all_ in said.values() for each in all_
        ]

    def test_the_rows_are_counted(self, project: Project) -> None:
        written = generated(project, AFTER)
        told = [str(x) for x in written.losses if x.direction == "upgrade"]
        assert sorted(told) == [
            f"Data loss (2 rows): table places is dropped with its rows{LASTING}",
            f"Data loss (3 rows with a value): values of items.note are dropped{LASTING}",
        ]

    def test_only_rows_with_a_value_count_for_a_column(self, project: Project) -> None:
        less = BEFORE.replace('    sa.Column("code", sa.String(20)),\n', "")
        told, _ = generated(project, less).losses
        assert str(told).startswith(
            "Data loss (2 rows with a value): values of items.code"
        )

    def test_no_value_and_no_number_stands_in_the_script(
        self, project: Project
    ) -> None:
        written = generated(project, AFTER)
        text = written.path.read_text("utf-8")
        assert SECRET not in text and SECRET not in str(written)
        assert "rows with a value" not in text

    def test_up_to_ten_thousand(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(row_count, "MOST", 2)
        told = [str(each) for each in generated(project, AFTER).losses]
        assert told[0].startswith("Data loss (more than 2 rows with a value)")
        assert (
            f"Data loss (2 rows): table places is dropped with its rows{LASTING}"
            in told
        )

    def test_with_no_rows_wanted_none_is_looked_at(self, project: Project) -> None:
        unique = AFTER.replace("sa.String(80)", "sa.String(80), unique=True")
        with sent() as statements:
            written = generated(project, unique, rows=False)
        assert [each.rows for each in written.losses] == [None] * len(written.losses)
        assert written.obstacles == ()
        assert len(above(written)) > 4
        looked = [
            x for x in statements if re.search(r"from\s+(items|places)\b", x, re.I)
        ]
        assert looked == []
        written.path.unlink()
        with sent() as statements:
            generated(project, unique)
        assert [x for x in statements if re.search(r"from\s+items\b", x, re.I)]

    def test_the_first_revision_takes_nothing(self, project: Project) -> None:
        (first,) = (project.folder / "migrations" / "versions").glob("*_one.py")
        up, _, down = first.read_text("utf-8").partition("def downgrade")
        assert "Data loss" not in up
        assert down.count("# Data loss: table ") == 2


@contextmanager
def sent() -> Iterator[list[str]]:
    """The statements that are sent inside."""
    found: list[str] = []

    def note(*arguments: Any) -> None:
        found.append(arguments[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


# --- casts ----------------------------------------------------------------------------------------

ROUNDED = BEFORE.replace("sa.Numeric(10, 2)", "sa.Numeric(10, 1)")
SHORTER = BEFORE.replace("sa.String(20)", "sa.String(3)")
WIDER = {
    "longer text": BEFORE.replace("sa.String(20)", "sa.String(40)"),
    "text without limit": BEFORE.replace("sa.String(20)", "sa.Text"),
    "more digits": BEFORE.replace("sa.Numeric(10, 2)", "sa.Numeric(14, 4)"),
    "nothing but NULL": BEFORE.replace("sa.Text, nullable=False", "sa.Text"),
}


@pytest.mark.parametrize("models", WIDER.values(), ids=WIDER)
def test_a_widening_does_not_alarm(project: Project, models: str) -> None:
    written = generated(project, models)
    assert [each for each in written.losses if each.direction == "upgrade"] == []
    up = written.path.read_text("utf-8").partition("def downgrade")[0]
    assert "# Data loss" not in up and "# May fail" not in up


def test_a_cast_that_changes_values(project: Project) -> None:
    written = generated(project, ROUNDED)
    if project.url.startswith("sqlite"):  # which keeps any value
        assert written.losses == ()
        return
    first = written.losses[0]
    what = "values of items.price are rounded to 1 decimal place"
    assert str(first) == f"Data loss (3 rows with a value): {what}{LASTING}"
    assert f"Data loss: {what}{LASTING}" in above(written)["op.alter_column("]


def test_a_cast_that_refuses_values(project: Project) -> None:
    written = generated(project, SHORTER)
    if project.url.startswith("sqlite"):
        assert written.losses == ()
        return
    (told,) = lines(written.losses)
    assert told.startswith(
        "May fail (1 row like that): values of items.code longer than 3"
    )


def test_the_way_back_of_a_widening_may_refuse(project: Project) -> None:
    losses = generated(project, WIDER["longer text"]).losses
    told = [(each.direction, each.effect == "refuses") for each in losses]
    expected = [] if project.url.startswith("sqlite") else [("downgrade", True)]
    assert told == expected


# --- dry runs -------------------------------------------------------------------------------------

SCRIPT = '''
"""By hand."""

import sqlalchemy as sa
from autodiff import op

revision = "{revision}"
down_revision = "{parent}"


def upgrade():
    {up}


def downgrade():
    {down}
'''


def by_hand(
    project: Project, up: str, down: str = "pass", revision: str = "b002"
) -> None:
    """A revision after the last one."""
    folder = project.folder / "migrations" / "versions"
    parent = api.heads(project.models(BEFORE))[0].header.revision
    text = SCRIPT.format(revision=revision, parent=parent, up=up, down=down)
    (folder / f"{revision}.py").write_text(text)


def previews(project: Project, **wishes: bool) -> list[list[str]]:
    options = api.Options(**wishes)  # type: ignore[arg-type]
    found = api.upgrade_preview(project.models(BEFORE), wishes=options)
    return [lines(each.losses) for each in found]


BY_HAND = {
    'op.drop_table("places")': [
        f"Data loss (2 rows): table places is dropped with its rows{LASTING}"
    ],
    'op.drop_column("items", "code")': [
        f"Data loss (2 rows with a value): values of items.code are dropped{LASTING}"
    ],
    'with op.batch_alter_table("items") as t: t.drop_column("code")': [
        f"Data loss (2 rows with a value): values of items.code are dropped{LASTING}"
    ],
    'op.rename_table("places", "towns"); op.drop_table("towns")': [
        f"Data loss (2 rows): table towns is dropped with its rows{LASTING}"
    ],
    'op.rename_column("items", "code", "sign"); op.drop_column("items", "sign")': [
        f"Data loss (2 rows with a value): values of items.sign are dropped{LASTING}"
    ],
    'op.drop_table("nowhere", if_exists=True)': [],
    'op.create_table("news", sa.Column("id", sa.Integer)); op.drop_table("news")': [],
    'op.add_column("items", sa.Column("x", sa.Integer)); op.drop_column("items", "x")': [],
    'op.drop_table("places"); op.create_table("places", sa.Column("id", sa.Integer))': [
        f"Data loss (2 rows): table places is dropped with its rows{LASTING}"
    ],
    'op.alter_column("items", "code", type_=sa.String(40))': [],
    'op.alter_column("items", "code", existing_type=sa.Text(), type_=sa.String(40))': [],
    'op.alter_column("items", "code", nullable=True)': [],
    'op.create_index("ix", "items", ["code"]); op.drop_index("ix", table_name="items")': [],
}


@pytest.mark.parametrize("up", BY_HAND)
def test_scripts_of_hand(project: Project, up: str) -> None:
    by_hand(project, up)
    assert previews(project) == [BY_HAND[up]]


def test_a_cast_of_hand(project: Project) -> None:
    by_hand(project, 'op.alter_column("items", "price", type_=sa.Numeric(10, 1))')
    expected = (
        "Data loss (3 rows with a value): values of items.price are rounded to 1 decimal "
        f"place{LASTING}"
    )
    if project.url.startswith("sqlite"):
        assert previews(project) == [[]]
    else:
        assert previews(project) == [[expected]]


def test_a_table_of_an_earlier_pending_revision_has_no_rows(project: Project) -> None:
    by_hand(project, 'op.create_table("news", sa.Column("id", sa.Integer))')
    by_hand(project, 'op.drop_table("news")', revision="b003")
    assert previews(project) == [[], []]


def test_what_an_earlier_pending_revision_renamed_is_found(project: Project) -> None:
    by_hand(project, 'op.rename_table("places", "towns")')
    by_hand(project, 'op.drop_table("towns")', revision="b003")
    assert previews(project)[1] == [
        f"Data loss (2 rows): table towns is dropped with its rows{LASTING}"
    ]


def test_a_downgrade_with_sql_of_its_own_may_restore(project: Project) -> None:
    by_hand(project, 'op.drop_table("places")', 'op.execute("select 1")')
    assert previews(project) == [
        ["Data loss (2 rows): table places is dropped with its rows."]
    ]


def test_a_downgrade_that_raises_restores_nothing(project: Project) -> None:
    by_hand(project, 'op.drop_table("places")', 'raise NotImplementedError("no way")')
    assert LASTING in previews(project)[0][0]


def test_the_dry_run_of_a_generated_script(project: Project) -> None:
    generated(project, AFTER)
    assert sorted(previews(project)[0]) == [
        f"Data loss (2 rows): table places is dropped with its rows{LASTING}",
        f"Data loss (3 rows with a value): values of items.note are dropped{LASTING}",
    ]
    assert sorted(previews(project, rows=False)[0]) == [
        f"Data loss: table places is dropped with its rows{LASTING}",
        f"Data loss: values of items.note are dropped{LASTING}",
    ]


def test_a_downgrade_takes_what_was_written_since(project: Project) -> None:
    settings = project.models(AFTER)
    generated(project, AFTER)
    api.upgrade(settings)
    project.send(
        "update items set age = 7 where id = 1",
        "insert into orders values ('2024-01-01')",
    )
    (preview,) = api.downgrade_preview(settings, "-1")
    assert sorted(lines(preview.losses)) == [
        "Data loss (1 row with a value): values of items.age are dropped.",
        "Data loss (1 row): table orders is dropped with its rows.",
        "Data loss: items.note comes back with '' in each row.",
        "Data loss: table places comes back without rows.",
        *may_refuse(project),
    ]


def may_refuse(project: Project) -> list[str]:
    """The column of which the text was made longer."""
    if project.url.startswith("sqlite"):
        return []
    strict = " or cut" if "mysql" in project.url else ""
    what = f"values of items.code longer than 20 characters are refused{strict}"
    return [f"May fail (no row like that): {what}."]


# --- what cannot be counted -----------------------------------------------------------------------


@pytest.fixture
def clerk(project: Project) -> Iterator[Project]:
    """The project of somebody who may change the table of items, and not read it."""
    url = sa.make_url(project.url)
    if url.get_backend_name() == "sqlite":
        pytest.skip("SQLite has no rights")
    name = f"clerk_{url.database}"[:32]
    if url.get_backend_name() == "postgresql":
        project.send(
            f"create role {name} login",
            f"grant all on schema public to {name}",
            *(f"alter table {each} owner to {name}" for each in OWNED),
            f"revoke select on items from {name}",
        )
    else:
        rights = "create, alter, drop, index, insert, update, delete"
        project.send(
            f"create user {name}@'%%'",
            f"grant {rights}, create temporary tables on {url.database}.* to {name}@'%%'",
            *(f"grant select on {each} to {name}@'%%'" for each in OWNED[1:]),
        )
    plain = url.set(username=name, password=None)
    yield Project.beside(project, plain.render_as_string(hide_password=False))
    if url.get_backend_name() == "postgresql":
        project.send(f"drop owned by {name}", f"drop role {name}")
    else:
        project.send(f"drop user {name}@'%%'")


OWNED = ("items", "places", "autodiff_version", "autodiff_journal")


def test_without_the_right_to_read_nothing_is_counted(clerk: Project) -> None:
    written = generated(clerk, AFTER.replace("String(80)", "String(20)"))
    told = [str(x) for x in written.losses if x.direction == "upgrade"]
    assert sorted(told) == [
        f"Data loss (2 rows): table places is dropped with its rows{LASTING}",
        f"Data loss (not counted): values of items.note are dropped{LASTING}",
    ]
    assert sorted(previews(clerk)[0]) == sorted(told)


def test_a_callers_transaction_stays_as_it_was(project: Project) -> None:
    by_hand(project, 'op.drop_table("places")')
    engine = sa.create_engine(project.url)
    with engine.connect() as connection:
        connection.exec_driver_sql("insert into places values (3)")
        wishes = api.Options(connection=connection)
        (preview,) = api.upgrade_preview(project.models(BEFORE), wishes=wishes)
        assert connection.in_transaction()
        connection.exec_driver_sql("insert into places values (4)")
        connection.rollback()
    engine.dispose()
    assert "3 rows" in str(preview.losses[0])
    assert project.rows("select count(*) from places") == [(2,)]
