"""The way from a settings file to ``Settings``: find it, check its names, expand and parse values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autodiff.errors.nearest import nearest
from autodiff.errors.settings import (
    SettingInvalid,
    SettingTwice,
    SettingUnknown,
    UrlForSeveral,
    VariableUnset,
)
from autodiff.frozen import frozen
from autodiff.settings import parsers
from autodiff.settings.document import HOOKS, MAIN_SECTION, SECTIONS, Section
from autodiff.settings.hook import Hook, hook_from
from autodiff.settings.keys import KEYS, URL, URL_ALIAS, SettingKey
from autodiff.settings.search import find_section
from autodiff.settings.values import Settings
from autodiff.settings.variables import BrokenReference, UnsetVariable, expand

URL_VARIABLE = "AUTODIFF_URL"
DATABASE_FIELDS = frozenset({"url", "engine_options"})

_SIGNS = {"os": os.pathsep, "space": None, "newline": "\n", "comma": ","}


def load_settings(
    config: str | None,
    section: str | None,
    url: str | None,
    environ: Mapping[str, str],
    cwd: Path,
) -> Settings:
    """Load the settings for a command that was started in ``cwd``.

    ``config`` (``-c``) is the file, ``section`` (``-n``) the part of it, and ``url`` (``--url``)
    replaces its URL; None where the option is not given. ``environ`` are the environment's
    variables. Raises the errors of ``autodiff.errors.settings``.
    """
    chosen = find_section(config, section or MAIN_SECTION, environ, cwd.absolute())
    return settings_from(chosen, environ, url or environ.get(URL_VARIABLE) or None)


def settings_from(
    section: Section, environ: Mapping[str, str], url: str | None
) -> Settings:
    """Return the typed settings of a section; ``url`` takes precedence over the section's own.

    An unset variable in the URL or an engine option is not raised but kept as ``unset``. Raises
    SettingUnknown, SettingTwice, SettingInvalid, UrlForSeveral, and VariableUnset elsewhere.
    """
    values = _with_one_url(section, _without_blanks(section.values), url)
    _refuse_unknown(section, values)
    reader = _Reader(section, environ)
    fields: dict[str, Any] = {}
    unset: VariableUnset | None = None
    for key in KEYS:
        try:
            fields[key.field] = reader.read(key, values)
        except VariableUnset as problem:
            if key.field not in DATABASE_FIELDS:
                raise
            fields[key.field] = key.default
            unset = unset or problem
    fields["url"] = url or fields["url"]
    if url and fields["databases"]:
        raise UrlForSeveral(fields["databases"])
    hooks = tuple(reader.hook(entry) for entry in section.hooks)
    return Settings(
        source=section.path,
        section=section.name,
        post_write_hooks=hooks,
        unset=unset,
        **fields,
    )


def _without_blanks(values: Mapping[str, object]) -> dict[str, object]:
    """Return ``values`` without blank ones: ``timezone =`` means the same as no line."""
    return {name: value for name, value in values.items() if value != ""}


def _with_one_url(
    section: Section, values: dict[str, object], url: str | None
) -> dict[str, object]:
    """Return ``values`` with the key ``url`` renamed to ``sqlalchemy.url``.

    Neither key is kept where ``url`` takes precedence. Raises SettingTwice if both are there.
    """
    if URL_ALIAS in values and URL.name in values:
        raise SettingTwice(str(section.path), section.name, URL.name, URL_ALIAS)
    written = values.pop(URL_ALIAS, None) or values.pop(URL.name, None)
    return values if url or written is None else {**values, URL.name: written}


def _refuse_unknown(section: Section, values: Mapping[str, object]) -> None:
    plain = [key.name for key in KEYS if not key.family]
    families = tuple(key.family for key in KEYS if key.family)
    for name in values:
        if name not in plain and not name.startswith(families):
            raise SettingUnknown(
                str(section.path), section.name, name, _nearest_setting(name)
            )


def _nearest_setting(name: str) -> str:
    """Return the name of the setting that is most similar to ``name``; "" if none is."""
    names = [*(key.name for key in KEYS), URL_ALIAS, HOOKS, SECTIONS]
    return next(iter(nearest(name, names, 1, likeness=0.5)), "")


@frozen
class _Reader:
    """The reader of one section: it expands and parses values and makes the errors about them."""

    section: Section
    environ: Mapping[str, str]

    def read(self, key: SettingKey, values: Mapping[str, object]) -> object:
        """Return the typed value of ``key``, or its default if ``values`` has none.

        Raises SettingInvalid and VariableUnset.
        """
        raw = self._family(key.family, values) if key.family else values.get(key.name)
        if raw in (None, {}):
            return key.default
        expanded = self._expanded(key.name, raw)
        if key.parse is parsers.paths:
            expanded = _split_paths(expanded, values.get("path_separator"))
        if expanded == "":
            return key.default
        try:
            return key.parse(expanded)
        except ValueError as problem:
            raise self._invalid(key.name, str(problem)) from None

    def hook(self, entry: Mapping[str, object]) -> Hook:
        """Return the post-write hook that ``entry`` describes; raises SettingInvalid."""
        table = self._expanded(HOOKS, dict(entry))
        assert isinstance(table, dict)
        try:
            return hook_from(table, self.section.path.parent)
        except ValueError as problem:
            name = f"{HOOKS} {entry.get('name', '')}".strip()
            raise self._invalid(name, str(problem)) from None

    def _family(self, family: str, values: Mapping[str, object]) -> dict[str, object]:
        """Return the values whose names begin with ``family``; each further dot is an inner table."""
        tree: dict[str, object] = {}
        for name, value in values.items():
            if name.startswith(family) and name != URL.name:
                *path, last = name.removeprefix(family).split(".")
                table = self._inner_table(tree, path, name)
                if last in table:
                    raise self._invalid(name, "a name that is given once")
                table[last] = value
        return tree

    def _inner_table(
        self, table: dict[str, object], path: list[str], name: str
    ) -> dict[str, object]:
        for step in path:
            inner = table.setdefault(step, {})
            if not isinstance(inner, dict):
                raise self._invalid(name, f"{step} to be either a value or a table")
            table = inner
        return table

    def _expanded(self, key: str, raw: object) -> object:
        here = str(self.section.path.parent)
        try:
            return expand(raw, self.environ, here)
        except UnsetVariable as problem:
            file, section = str(self.section.path), self.section.name
            raise VariableUnset(file, section, key, str(problem)) from None
        except BrokenReference:
            expected = "references of the form ${NAME} or ${NAME:-default}"
            raise self._invalid(key, expected + "; a plain ${ is written $${") from None

    def _invalid(self, key: str, expected: str) -> SettingInvalid:
        return SettingInvalid(str(self.section.path), self.section.name, key, expected)


def _split_paths(value: object, separator: object) -> object:
    """Split a string of paths at ``separator`` (``path_separator``); other values are returned as is."""
    if not isinstance(value, str) or separator is None:
        return value
    return value.split(_SIGNS.get(str(separator), str(separator)))
