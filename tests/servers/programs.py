"""Where the programs of a database server are on this machine, and how they get there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

# Debian keeps PostgreSQL's server programs off PATH, one folder for each version,
# and daemons in /usr/sbin, which is not on every user's PATH.
FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/sbin", "/usr/local/sbin", "/usr/bin")

# Package -> the programs that the tests need from it.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "postgresql": ("postgres", "initdb", "psql", "pg_dump"),
    "mariadb-server": (
        "mariadbd",
        "mariadb-install-db",
        "mariadb",
        "mariadb-dump",
    ),
    "sqlite3": ("sqlite3",),
}


class ProgramsMissing(Exception):
    """A server's programs are not here and could not be installed; the text says why."""


def find(package: str) -> dict[str, Path]:
    """The paths of a package's programs by name; installs the package where it may.

    Raises ProgramsMissing.
    """
    if not _missing(package):
        return _paths(package)
    reason = _install(package)
    if missing := _missing(package):
        raise ProgramsMissing(f"{', '.join(missing)} not found; {reason}")
    return _paths(package)


def _paths(package: str) -> dict[str, Path]:
    found = ((name, _find(name)) for name in NEEDED[package])
    return {name: path for name, path in found if path is not None}


def _missing(package: str) -> list[str]:
    return [name for name in NEEDED[package] if name not in _paths(package)]


def _find(name: str) -> Path | None:
    """The program on PATH, else the newest one in the well-known folders."""
    if on_path := shutil.which(name):
        return Path(on_path)
    known = [found for pattern in FOLDERS for found in _glob(pattern, name)]
    return max(known, key=_version, default=None)


def _glob(pattern: str, name: str) -> list[Path]:
    return list(Path("/").glob(f"{pattern.lstrip('/')}/{name}"))


def _version(path: Path) -> int:
    return max((int(number) for number in re.findall(r"/(\d+)/", str(path))), default=0)


def _install(package: str) -> str:
    """Install with apt and say in words how that went."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return f"install it by hand: sudo apt-get install {package}"
    for arguments in (
        ["update"],
        ["install", "-y", "--no-install-recommends", package],
    ):
        done = _apt_get(arguments)
        if done.returncode != 0:
            return f"apt-get {' '.join(arguments)} failed: {done.stderr.strip()[-300:]}"
    return f"apt-get installed {package}"


def _apt_get(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["apt-get", "-qq", *arguments],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


if __name__ == "__main__":  # python -m tests.servers.programs: install what is missing
    try:
        for each in NEEDED:
            for name, path in find(each).items():
                print(f"{name}: {path}")
    except ProgramsMissing as missing:
        sys.exit(str(missing))
