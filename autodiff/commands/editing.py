"""Revision files are opened in the user's editor."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from autodiff.commands.listing import show
from autodiff.errors.writing import EditorFailed, EditorMissing
from autodiff.settings import Settings

VARIABLES = ("EDITOR", "VISUAL")
PROGRAMS = ("sensible-editor", "editor", "nano", "vim", "vi", "code")
"""Programs that are tried in this order where the variables are not set."""


def edit(
    settings: Settings,
    address: str,
    variables: Mapping[str, str],
    rows: Sequence[str] | None = None,
) -> tuple[Path, ...]:
    """Open the files of the revisions that ``address`` names, wait for the editor, and return the
    files.

    ``variables`` are those of the environment, ``rows`` the database's current revisions. Raises
    the errors of addresses, EditorMissing, EditorFailed.
    """
    entries = show(settings, address, rows)
    paths = tuple(Path(each.header.path) for each in entries)
    if paths:
        _open(editor(variables), paths)
    return paths


def editor(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Return the editor's command; raises EditorMissing."""
    for name in VARIABLES:
        command = _split(variables.get(name, ""))
        if command:
            return command
    for program in PROGRAMS:
        if shutil.which(program, path=variables.get("PATH")):
            return (program,)
    raise EditorMissing((*VARIABLES, *PROGRAMS))


def _split(command: str) -> tuple[str, ...]:
    """Split a command line into words; one whose quotes are not closed is a program's path."""
    try:
        return tuple(shlex.split(command))
    except ValueError:
        return (command,)


def _open(command: Sequence[str], paths: Sequence[Path]) -> None:
    try:
        code = subprocess.run([*command, *map(str, paths)], check=False).returncode
    except OSError:
        raise EditorMissing((command[0],)) from None
    if code:
        raise EditorFailed(shlex.join(command), code)
