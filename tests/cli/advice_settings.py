"""Advice of errors about settings and what they point at."""

from __future__ import annotations

import re
import shutil

from autodiff.errors import scripts, settings, starting
from tests.cli.advice import FIRST, Case, Do, Situation, Way, setting, write
from tests.cli.program import Project

INI = "autodiff.ini"


def without_settings(project: Project) -> None:
    (project.folder / INI).rename(project.folder / "elsewhere.ini")
    shutil.rmtree(project.folder / "migrations")


def two_files(project: Project) -> None:
    project.write("pyproject.toml", '[tool.autodiff]\nscript_location = "migrations"\n')


def without_url(project: Project) -> None:
    setting(project, "sqlalchemy.url", None)


def url_of_a_variable(project: Project) -> None:
    setting(project, "sqlalchemy.url", "${SHOP_URL}")


def without_environment(project: Project) -> None:
    shutil.rmtree(project.folder / "migrations")


def misspelled(project: Project) -> None:
    write(project, "next", more="x = =")


def foreign_key(project: Project) -> None:
    setting(project, "shop_name", "x")


# --- what is done ---------------------------------------------------------------------------------


def started(situation: Situation, found: re.Match[str]) -> None:
    situation.run(*found.group(1).replace("DIRECTORY", "fresh").split()[1:])
    assert (situation.project.folder / "fresh/env.py").is_file()


def anew(situation: Situation, found: re.Match[str]) -> None:
    """The section is removed, as the text says."""
    (situation.project.folder / INI).unlink()
    started(situation, found)


def before(*words: str) -> Do:
    """The same command with an option of the program."""
    return lambda situation, _: situation.run(*words, *situation.command)


def corrected(*command: str) -> Do:
    return lambda situation, _: situation.run(*command)


def in_settings(name: str, value: str) -> Do:
    def do(situation: Situation, _: re.Match[str]) -> None:
        setting(situation.project, name, value)
        situation.again()

    return do


def in_environment(name: str, value: str) -> Do:
    def do(situation: Situation, _: re.Match[str]) -> None:
        ended = situation.project.ok("-q", *situation.command, **{name: value})
        assert FIRST in ended.out

    return do


def compiled(situation: Situation, found: re.Match[str]) -> None:
    """The place that it shows is fixed."""
    assert found.group(1).endswith("next_revision.py")
    write(situation.project, "next")
    situation.again()


URL = "sqlite:///shop.db"

CASES = (
    Case(
        settings.SettingsMissing,
        ("heads",),
        without_settings,
        (Way("start a project with: (autodiff init DIRECTORY)", started),),
    ),
    Case(
        settings.SettingsMissing,
        ("current",),
        lambda project: (project.folder / INI).rename(project.folder / "other.ini"),
        (
            Way(
                "name the file with -c/--config",
                before("-c", "other.ini"),
                leads_on=False,
            ),
        ),
        "by its usual name",
    ),
    Case(
        settings.SettingsFileMissing,
        ("-c", "autdiff.ini", "current"),
        lambda project: None,
        (
            Way(
                "Correct the path after -c/--config",
                corrected("-c", INI, "current"),
                leads_on=False,
            ),
        ),
    ),
    Case(
        settings.SettingsAmbiguous,
        ("current",),
        two_files,
        (
            Way(
                "Name the one that you mean with -c/--config",
                before("-c", INI),
                leads_on=False,
            ),
            Way(
                "or keep one of them",
                lambda situation, _: (
                    (situation.project.folder / "pyproject.toml").unlink(),
                    situation.again(),
                ),
            ),
        ),
    ),
    Case(
        settings.SectionMissing,
        ("-n", "other", "current"),
        lambda project: None,
        (
            Way(
                "name another one with -n/--name",
                corrected("-n", "autodiff", "current"),
                leads_on=False,
            ),
        ),
    ),
    Case(
        settings.UrlMissing,
        ("current",),
        without_url,
        (
            Way("Set sqlalchemy.url there", in_settings("sqlalchemy.url", URL)),
            Way("give --url URL", before("--url", URL), leads_on=False),
            Way(
                "the variable AUTODIFF_URL",
                in_environment("AUTODIFF_URL", URL),
                leads_on=False,
            ),
        ),
    ),
    Case(
        settings.VariableUnset,
        ("current",),
        url_of_a_variable,
        (
            Way("Set SHOP_URL", in_environment("SHOP_URL", URL), leads_on=False),
            Way(
                re.escape("give a default in the file: ${SHOP_URL:-default}"),
                in_settings("sqlalchemy.url", f"${{SHOP_URL:-{URL}}}"),
            ),
        ),
    ),
    Case(
        settings.EnvironmentMissing,
        ("heads",),
        without_environment,
        (Way("remove the section and run: (autodiff init DIRECTORY)", anew),),
    ),
    Case(
        settings.SettingUnknown,
        ("current",),
        foreign_key,
        (
            Way(
                "go under custom, such as (custom.shop_name)",
                lambda situation, found: (
                    setting(situation.project, "shop_name", None),
                    in_settings(found.group(1), "x")(situation, found),
                ),
            ),
        ),
    ),
    Case(
        starting.TemplateUnknown,
        ("init", "-t", "genric", "fresh"),
        without_settings,
        (
            Way(
                "The templates are: .*(generic)",
                lambda situation, found: situation.run(
                    "init", "-t", found.group(1), "fresh"
                ),
                leads_on=False,
            ),
        ),
    ),
    Case(
        scripts.RevisionSyntax,
        ("heads",),
        misspelled,
        (Way("`python -m py_compile (\\S+)` shows the same place", compiled),),
    ),
)
