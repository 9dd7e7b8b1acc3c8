"""The package as a user has it: built into a wheel, installed away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    _run(
        *(sys.executable, "-m", "build", "--wheel", "--no-isolation"),
        *("--outdir", str(folder), str(CHECKOUT)),
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed_autodiff(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of the ``autodiff`` executable in a fresh environment with the wheel."""
    environment = tmp_path_factory.mktemp("installed") / "venv"
    _run(sys.executable, "-m", "venv", "--without-pip", str(environment))
    python = environment / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", str(python))
    _run(*pip, "install", "--no-deps", "--no-index", str(wheel))
    _lend_dependencies(python)
    return environment / "bin" / "autodiff"


def _lend_dependencies(python: Path) -> None:
    """Let it import what this environment has, after what it has itself.

    Spares a download. A folder that is named in a .pth file does not have its own .pth files
    read, so an editable install of the checkout is not lent with the rest.
    """
    lent = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(_run(str(python), "-I", "-c", ask).strip())
    (packages / "lent.pth").write_text("\n".join(sorted(lent)) + "\n")


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout
