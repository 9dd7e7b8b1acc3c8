"""A script is formatted as black formats the whole file: the slow plain way beside the fast one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autodiff.core.diff import diff
from autodiff.core.operation import inverses
from autodiff.core.schema import Schema
from autodiff.resources import templates_directory
from autodiff.revisions import formatting, template
from autodiff.revisions.body import Body, body
from autodiff.revisions.formatting import black_settings, by_black, formatted
from autodiff.revisions.printer import ScriptPrinter
from autodiff.revisions.template import Draft, rendered
from tests.core.strategies import pairs
from tests.operations.wide import wide

TEMPLATE = templates_directory() / "script.py.mako"
DRAFT = Draft("ae1027a6acf4", (), "A test", datetime(2026, 1, 1))
DIALECT = wide()
SETTINGS = [
    "",
    "line-length = 60",
    "skip-string-normalization = true",
    "preview = true",
]


@pytest.fixture(scope="module", autouse=True)
def short_bodies_too() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formatting, "WORTH_IT", 0)
        yield


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Templates in projects with different settings of black."""
    found = []
    for number, text in enumerate(SETTINGS):
        folder = tmp_path_factory.mktemp(f"project{number}")
        (folder / "pyproject.toml").write_text(f"[tool.black]\n{text}\n")
        found.append(folder / "script.py.mako")
        found[-1].write_bytes(TEMPLATE.read_bytes())
    return found


def plain(draft: Draft, file: Path) -> str:
    """The script with all of it formatted by black."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(template, "formatted", lambda text, *_: text)
        text = rendered(draft, file, {})
    return by_black(text, black_settings(file), file)


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(pairs(), st.booleans(), st.sampled_from(range(len(SETTINGS))))
def test_any_script_is_as_black_makes_it(
    projects: list[Path], pair: tuple[Schema, Schema], batches: bool, number: int
) -> None:
    operations = diff(*pair)
    printer = ScriptPrinter(DIALECT)
    up, down = (
        body(each, printer, batches=batches, remarks=remarks)
        for each in (operations, inverses(operations))
    )
    draft = replace(DRAFT, upgrades=up, downgrades=down)
    file = projects[number]
    assert rendered(draft, file, {}) == plain(draft, file)


def remarks(step: object) -> tuple[str, ...]:
    """None, a short one, or one that takes several lines and another."""
    long = f"{'what is lost is said, ' * 8}of été."
    return ((), ("What is lost is said.",), (long, "More."))[len(str(step)) % 3]


LINES = (
    "op.drop_table('a')",
    "op.f('" + "b" * 80 + "', x=True)",
    "with op.batch_alter_table('b'):",
    "    op.f('a')",
    "    op.f('b')",
    "op.f('c')",
    "op.f('é')",
    "# a remark",
    "with op.batch_alter_table('b'):",
    "    # a remark",
    "    op.f('a')",
    "    op.f('é')",
    *(f"op.drop_table('t{number}')" for number in range(5)),
)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What black is given, from now on."""
    given: list[str] = []
    true = formatting.by_black

    def watched(text: str, *rest: object) -> str:
        given.append(text)
        return true(text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(formatting, "by_black", watched)
    return given


def test_what_is_laid_out_is_not_given_to_black(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = counted(monkeypatch)
    draft = replace(DRAFT, upgrades=Body(LINES, frozenset()))
    assert "t3" in rendered(draft, TEMPLATE, {})
    (text,) = given
    assert "t0" in text and "t3" not in text and "é" in text and "t4" in text


def test_comments_are_laid_out_with_their_statements(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The downgrade of a first revision has one for each table."""
    given = counted(monkeypatch)
    lines = [x for n in range(9) for x in (f"# of t{n}", f"op.drop_table('t{n}')")]
    draft = replace(DRAFT, upgrades=Body(tuple(lines), frozenset()))
    shown = rendered(draft, TEMPLATE, {})
    (text,) = given
    assert "t0" in text and "t1" not in text and "t7" not in text and "t8" in text
    for number in range(9):
        assert f'    # of t{number}\n    op.drop_table("t{number}")\n' in shown


def test_databases_with_the_same_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    given = counted(monkeypatch)
    text = template_text("def one():\n    {}\n\n\ndef two():\n    {}\n")
    assert formatted(text, [LINES, LINES], TEMPLATE) == by_black(text, {}, TEMPLATE)
    assert "t3" not in given[0]


ODD = {
    "in a docstring": 'def up():\n    """\n    {}\n    """\n    pass\n',
    "in both": 'def up():\n    """\n    {}\n    """\n    {}\n',
    "deeper": "def up():\n    if True:\n        pass\n    {}\n",
    "another indentation": "class A:\n  def up(self):\n    {}\n",
    "black is off": "# fmt: off\ndef up():\n    {}\n# fmt: on\nx = 'a'\n",
    "other line ends": "x = 'a'\r\n\r\n\r\ndef up():\n    {}\n",
    "an empty first line": "def up():\n\n    {}\n\n\n    return 1\n",
    "under a comment": "def up():\n    # see below\n    {}\n    # see above\n",
    "moved to a list": "x = [\n    1,\n]\ndef up():\n    pass\n",
    "in a module": "if True:\n    {}\n",
    "a nested function": "def up():\n    {}\n    def down():\n        pass\n",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_templates(name: str) -> None:
    text = template_text(ODD[name])
    assert formatted(text, [LINES, ()], TEMPLATE) == by_black(text, {}, TEMPLATE)


def template_text(text: str) -> str:
    return text.replace("{}", "\n    ".join(LINES))


class TestSettings:
    @pytest.fixture
    def inner(self, tmp_path: Path) -> Path:
        """A project in a folder of a larger one."""
        (tmp_path / "pyproject.toml").write_text("[tool.black]\nline-length = 60\n")
        (tmp_path / "inner").mkdir()
        return tmp_path / "inner"

    def test_those_of_the_nearest_file_that_speaks_of_black(self, inner: Path) -> None:
        (inner / "pyproject.toml").write_text("[project]\nname = 'inner'\n")
        assert black_settings(inner / "script.py.mako") == {"line_length": 60}
        (inner / "pyproject.toml").write_text("[tool.black]\nline-length = 70\n")
        assert black_settings(inner / "script.py.mako") == {"line_length": 70}

    def test_not_those_outside_of_the_repository(self, inner: Path) -> None:
        (inner / ".git").mkdir()
        assert black_settings(inner / "script.py.mako") == {}
