"""The Python API: an opened project does what the commands do and prints nothing.

Every error is an ``autodiff.errors.AutodiffError``.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from autodiff.commands import starting
from autodiff.commands.starting import Template, templates
from autodiff.frozen import frozen
from autodiff.project.looking import Looking
from autodiff.project.results import Current, Diff, OwnTables
from autodiff.project.running import Running
from autodiff.project.writing import Writing
from autodiff.settings import load_settings
from autodiff.settings.search import CONFIG_VARIABLE

__all__ = [
    "Current",
    "Diff",
    "OwnTables",
    "Project",
    "Template",
    "init",
    "open",
    "templates",
]


@frozen
class Project(Running, Looking, Writing):
    """A project as :func:`open` returns it: one method for each command.

    Where a ``connection`` can be given it is used instead of the settings' database: a
    ``Connection``, an ``Engine`` or an ``AsyncConnection`` of SQLAlchemy. A transaction that a
    connection is in is joined and left to the caller. A project has no connection and no state of a
    run: threads may share it.
    """


def open(  # noqa: A001  (it is autodiff.open)
    place: str | os.PathLike[str] | None = None,
    *,
    section: str | None = None,
    url: str | None = None,
    x: Mapping[str, str] | Iterable[str] = (),
    environ: Mapping[str, str] | None = None,
) -> Project:
    """Return the project whose settings are at ``place``: a file, or a folder that has them.

    Without a place they are searched for as by the command line: by AUTODIFF_CONFIG, else in the
    working folder. ``section`` is that of the file, ``url`` overrides its URL; ``x`` are the values
    of ``context.x_arguments()`` in env.py, a mapping or "name=value" texts. ``environ`` replaces
    ``os.environ``. Raises the errors of ``autodiff.errors.settings``.
    """
    variables = os.environ if environ is None else environ
    folder, file = Path.cwd(), None
    searched = variables
    if place is not None and Path(place).is_dir():
        folder = Path(place)
        searched = {k: v for k, v in variables.items() if k != CONFIG_VARIABLE}
    elif place is not None:
        file = os.fspath(place)
    settings = load_settings(file, section, url, searched, folder)
    return Project(settings, _x_arguments(x), variables)


def init(
    directory: str | os.PathLike[str],
    *,
    template: str = "generic",
    url: str | None = None,
    models: str | None = None,
) -> Project:
    """Start a project in ``directory`` with a settings file in the working folder; return it,
    opened.

    ``template`` is one of :func:`templates`, ``url`` the database's URL, ``models`` "module:name".
    Existing files are never overwritten.
    """
    written = starting.init(Path(directory), template, url, models)
    return open(written[-1])


def _x_arguments(given: Mapping[str, str] | Iterable[str]) -> tuple[str, ...]:
    """Return the arguments as ``-x`` gives them."""
    if isinstance(given, str):
        return (given,)
    if isinstance(given, Mapping):
        return tuple(f"{name}={value}" for name, value in given.items())
    return tuple(given)
