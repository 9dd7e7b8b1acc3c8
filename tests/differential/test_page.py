"""The page "Coming from Alembic" says only what is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic import op as alembic_op
from alembic.operations import Operations

from autodiff import context, op
from autodiff.cli.program import SECTIONS
from autodiff.settings.keys import KEYS

from .graph_differences import DIFFERENCES as GRAPH
from .operation_differences import DIFFERENCES as SQL

PAGE = (Path(__file__).parents[2] / "docs" / "coming-from-alembic.md").read_text()
WORDS = " ".join(PAGE.split())
COMMANDS = {entry.name for entries in SECTIONS.values() for entry in entries}


def test_every_operation_that_it_names_is_there() -> None:
    named = set(re.findall(r"`op\.(\w+)", PAGE))
    assert named and named <= set(op.__all__)


def test_every_operation_of_alembic_is_there() -> None:
    functions = {name for name in dir(Operations) if hasattr(alembic_op, name)}
    functions = {name for name in functions if not name.startswith("_")}
    functions -= {"context", "create_module_class_proxy"}  # what makes ``op`` a module
    assert "alter_column" in functions
    assert functions <= set(op.__all__)


def test_it_names_every_command_that_alembic_has_by_ours() -> None:
    named = set(re.findall(r"`autodiff ([a-z-]+)`", PAGE))
    assert named == COMMANDS


def test_the_functions_of_context_are_there() -> None:
    part = PAGE.partition("## env.py")[2].partition("## Operations")[0]
    rows = [line for line in part.splitlines() if line.startswith("|")]
    ours = " ".join(row.split("|")[2] for row in rows)
    named = set(re.findall(r"`context\.(\w+)", ours))
    assert named and named <= set(context.__all__)


def test_the_keys_are_there() -> None:
    part = PAGE.partition("## Settings")[2].partition("## env.py")[0]
    same = next(line for line in part.splitlines() if "| the same; in ini" in line)
    named = re.findall(r"`([\w.*]+)`", same)
    assert set(named) <= {key.name for key in KEYS}


@pytest.mark.parametrize("difference", [*GRAPH, *SQL], ids=lambda each: each.name)
def test_every_listed_difference_is_told(difference: object) -> None:
    name, why = getattr(difference, "name"), getattr(difference, "why")  # noqa: B009
    assert f"- **{name}.** {' '.join(why.split())}" in WORDS
