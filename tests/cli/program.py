"""The program as a user has it: a process in a folder, what it printed and how it ended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.cli import forking

CHECKOUT = Path(__file__).parents[2]
AUTODIFF = Path(sys.executable).with_name("autodiff")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def paragraph(self) -> str:
        """The error: all of standard error but the log."""
        lines = [line for line in self.err.splitlines() if not line.startswith("INFO ")]
        return "\n".join(lines)

    @property
    def log(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("INFO ")]


@dataclass(frozen=True)
class Project:
    """A folder in which ``autodiff`` is run, and which ``autodiff`` that is."""

    folder: Path
    program: Path = AUTODIFF

    def run(self, *arguments: str, **variables: str) -> Ended:
        """A command, whatever its end."""
        start = forking.run if self.program == AUTODIFF else _in_new_process
        command = [str(self.program), *arguments]
        code, out, err = start(command, self.folder, environment(variables))
        assert "Traceback" not in err or "--raiseerr" in arguments, err
        return Ended(code, out, err)

    def ok(self, *arguments: str, **variables: str) -> Ended:
        """A command that must end well."""
        ended = self.run(*arguments, **variables)
        assert ended.code == 0, f"{arguments}\n{ended.out}\n{ended.err}"
        return ended

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def revisions(self) -> list[Path]:
        """The revision files, oldest first."""
        found = (self.folder / "migrations" / "versions").glob("*.py")
        return sorted(found, key=lambda path: path.stat().st_mtime_ns)

    def files(self) -> dict[str, bytes]:
        """All files and what is in them, but for what Python and SQLite leave about."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }


def _in_new_process(
    command: Sequence[str], folder: Path, variables: Mapping[str, str]
) -> tuple[int, str, str]:
    done = subprocess.run(
        command,
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        timeout=forking.TIMEOUT,
    )
    return done.returncode, done.stdout, done.stderr


def environment(variables: dict[str, str]) -> dict[str, str]:
    """Ours without settings from outside; pages are 80 wide and colours are decided here."""
    own = {name: v for name, v in os.environ.items() if not name.startswith("AUTODIFF")}
    for name in ("NO_COLOR", "FORCE_COLOR", "PYTHONPATH"):
        own.pop(name, None)
    return {**own, "COLUMNS": "80", "TERM": "xterm-256color", **variables}
