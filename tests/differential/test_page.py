"""The page "Coming from Alembic" says only what is so."""

from __future__ import annotations

import argparse
import inspect
import re
from pathlib import Path

import alembic
import pytest
from alembic import command
from alembic import op as alembic_op
from alembic.config import CommandLine
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext

import autodiff
from autodiff import context, op
from autodiff.cli.program import SECTIONS
from autodiff.settings.keys import KEYS

from .graph_differences import DIFFERENCES as GRAPH
from .operation_differences import DIFFERENCES as SQL

PAGE = (Path(__file__).parents[2] / "docs" / "coming-from-alembic.md").read_text()
WORDS = " ".join(PAGE.split())
ENV = PAGE.partition("## env.py")[2].partition("## From Python")[0]
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


def _options(parser: argparse.ArgumentParser) -> set[str]:
    """The long name of each option, else the short one."""
    found = (action.option_strings for action in parser._actions)
    return {max(names, key=len) for names in found if names} - {"--help"}


def _theirs() -> dict[str, set[str]]:
    """Each command of Alembic with its options, as its parser has them."""
    actions = CommandLine().parser._actions
    (commands,) = (a for a in actions if isinstance(a, argparse._SubParsersAction))
    return {name: _options(parser) for name, parser in commands.choices.items()}


SHORT = {
    "--template": "-t",
    "--message": "-m",
    "--verbose": "-v",
    "--check-heads": "-c",
    "--rev-range": "-r",
    "--indicate-current": "-i",
    "--config": "-c",
    "--name": "-n",
    "--quiet": "-q",
}


def _unnamed(options: set[str], text: str) -> set[str]:
    return {
        each
        for each in options
        if not {each, SHORT.get(each, each)} & set(re.findall(r"--?[a-z][\w-]*", text))
    }


@pytest.mark.parametrize("command", sorted(_theirs()))
def test_each_command_of_alembic_has_rows_with_all_its_options(command: str) -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith(f"| `{command}")]
    assert rows
    assert _unnamed(_theirs()[command], "\n".join(rows)) == set()


def test_each_option_before_the_command_is_named() -> None:
    commands = PAGE.partition("## Commands")[2].partition("## Addresses")[0]
    assert _unnamed(_options(CommandLine().parser), commands) == set()


def test_each_argument_of_configure_is_named() -> None:
    arguments = set(inspect.signature(EnvironmentContext.configure).parameters)
    assert arguments - {"self", "kw"} <= set(re.findall(r"`(\w+)`", ENV))


def test_each_function_of_alembics_context_is_named() -> None:
    functions = {name for name in dir(EnvironmentContext) if not name.startswith("_")}
    functions -= {"create_module_class_proxy"}  # what makes ``context`` a module
    assert functions <= set(re.findall(r"`context\.(\w+)", ENV))


def test_each_function_for_python_is_there_by_ours() -> None:
    part = PAGE.partition("## From Python")[2].partition("## Operations")[0]
    functions = inspect.getmembers(command, inspect.isfunction)
    theirs = {name for name, each in functions if each.__module__ == command.__name__}
    assert "ensure_version" in theirs
    assert theirs <= set(re.findall(r"`command\.(\w+)", part))
    named = set(re.findall(r"`project\.(\w+)", part))
    methods = inspect.getmembers(autodiff.Project, inspect.isfunction)
    assert named == {name for name, _ in methods if not name.startswith("_")}
    functions_named = set(re.findall(r"`autodiff\.([a-z]\w+)[`(]", part))
    assert functions_named == {"open", "init", "templates"}


def test_each_argument_of_a_batch_is_named() -> None:
    arguments = set(inspect.signature(Operations.batch_alter_table).parameters)
    arguments |= {"insert_before", "insert_after"}
    rows = [each for each in PAGE.splitlines() if each.startswith(("| its", "| `op.b"))]
    assert arguments - {"self"} <= set(re.findall(r"`(\w+)`", " ".join(rows)))


def test_the_functions_of_context_are_there() -> None:
    part = ENV
    rows = [line for line in part.splitlines() if line.startswith("|")]
    ours = " ".join(row.split("|")[2] for row in rows)
    named = set(re.findall(r"`context\.(\w+)", ours))
    assert named and named <= set(context.__all__)


def test_the_keys_are_there() -> None:
    part = PAGE.partition("## Settings")[2].partition("## env.py")[0]
    same = next(line for line in part.splitlines() if "| the same; in ini" in line)
    named = re.findall(r"`([\w.*]+)`", same)
    assert set(named) <= {key.name for key in KEYS}


_READ = re.compile(
    r"(?:get_main_option|get_alembic_option|get_alembic_boolean_option|"
    r"_get_toml_config_value|file_config\.get)\(\s*(?:self\.config_ini_section,\s*)?"
    r"[\"'](\w+)[\"']"
)
"""Where Alembic's code asks for a setting."""


def test_each_key_of_alembic_is_named() -> None:
    """What its code asks for, and what its templates for several databases show."""
    code = Path(alembic.__file__).parent
    read = (path for path in code.rglob("*.py") if "templates" not in path.parts)
    keys = {each for path in read for each in _READ.findall(path.read_text())}
    shown = (code / "templates/multidb/alembic.ini.mako").read_text()
    shown = shown.partition("# Logging configuration")[0]
    keys |= set(re.findall(r"^(?:# ?)?([a-z_.]+) *=(?!=)", shown, re.MULTILINE))
    part = PAGE.partition("## Settings")[2].partition("## env.py")[0]
    said = part.replace("NAME.", "black.") + part.replace("NAME.", "ruff.")
    named = set(re.findall(r"[`\[]([\w.*]+)[`\]]", said))
    assert {"script_location", "sourceless", "ruff.type", "databases"} <= keys
    assert {key for key in keys - named if key != "sqlalchemy.url"} == set()


def test_the_page_tells_no_difference_that_is_not_listed() -> None:
    listed = PAGE.partition("### Where the SQL differs")[2]
    told = re.findall(r"^- \*\*(.+?)\.\*\*", listed, re.MULTILINE)
    assert sorted(told) == sorted(each.name for each in [*GRAPH, *SQL])


@pytest.mark.parametrize("difference", [*GRAPH, *SQL], ids=lambda each: each.name)
def test_every_listed_difference_is_told(difference: object) -> None:
    name, why = getattr(difference, "name"), getattr(difference, "why")  # noqa: B009
    assert f"- **{name}.** {' '.join(why.split())}" in WORDS
