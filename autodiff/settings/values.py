"""The settings as one frozen, typed value, and the places in the file system that they name."""

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
    """All that one section settles; each key of ``KEYS`` is a field here.

    What may hold a secret is not part of the repr. ``unset`` is the error about a variable
    that the database's address needs and the environment lacks: commands that need no
    database never raise it.
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
        """The folder of the settings file, which relative paths start from."""
        return self.source.parent

    @property
    def directory(self) -> Path:
        """The environment's folder; raises SettingRequired or EnvironmentMissing."""
        if self.script_location is None:
            raise SettingRequired(
                str(self.source), self.section, "script_location", "migrations"
            )
        place = self._place("script_location", self.script_location)
        if not place.is_dir():
            raise EnvironmentMissing(str(self.source), "script_location", str(place))
        return place

    @property
    def version_directories(self) -> tuple[Path, ...]:
        """The folders of revisions, in order; they need not exist yet."""
        if not self.version_locations:
            return (self.directory / "versions",)
        return tuple(
            self._place("version_locations", location)
            for location in self.version_locations
        )

    @property
    def python_path(self) -> tuple[Path, ...]:
        """What to put first on ``sys.path``, in order."""
        return tuple((self.here / path).resolve() for path in self.prepend_sys_path)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """What follows ``upgrade`` in the names of scripts' functions: one for each database."""
        return tuple(f"_{name}" for name in self.databases) or ("",)

    def database_url(self) -> str:
        """The URL; raises VariableUnset or UrlMissing where there is none."""
        if self.unset is not None:
            raise self.unset
        if self.url is None:
            raise UrlMissing(str(self.source), self.section)
        return self.url

    def _place(self, key: str, location: str) -> Path:
        """A path from the file's folder, or ``package:folder`` inside a package."""
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
