"""A new project: the environment's folder and the settings file, from a template."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from autodiff.errors import AutodiffError
from autodiff.errors.models import FileNotWritten
from autodiff.errors.starting import DirectoryNotEmpty, SettingsPresent, TemplateUnknown
from autodiff.frozen import frozen
from autodiff.resources import templates_directory
from autodiff.revisions.new_file import write_new
from autodiff.settings.document import MAIN_SECTION, read_document
from autodiff.settings.search import USUAL_FILES

SCRIPT_TEMPLATE = "script.py.mako"


@frozen
class Template:
    """A template of ``init``; the first line of its README is its summary."""

    name: str
    summary: str
    folder: Path


def templates() -> tuple[Template, ...]:
    """Return the templates that ``init`` knows, by name."""
    folders = sorted(
        folder
        for folder in templates_directory().iterdir()
        if (folder / "README").is_file()
    )
    return tuple(
        Template(folder.name, _first_line(folder / "README"), folder)
        for folder in folders
    )


def init(
    directory: Path,
    template: str = "generic",
    url: str | None = None,
    models: str | None = None,
) -> tuple[Path, ...]:
    """Make ``directory`` an environment, with a settings file in the current folder, from the
    ``template``. ``url`` and ``models`` are written into the settings.

    Existing files are never overwritten. Returns the files that were written. Raises
    TemplateUnknown, DirectoryNotEmpty, SettingsPresent, FileNotWritten.
    """
    chosen = _template(template)
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise DirectoryNotEmpty(str(directory))
    _check_free(Path.cwd())
    settings_file = Path.cwd() / _settings_name(chosen)
    values = {
        "directory": _shown(directory),
        "url": url,
        "models": models,
        "settings_file": settings_file.name,
        "toml": _toml_text,
    }
    written: list[Path] = []
    try:
        written.extend(_files(chosen, directory, values))
        _write_settings(
            settings_file, _rendered(_source(chosen, settings_file.name), values)
        )
    except AutodiffError:
        _take_back(written, directory)
        raise
    return (*written, settings_file)


def _template(name: str) -> Template:
    by_name = {each.name: each for each in templates()}
    template = by_name.get(name.replace("_", "-"))
    if template is None:
        raise TemplateUnknown(name, ", ".join(by_name))
    return template


def _files(
    template: Template, directory: Path, values: Mapping[str, object]
) -> Iterator[Path]:
    env = directory / "env.py"
    write_new(env, _rendered(_source(template, env.name), values))
    yield env
    script = directory / SCRIPT_TEMPLATE
    write_new(script, _source(template, "script.py").read_text("utf-8"))
    yield script
    readme = directory / "README"
    write_new(readme, (template.folder / "README").read_text("utf-8"))
    yield readme
    (directory / "versions").mkdir(exist_ok=True)


def _source(template: Template, name: str) -> Path:
    """Return the template's own file, or the one that all templates share."""
    own = template.folder / f"{name}.mako"
    return own if own.is_file() else templates_directory() / own.name


def _rendered(file: Path, values: Mapping[str, object]) -> str:
    from mako.lookup import TemplateLookup
    from mako.template import Template as Mako

    others = TemplateLookup([str(templates_directory())], strict_undefined=True)
    template = Mako(filename=str(file), lookup=others, strict_undefined=True)
    return str(template.render(**values))


def _write_settings(file: Path, text: str) -> None:
    """Write the new settings file; an existing one gets the settings appended, in one atomic
    replacement.
    """
    if not file.exists():
        write_new(file, text)
        return
    try:
        _append(file.resolve(), text)
    except OSError as problem:
        raise FileNotWritten(str(file), problem.strerror or str(problem)) from problem


def _append(file: Path, text: str) -> None:
    old = file.read_bytes()
    line_end = b"\r\n" if b"\r\n" in old else b"\n"
    gap = b"" if old.endswith(b"\n") or not old else line_end
    new = old + gap + line_end + text.encode().replace(b"\n", line_end)
    if file.suffix == ".toml":
        _check_toml(file, new)
    neighbour = file.with_name(f".{file.name}.autodiff")
    try:
        neighbour.write_bytes(new)
        shutil.copymode(file, neighbour)
        neighbour.replace(file)
    finally:
        neighbour.unlink(missing_ok=True)


def _check_toml(file: Path, content: bytes) -> None:
    try:
        tomllib.loads(content.decode())
    except ValueError as problem:
        raise FileNotWritten(
            str(file), f"a section does not fit in: {problem}"
        ) from None


def _take_back(written: Iterable[Path], directory: Path) -> None:
    """Remove the files of an ``init`` that failed; what was there before stays."""
    for file in written:
        file.unlink(missing_ok=True)
    for folder in (directory / "versions", directory):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _toml_text(text: str) -> str:
    """Return a string as TOML writes it; JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _settings_name(template: Template) -> str:
    for name in USUAL_FILES:
        if (template.folder / f"{name}.mako").is_file():
            return name
    raise TemplateUnknown(template.name, "")


def _check_free(folder: Path) -> None:
    """Raise SettingsPresent where a settings file has the section already: two of them would
    contradict each other.
    """
    for file in (folder / name for name in USUAL_FILES):
        if file.exists() and read_document(file).section(MAIN_SECTION):
            raise SettingsPresent(str(file))


def _shown(directory: Path) -> str:
    """Return the folder as the settings name it: relative to the settings file, where it is below
    it.
    """
    full = directory.resolve()
    here = Path.cwd().resolve()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else str(full)


def _first_line(file: Path) -> str:
    return file.read_text("utf-8").partition("\n")[0].strip()
