"""Starting a project: the environment's folder and the settings file, from a template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autodiff.errors import (
    DirectoryNotEmpty,
    FileNotWritten,
    SettingsPresent,
    TemplateUnknown,
)
from autodiff.resources import templates_directory
from autodiff.revisions.new_file import write_new
from autodiff.settings.document import MAIN_SECTION, read_document

SCRIPT_TEMPLATE = "script.py.mako"


@dataclass(frozen=True, slots=True)
class Template:
    """A sort of project: the first line of its README says what it is for."""

    name: str
    summary: str
    folder: Path


def templates() -> tuple[Template, ...]:
    """The templates that ``init`` knows, by name."""
    folders = sorted(
        each for each in templates_directory().iterdir() if (each / "README").is_file()
    )
    return tuple(
        Template(each.name, _first_line(each / "README"), each) for each in folders
    )


def init(
    directory: Path,
    template: str = "generic",
    url: str | None = None,
    models: str | None = None,
) -> tuple[Path, ...]:
    """Make ``directory`` an environment, with a settings file in the current folder.

    What is there is never written over. Returns the files that were written. Raises
    TemplateUnknown, DirectoryNotEmpty, SettingsPresent, FileNotWritten.
    """
    chosen = _template(template)
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise DirectoryNotEmpty(str(directory))
    settings_file = Path.cwd() / _settings_name(chosen)
    _check_free(settings_file)
    values = {
        "directory": _shown(directory),
        "url": url,
        "models": models,
        "settings_file": settings_file.name,
    }
    return tuple(_files(chosen, directory, settings_file, values))


def _template(name: str) -> Template:
    known = {each.name: each for each in templates()}
    if name not in known:
        raise TemplateUnknown(name, ", ".join(known))
    return known[name]


def _files(
    template: Template,
    directory: Path,
    settings_file: Path,
    values: dict[str, str | None],
) -> Iterator[Path]:
    env = directory / "env.py"
    write_new(env, _rendered(template.folder / "env.py.mako", values))
    yield env
    script = directory / SCRIPT_TEMPLATE
    write_new(script, (templates_directory() / SCRIPT_TEMPLATE).read_text("utf-8"))
    yield script
    readme = directory / "README"
    write_new(readme, (template.folder / "README").read_text("utf-8"))
    yield readme
    (directory / "versions").mkdir(exist_ok=True)
    text = _rendered(template.folder / f"{settings_file.name}.mako", values)
    if settings_file.exists():
        _append(settings_file, text)
    else:
        write_new(settings_file, text)
    yield settings_file


def _rendered(file: Path, values: dict[str, str | None]) -> str:
    from mako.template import Template as Mako

    return str(Mako(filename=str(file), strict_undefined=True).render(**values))


def _append(file: Path, text: str) -> None:
    """Add a section at the end of a file that is there, in one piece."""
    old = file.read_text("utf-8")
    new = file.with_name(f".{file.name}.autodiff")
    try:
        new.write_text(f"{old.rstrip()}\n\n{text}", "utf-8")
        new.replace(file)
    except OSError as problem:
        raise FileNotWritten(str(file), problem.strerror or str(problem)) from problem


def _settings_name(template: Template) -> str:
    for name in ("autodiff.ini", "pyproject.toml"):
        if (template.folder / f"{name}.mako").is_file():
            return name
    raise TemplateUnknown(template.name, "")


def _check_free(settings_file: Path) -> None:
    if settings_file.exists() and read_document(settings_file).section(MAIN_SECTION):
        raise SettingsPresent(str(settings_file))


def _shown(directory: Path) -> str:
    """The folder as the settings name it: from the settings file where it lies below it."""
    full = directory.resolve()
    here = Path.cwd().resolve()
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else str(full)


def _first_line(file: Path) -> str:
    return file.read_text("utf-8").partition("\n")[0].strip()
