"""The wheel is whole: it works away from the checkout, with the templates inside."""

from __future__ import annotations

import subprocess
from pathlib import Path
from zipfile import ZipFile

from autodiff import __version__
from autodiff.resources import templates_directory

CHECKOUT = Path(__file__).parents[1]


def files_below(folder: Path) -> set[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found}


def packed_below(wheel: Path, folder: str) -> set[str]:
    names = ZipFile(wheel).namelist()
    return {name.removeprefix(folder) for name in names if name.startswith(folder)}


def output(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=folder
    )
    return done.stdout


def test_the_wheel_carries_every_template(wheel: Path) -> None:
    templates = files_below(CHECKOUT / "templates")
    assert templates
    assert packed_below(wheel, "autodiff/_templates/") == templates


def test_the_wheel_carries_the_whole_package_and_nothing_else(wheel: Path) -> None:
    modules = {
        name for name in files_below(CHECKOUT / "autodiff") if "__pycache__" not in name
    }
    packed = packed_below(wheel, "autodiff/")
    assert {name for name in packed if not name.startswith("_templates/")} == modules


def test_a_checkout_finds_its_templates() -> None:
    assert templates_directory() == CHECKOUT / "templates"


def test_an_installation_finds_its_own_templates(
    installed_autodiff: Path, tmp_path: Path
) -> None:
    code = "from autodiff.resources import templates_directory as t; print(t())"
    python = installed_autodiff.with_name("python")
    found = Path(output(python, "-c", code, folder=tmp_path).strip())
    assert found.is_relative_to(installed_autodiff.parents[1])
    assert files_below(found) == files_below(CHECKOUT / "templates")


def test_the_installed_command_tells_its_version(
    installed_autodiff: Path, tmp_path: Path
) -> None:
    assert __version__ in output(installed_autodiff, "--version", folder=tmp_path)
