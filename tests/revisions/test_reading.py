"""Revision files are read without running them, the fast way and the plain one alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autodiff.errors.scripts import (
    RevisionIncomplete,
    RevisionNameIllegal,
    RevisionNotLiteral,
    RevisionSyntax,
    RevisionUnreadable,
)
from autodiff.revisions.header import Header
from autodiff.revisions.literals import module_top, parsed_top, usual_top
from autodiff.revisions.reading import read_header

USUAL = '''"""Create users

The longer story.

Revision ID: ae10
Revises: 27c6
Create Date: 2026-01-02 03:04:05.678901

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers
revision: str = "ae10"
down_revision: Union[str, None] = '27c6'  # the one before
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    raise SystemExit("was run")
'''


def _file(folder: Path, text: str | bytes) -> str:
    path = folder / "rev.py"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def test_a_usual_file(tmp_path: Path) -> None:
    path = _file(tmp_path, USUAL)
    header = read_header(path)
    assert header == Header(
        revision="ae10",
        down_revisions=("27c6",),
        doc="Create users",
        longdoc=header.longdoc if header else "",
        path=path,
        create_date="2026-01-02 03:04:05.678901",
    )
    assert "The longer story." in header.longdoc


def test_every_variable_in_every_spelling(tmp_path: Path) -> None:
    text = (
        "revision = 'm'\n"
        "down_revision: tuple[str, ...] = ('a', 'b')\n"
        "branch_labels = ['x']\n"
        "depends_on = (\n    'c',\n    'c',\n)\n"
        "replaces = ()\n"
    )
    header = read_header(_file(tmp_path, text))
    assert header
    assert header.down_revisions == ("a", "b")
    assert header.branch_labels == ("x",)
    assert header.depends_on == ("c",)
    assert header.replaces == ()


def test_a_helper_module_is_no_revision(tmp_path: Path) -> None:
    assert read_header(_file(tmp_path, "def helper(): ...\n")) is None
    assert read_header(_file(tmp_path, "")) is None


@pytest.mark.parametrize(
    "text", ["down_revision = None\n", "def upgrade():\n    pass\n"]
)
def test_a_revision_without_its_id_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(RevisionIncomplete, match="rev.py does not assign `revision`"):
        read_header(_file(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("x = (\n", RevisionSyntax, "line 1"),
        ('"""a"""\n\nrevision == = 1\n', RevisionSyntax, "line 3"),
        ("revision = 'a'\n\0", RevisionSyntax, "null byte"),
        (b"revision = '\xff'\n", RevisionSyntax, "line 1"),
        ("revision = make()\n", RevisionNotLiteral, "`revision` is not a plain string"),
        ("revision = 7\n", RevisionNotLiteral, "line 1"),
        ("revision = None\n", RevisionNotLiteral, "line 1"),
        ("revision = 'a'\ndown_revision = 7\n", RevisionNotLiteral, "line 2"),
        ("revision = 'a'\ndown_revision = (1,)\n", RevisionNotLiteral, "tuple of"),
        ("revision = 'a'\ndepends_on = other\n", RevisionNotLiteral, "depends_on"),
        ("revision = 'a-b'\n", RevisionNameIllegal, "contains -"),
        ("revision = 'a@b+c:d'\n", RevisionNameIllegal, "contains @ [+] :"),
        ("revision = 'head'\n", RevisionNameIllegal, "reserved"),
        ("revision = ''\n", RevisionNameIllegal, "empty"),
        ("revision = 'a'\nbranch_labels = 'base'\n", RevisionNameIllegal, "reserved"),
        ("revision = 'a'\nbranch_labels = 'v-2'\n", RevisionNameIllegal, "step"),
    ],
)
def test_bad_files_say_what_is_wrong_and_where(
    tmp_path: Path, text: str | bytes, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says) as raised:
        read_header(_file(tmp_path, text))
    assert "rev.py" in str(raised.value)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(RevisionUnreadable, match="No such file"):
        read_header(str(tmp_path / "gone.py"))


def test_a_label_may_have_a_minus_inside(tmp_path: Path) -> None:
    header = read_header(_file(tmp_path, "revision='a'\nbranch_labels='my-branch'\n"))
    assert header and header.branch_labels == ("my-branch",)


@pytest.mark.parametrize(
    "text",
    [
        USUAL,
        USUAL.replace("Create users", "Benützer anlegen"),
        USUAL.replace("\n", "\r\n"),
        "\ufeff" + USUAL,
        "# -*- coding: latin-1 -*-\n" + USUAL,
        USUAL.replace("The longer", "def not_code():\nclass"),
        USUAL.replace("story.", 'a \\"""quote\\""" b'),
        '"""a""" """b"""\nrevision = "c"\n',
        '"""a"""\nx = """\nrevision = "no"\n"""\nrevision = "yes"\n',
        USUAL + '\n\nrevision = "late"\n',
        USUAL.replace("from alembic import op", "from alembic import (\n    op,\n)"),
        'revision = "a" "b"\ndef upgrade(): ...\n',
        'revision = "a".upper()\n@x\ndef upgrade(): ...\n',
        'if x:\n    revision = "inner"\nrevision = "outer"\n',
        'revision = other = "both"\ndepends_on: str\n',
        "revision = 'a'; down_revision = 'b'\n",
    ],
)
def test_the_fast_ways_read_what_the_plain_one_reads(text: str) -> None:
    source = text.encode("latin-1" if "latin-1" in text else "utf-8")
    assert module_top(source, "p") == parsed_top(source, "p")


def test_the_usual_shape_needs_no_parser() -> None:
    assert usual_top(USUAL.partition("def ")[0].encode()) is not None


_PIECES = st.sampled_from(
    [
        '"""',
        "'",
        '"',
        "\n",
        "revision = ",
        "down_revision: str = ",
        "'x'",
        '"y"',
        "None",
    ]
    + ["# ", "def f(): ...\n", "import a\n", "\\", " ", "(", ")", "é", "\r", ",", "\t"]
)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_whatever_is_python_is_read_alike(text: str) -> None:
    source = text.encode()
    try:
        plain = parsed_top(source, "p")
    except RevisionSyntax:
        return  # the fast ways do not look at all of the file
    assert module_top(source, "p") == plain
