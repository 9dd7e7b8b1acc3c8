"""What one settings file says, as names and untyped values: ini and TOML brought to one form."""

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
    """One section: values by dotted name (``sqlalchemy.url``), and the file's hooks."""

    path: Path
    name: str
    values: Mapping[str, object]
    hooks: tuple[Mapping[str, object], ...] = ()


@frozen
class Document:
    """One file: its sections by name (values not yet expanded or parsed)."""

    path: Path
    sections: Mapping[str, Mapping[str, object]]
    hooks: tuple[Mapping[str, object], ...] = field(default=())

    def section(self, name: str) -> Section | None:
        """The section of that name, if the file has it."""
        if name not in self.sections:
            return None
        return Section(self.path, name, self.sections[name], self.hooks)


def read_document(path: Path) -> Document:
    """What ``path`` says, by its suffix TOML or ini; raises SettingsUnreadable."""
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
    hooks = {k: v for k, v in sections.get(HOOKS, {}).items() if k not in shared}
    return Document(path, sections, _ini_hooks(path, hooks))


def _ini_reason(problem: configparser.Error) -> str:
    """The place and sort of a mistake; never the line itself, which may hold a password."""
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
    """``hooks = a, b`` with ``a.type = …`` as one table for each hook."""
    names = [name.strip() for name in values.get("hooks", "").split(",")]
    wanted = [name for name in names if name]
    for key in values:
        if key != "hooks" and key.partition(".")[0] not in wanted:
            expected = "the name of a hook that `hooks = …` lists, a dot and a key"
            raise SettingInvalid(str(path), HOOKS, key, expected)
    return tuple(_ini_hook(name, values) for name in wanted)


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
    return Document(path, {n: _dotted(v) for n, v in sections.items()}, hooks)


def _toml_hooks(path: Path, value: object) -> tuple[Mapping[str, object], ...]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise SettingInvalid(str(path), MAIN_SECTION, HOOKS, "a list of tables")
    return tuple(value)


def _tables(path: Path, key: str, value: object) -> dict[str, dict[str, object]]:
    if isinstance(value, dict) and all(isinstance(t, dict) for t in value.values()):
        return value
    raise SettingInvalid(str(path), MAIN_SECTION, key, "tables of settings")


def _dotted(values: Mapping[str, object]) -> Mapping[str, object]:
    """The tables of the free families under dotted names: ``sqlalchemy.pool_size``."""
    flat: dict[str, object] = {}
    for name, value in values.items():
        if name in FAMILIES and isinstance(value, dict):
            flat |= {f"{name}.{inner}": item for inner, item in value.items()}
        else:
            flat[name] = value
    return flat
