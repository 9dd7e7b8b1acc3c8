"""The list of rules: each documented, each under an id of its own, each of use without further edits."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autodiff import api
from autodiff.core.operation import Drop
from autodiff.kinds.index import Index
from autodiff.lint import judge
from autodiff.lint.change import Case
from autodiff.lint.finding import Finding
from autodiff.lint.rule import Rule, SchemaRule
from autodiff.lint.rules import RULES, SCHEMA_RULES
from tests.commands.project import Project

ALL: tuple[Rule | SchemaRule, ...] = (*RULES, *SCHEMA_RULES)
FOLDER = Path(sys.modules["autodiff.lint.rules"].__file__ or "").parent


def test_ids_and_names_are_unique() -> None:
    assert (
        len({rule.id for rule in ALL}) == len({rule.name for rule in ALL}) == len(ALL)
    )


def test_each_file_is_on_the_list() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert files == {rule.check.__module__.rsplit(".")[-1] for rule in ALL}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_the_docstring_of_its_file_begins_with_the_id(rule: Rule | SchemaRule) -> None:
    documentation = sys.modules[rule.check.__module__].__doc__ or ""
    assert re.fullmatch(r"(DS|MF)\d{3}", rule.id)
    assert documentation.startswith(f"{rule.id}: ")
    assert len(documentation.strip().splitlines()) > 2, "and says what to do"


def test_a_new_rule_is_one_file_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it reports stands in the script, in the result and in JSON by itself."""

    def check(case: Case) -> Iterator[Finding]:
        match case.operation:
            case Drop(object=Index() as index):
                yield case.loss(f"queries that use {index.name} become slow")

    rule = Rule("XX001", "drop-index", "warning", check)
    monkeypatch.setattr(judge, "RULES", (*judge.RULES, rule))
    project = Project(tmp_path, f"sqlite:///{tmp_path / 'shop.db'}")
    table = 'sa.Table("t", metadata, sa.Column("a", sa.Integer){})'
    settings = project.models(table.format(', sa.Index("ix", "a")'))
    api.generate(settings, "one")
    api.upgrade(settings)
    written = api.generate(project.models(table.format("")), "two")
    assert written is not None
    assert [finding.rule for finding in written.losses] == ["XX001"]
    assert "# Data loss: queries that use ix become slow" in written.path.read_text()
