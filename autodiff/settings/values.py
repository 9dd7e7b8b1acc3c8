"""The settings as one frozen, typed value, and the folders that they name."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from autodiff.errors import AutodiffError
from autodiff.errors.settings import EnvironmentMissing, SettingRequired, UrlMissing
from autodiff.frozen import frozen
from autodiff.settings.hook import Hook

_IN_PACKAGE = re.compile(r"(?P<package>[^\W\d]\w+(\.[^\W\d]\w*)*):(?P<folder>[^\\].*)")


@frozen
class Settings:
    """The settings of one section, with one field for each key of ``KEYS``.

    Fields that may hold a secret are not part of the repr. ``unset`` is the error about a
    variable that the URL or an engine option refers to and that is not set. Only
    ``database_url`` raises it, so commands that need no database still work.
    """

    source: Path
    section: str
    script_location: str | None
    models: tuple[str, ...]
    allow_empty_models: bool
    url: str | None = field(repr=False)
    engine_options: Mapping[str, object] = field(repr=False)
    prepend_sys_path: tuple[str, ...]
    version_locations: tuple[str, ...]
    recursive_version_locations: bool
    path_separator: str | None
    file_template: str
    truncate_slug_length: int
    timezone: str | None
    output_encoding: str
    revision_environment: bool
    sourceless: bool
    version_table: str
    version_table_schema: str | None
    journal_table: str
    transaction_per_revision: bool
    lock_timeout: float
    namespaces: tuple[str, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    compare_type: bool
    compare_server_default: bool
    databases: tuple[str, ...]
    custom: Mapping[str, object] = field(repr=False)
    post_write_hooks: tuple[Hook, ...]
    unset: AutodiffError | None = field(default=None, repr=False, compare=False)

    @property
    def here(self) -> Path:
        """Return the folder of the settings file; paths in the file are relative to it."""
        return self.source.parent

    @property
    def directory(self) -> Path:
        """Return the folder of the environment; raises SettingRequired or EnvironmentMissing."""
        if self.script_location is None:
            raise SettingRequired(
                str(self.source), self.section, "script_location", "migrations"
            )
        folder = self._folder("script_location", self.script_location)
        if not folder.is_dir():
            raise EnvironmentMissing(str(self.source), "script_location", str(folder))
        return folder

    @property
    def version_directories(self) -> tuple[Path, ...]:
        """Return the folders of revisions, in order; they need not exist yet.

        Raises what ``directory`` raises, and EnvironmentMissing for a missing package.
        """
        if not self.version_locations:
            return (self.directory / "versions",)
        return tuple(
            self._folder("version_locations", location)
            for location in self.version_locations
        )

    @property
    def python_path(self) -> tuple[Path, ...]:
        """Return the folders to put first on ``sys.path``, in order."""
        return tuple((self.here / path).resolve() for path in self.prepend_sys_path)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Return the suffixes of ``upgrade`` in scripts, one for each database (``_shop``); a single
        database has the suffix "".
        """
        return tuple(f"_{name}" for name in self.databases) or ("",)

    def database_url(self) -> str:
        """Return the URL of the database; raises VariableUnset or UrlMissing if there is none."""
        if self.unset is not None:
            raise self.unset
        if self.url is None:
            raise UrlMissing(str(self.source), self.section)
        return self.url

    def _folder(self, key: str, location: str) -> Path:
        """Return the absolute path of ``location``, which is relative to ``here`` or ``package:folder``.

        Raises EnvironmentMissing, about the setting ``key``, where there is no such package.
        """
        inside = _IN_PACKAGE.fullmatch(location)
        if not inside:
            return (self.here / location).resolve()
        root = _package_folder(inside["package"])
        if root is None:
            raise EnvironmentMissing(str(self.source), key, location)
        return root / inside["folder"]


def _package_folder(package: str) -> Path | None:
    from autodiff.errors.users_code import users_code  # rarely needed

    try:
        with users_code(
            f"The package {package}", "Nothing was read further or changed."
        ):
            spec = importlib.util.find_spec(package)
    except ModuleNotFoundError:
        return None
    roots = list(spec.submodule_search_locations or []) if spec else []
    return Path(roots[0]) if roots else None
