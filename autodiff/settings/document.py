"""One settings file as names and untyped values, in the same form for ini and TOML."""

from __future__ import annotations

import configparser
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from autodiff.errors.settings import SettingInvalid, SettingsUnreadable
from autodiff.frozen import frozen

MAIN_SECTION = "autodiff"
HOOKS = "post_write_hooks"
SECTIONS = "sections"
FAMILIES = ("sqlalchemy", "custom")


@frozen
class Section:
    """One section of a file: its values by dotted name (``sqlalchemy.url``), and the file's hooks."""

    path: Path
    name: str
    values: Mapping[str, object]
    hooks: tuple[Mapping[str, object], ...] = ()


@frozen
class Document:
    """One settings file: its sections by name, with values not yet expanded or parsed."""

    path: Path
    sections: Mapping[str, Mapping[str, object]]
    hooks: tuple[Mapping[str, object], ...] = field(default=())

    def section(self, name: str) -> Section | None:
        """Return the section ``name``, or None where the file has no such section."""
        if name not in self.sections:
            return None
        return Section(self.path, name, self.sections[name], self.hooks)


def read_document(path: Path) -> Document:
    """Read the file ``path``, as TOML if its suffix is ``.toml``, else as ini.

    Raises SettingsUnreadable, and SettingInvalid where hooks or sections have the wrong form.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise SettingsUnreadable(str(path), problem.strerror or "no reason") from None
    except UnicodeDecodeError as problem:
        reason = f"byte {problem.start} is not UTF-8"
        raise SettingsUnreadable(str(path), reason) from None
    read = _read_toml if path.suffix == ".toml" else _read_ini
    return read(path, content)


# --- ini


def _read_ini(path: Path, content: str) -> Document:
    parser = configparser.ConfigParser(interpolation=None)
    # Names keep their case: an engine option or a custom key may need it.
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(content)
    except configparser.Error as problem:
        raise SettingsUnreadable(str(path), _ini_reason(problem)) from None
    sections = {name: dict(parser[name]) for name in parser.sections()}
    shared = parser.defaults()
    hooks = {
        key: value
        for key, value in sections.get(HOOKS, {}).items()
        if key not in shared
    }
    return Document(path, sections, _ini_hooks(path, hooks))


def _ini_reason(problem: configparser.Error) -> str:
    """Return the line number and kind of a syntax error, never the line: it may hold a password."""
    if isinstance(problem, configparser.DuplicateSectionError):
        return f"line {problem.lineno}: section [{problem.section}] is there twice"
    if isinstance(problem, configparser.DuplicateOptionError):
        return f"line {problem.lineno}: {problem.option} is given twice"
    if isinstance(problem, configparser.MissingSectionHeaderError):
        return f"line {problem.lineno}: a [section] must come first"
    lines = [number for number, _ in getattr(problem, "errors", [])]
    where = f"line {lines[0]}: " if lines else ""
    return where + "this is neither a [section] nor NAME = VALUE"


def _ini_hooks(
    path: Path, values: Mapping[str, str]
) -> tuple[Mapping[str, object], ...]:
    """Return one table for each hook that ``hooks = a, b`` lists, from lines such as ``a.type = …``."""
    parts = [part.strip() for part in values.get("hooks", "").split(",")]
    names = [part for part in parts if part]
    for key in values:
        if key != "hooks" and key.partition(".")[0] not in names:
            expected = "the name of a hook that `hooks = …` lists, a dot and a key"
            raise SettingInvalid(str(path), HOOKS, key, expected)
    return tuple(_ini_hook(name, values) for name in names)


def _ini_hook(name: str, values: Mapping[str, str]) -> Mapping[str, object]:
    prefix = f"{name}."
    own = {
        key.removeprefix(prefix): value
        for key, value in values.items()
        if key.startswith(prefix)
    }
    return {"name": name, **own}


# --- TOML


def _read_toml(path: Path, content: str) -> Document:
    import tomllib

    try:
        tool = tomllib.loads(content).get("tool", {})
    except tomllib.TOMLDecodeError as problem:
        raise SettingsUnreadable(str(path), str(problem)) from None
    main = tool.get(MAIN_SECTION) if isinstance(tool, dict) else None
    if not isinstance(main, dict):
        return Document(path, {})
    hooks = _toml_hooks(path, main.pop(HOOKS, []))
    named = _tables(path, SECTIONS, main.pop(SECTIONS, {}))
    sections = {MAIN_SECTION: main, **named}
    flat = {name: _dotted(values) for name, values in sections.items()}
    return Document(path, flat, hooks)


def _toml_hooks(path: Path, value: object) -> tuple[Mapping[str, object], ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise SettingInvalid(str(path), MAIN_SECTION, HOOKS, "a list of tables")
    return tuple(value)


def _tables(path: Path, key: str, value: object) -> dict[str, dict[str, object]]:
    if isinstance(value, dict) and all(isinstance(v, dict) for v in value.values()):
        return value
    raise SettingInvalid(str(path), MAIN_SECTION, key, "tables of settings")


def _dotted(values: Mapping[str, object]) -> Mapping[str, object]:
    """Return ``values`` with those inside the tables of FAMILIES under dotted names.

    ``{"sqlalchemy": {"pool_size": 5}}`` becomes ``{"sqlalchemy.pool_size": 5}``.
    """
    flat: dict[str, object] = {}
    for name, value in values.items():
        if name in FAMILIES and isinstance(value, dict):
            flat |= {f"{name}.{inner}": item for inner, item in value.items()}
        else:
            flat[name] = value
    return flat
