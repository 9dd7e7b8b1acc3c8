"""From a settings file to ``Settings``: find, check the names, expand, parse."""

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
    """The settings for a command that was started in ``cwd``.

    ``config`` is ``-c``, ``section`` is ``-n``, ``url`` is ``--url``. Raises the errors of
    ``autodiff.errors.settings``.
    """
    found = find_section(config, section or MAIN_SECTION, environ, cwd.absolute())
    return settings_from(found, environ, url or environ.get(URL_VARIABLE) or None)


def settings_from(
    section: Section, environ: Mapping[str, str], url: str | None
) -> Settings:
    """The typed settings of a section; ``url`` goes before the section's own."""
    values = _with_one_url(section, _filled(section.values), url)
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


def _filled(values: Mapping[str, object]) -> dict[str, object]:
    """Without the blank ones: ``timezone =`` is as good as no line."""
    return {name: value for name, value in values.items() if value != ""}


def _with_one_url(
    section: Section, values: dict[str, object], url: str | None
) -> dict[str, object]:
    """``url`` renamed to ``sqlalchemy.url``; neither where another URL is in force."""
    if URL_ALIAS in values and URL.name in values:
        raise SettingTwice(str(section.path), section.name, URL.name, URL_ALIAS)
    written = values.pop(URL_ALIAS, None) or values.pop(URL.name, None)
    return values if url or written is None else {**values, URL.name: written}


def _refuse_unknown(section: Section, values: Mapping[str, object]) -> None:
    plain = [key.name for key in KEYS if not key.family]
    families = tuple(key.family for key in KEYS if key.family)
    for name in values:
        if name not in plain and not name.startswith(families):
            raise SettingUnknown(str(section.path), section.name, name, _likely(name))


def _likely(name: str) -> str:
    """The setting that looks most like ``name``, or nothing."""
    known = [*(key.name for key in KEYS), URL_ALIAS, HOOKS, SECTIONS]
    return next(iter(nearest(name, known, 1, likeness=0.5)), "")


@frozen
class _Reader:
    """Expands and parses the values of one section, and words what is wrong with one."""

    section: Section
    environ: Mapping[str, str]

    def read(self, key: SettingKey, values: Mapping[str, object]) -> object:
        """The typed value of ``key``, or its default."""
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
        """One post-write hook."""
        table = self._expanded(HOOKS, dict(entry))
        assert isinstance(table, dict)
        try:
            return hook_from(table, self.section.path.parent)
        except ValueError as problem:
            name = f"{HOOKS} {entry.get('name', '')}".strip()
            raise self._invalid(name, str(problem)) from None

    def _family(self, family: str, values: Mapping[str, object]) -> dict[str, object]:
        """The values under ``sqlalchemy.`` as a table, each further dot one table deeper."""
        found: dict[str, object] = {}
        for name, value in values.items():
            if name.startswith(family) and name != URL.name:
                *path, last = name.removeprefix(family).split(".")
                table = self._inner_table(found, path, name)
                if last in table:
                    raise self._invalid(name, "a name that is given once")
                table[last] = value
        return found

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
            place = str(self.section.path), self.section.name
            raise VariableUnset(*place, key, str(problem)) from None
        except BrokenReference:
            expected = "references of the form ${NAME} or ${NAME:-default}"
            raise self._invalid(key, expected + "; a plain ${ is written $${") from None

    def _invalid(self, key: str, expected: str) -> SettingInvalid:
        return SettingInvalid(str(self.section.path), self.section.name, key, expected)


def _split_paths(value: object, separator: object) -> object:
    """One text of paths as a list, where the file names what stands between them."""
    if not isinstance(value, str) or separator is None:
        return value
    return value.split(_SIGNS.get(str(separator), str(separator)))
