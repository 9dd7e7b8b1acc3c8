"""An application: its pinned packages, and the Python environment they are installed into."""

from __future__ import annotations

import os
import subprocess
import venv
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
CACHE = PROJECT / ".cache" / "real"

DATABASES = {
    "dstack": ("sqlite", "postgresql"),
    "keystone": ("sqlite", "postgresql", "mariadb"),
    "octavia": ("mariadb",),
    "airflow3": ("sqlite", "postgresql"),
}
"""Where each application's own ``create_all`` works, small ones first."""


class Unusable(Exception):
    """The text says why an application, or all of them, cannot be tried."""


@dataclass(frozen=True, slots=True)
class Application:
    """One of the folder ``corpora``, with an environment of its own."""

    name: str
    corpora: Path

    @property
    def python(self) -> Path:
        return CACHE / self.name / "bin" / "python"


def corpora() -> Path:
    """The folder with ``real_models.py`` and ``pins/``; raises Unusable."""
    stated = os.environ.get("AUTODIFF_CORPORA")
    folder = Path(stated) if stated else PROJECT.parent / "shared" / "corpora"
    if not (folder / "real_models.py").is_file():
        raise Unusable(
            f"{folder.resolve()} does not hold real_models.py and pins/, which give the models "
            "of published applications. Say where they are: AUTODIFF_CORPORA=/path make real"
        )
    return folder.resolve()


def install(application: Application) -> None:
    """Make the environment, unless it is there: the pins as they are, then autodiff and what it
    needs besides, which moves none of them. Raises Unusable.
    """
    pins = application.corpora / "pins" / f"{application.name}.txt"
    done = CACHE / application.name / "installed"
    if done.exists() and done.read_text() == pins.read_text():
        return
    _refuse_old_sqlalchemy(application.name, pins)
    venv.create(CACHE / application.name, symlinks=os.name != "nt", with_pip=True)
    _pip(application, "--no-deps", "-r", str(pins))
    editable = f"{PROJECT}[postgresql,mysql]"
    _pip(application, "-c", str(pins), "--editable", editable)
    done.write_text(pins.read_text())


def _refuse_old_sqlalchemy(name: str, pins: Path) -> None:
    for line in pins.read_text().splitlines():
        package, _, version = line.partition("==")
        if package.lower() == "sqlalchemy" and version.startswith(("0.", "1.")):
            raise Unusable(f"{name} wants SQLAlchemy {version}; autodiff needs 2.0")


def _pip(application: Application, *arguments: str) -> None:
    command = [str(application.python), "-m", "pip", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, "install", "--quiet", *arguments], stderr=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise Unusable(f"{application.name} cannot be installed:\n{done.stderr}")
