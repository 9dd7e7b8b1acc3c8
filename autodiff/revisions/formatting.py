"""Formatting: a script as black writes it, by the settings of the user's project.

black works on one logical line at a time, so a long body can be taken out, laid out by our own
rules (:mod:`.layout`) and put back. The text is what black makes of the whole file because:

- A statement goes out only if the rules are sure of it. All others stay, and black writes them
  where they are.
- The first and the last statement of a run stay too. So black sees the true neighbours of
  everything else, which is all that it goes by when it sets blank lines; between statements of
  a run it sets none.
- The rules are tried on the installed black with the project's own settings first
  (:mod:`.layout_trial`): statements of every shape, at both sides of every bound.
- Whatever else is unusual (``fmt: off``, a preview style, a template that moves the body
  elsewhere) makes black format the whole file.

``tests/revisions/test_formatting.py`` compares with that plain way.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from autodiff.errors.models import TemplateBroken
from autodiff.errors.settings import SettingsUnreadable
from autodiff.revisions.layout import INDENT, LayoutStyle, laid_out
from autodiff.revisions.layout_trial import rules_hold, style_of

WORTH_IT = 100
"""The number of lines that must be saved: the trial costs black as much."""

_UNUSUAL = re.compile(r"fmt\s*:|yapf\s*:|[\r\f]")
_DOCSTRING = re.compile(r'\A"""[^\\]*?"""')
_PLACE = "autodiff_lines_laid_out_{}()"


def formatted(text: str, bodies: Sequence[Sequence[str]], template: Path) -> str:
    """Format ``text`` as black does, by the settings of the project that ``template`` is in.

    ``bodies`` are the lines of its functions. Raises TemplateBroken if ``text`` is no Python.
    """
    settings = black_settings(template)
    rest, pieces = _taken_out(text, bodies, settings)
    if pieces and rules_hold(settings):
        shown = _put_back(by_black(rest, settings, template), pieces)
        if shown is not None:
            return shown
    return by_black(text, settings, template)


def _without_trailing_blanks(match: re.Match[str]) -> str:
    """Return the module's docstring as black writes it since 25.1, whichever is installed."""
    return "\n".join(line.rstrip() for line in match.group().split("\n"))


def by_black(text: str, settings: dict[str, Any], template: Path) -> str:
    """Format ``text`` with black by ``settings``. Raises TemplateBroken if it is no Python."""
    import black
    from black.parsing import InvalidInput
    from black.report import NothingChanged

    mode = black.Mode(**settings)
    text = _DOCSTRING.sub(_without_trailing_blanks, text)
    try:
        return black.format_file_contents(text, fast=True, mode=mode)
    except NothingChanged:
        return text
    except InvalidInput as problem:
        raise TemplateBroken(str(template), str(problem)) from problem


# --- taking long bodies out -----------------------------------------------------------------------


def _taken_out(
    text: str, bodies: Sequence[Sequence[str]], settings: dict[str, Any]
) -> tuple[str, dict[str, str]]:
    """Return ``text`` with placeholders for the laid out lines, and these lines by placeholder.

    Return ``text`` unchanged and no lines if that is not worth it or not certain to be right.
    """
    style = style_of(settings)
    rest = text
    pieces: dict[str, str] = {}
    for lines in bodies:
        written = _written(lines)
        if len(lines) > 2 and written in rest:
            shown = list(_with_names(_runs(lines, style), pieces))
            rest = rest.replace(written, "\n".join(["", *shown, ""]))
    saved = sum(piece.count("\n") for piece in pieces.values())
    sure = saved >= WORTH_IT and not _UNUSUAL.search(rest) and _are_called(rest, pieces)
    return (rest, pieces) if sure else (text, {})


def _with_names(
    runs: Iterable[tuple[list[str], bool]], pieces: dict[str, str]
) -> Iterator[str]:
    """Yield the first and last statement of each laid out run, with a placeholder between them.

    The lines in between are added to ``pieces`` under the placeholder.
    """
    for run, is_sure in runs:
        if is_sure and len(run) > 2:
            name = _PLACE.format(len(pieces))
            pieces[name] = "\n".join(run[1:-1])
            yield from (run[0], " " * INDENT + name, run[-1])
        else:
            yield from run


def _written(lines: Sequence[str]) -> str:
    """Return a body as the template writes it, from line end to line end."""
    return "\n".join(["", *(" " * INDENT + line for line in lines), ""])


def _runs(lines: Sequence[str], style: LayoutStyle) -> Iterator[tuple[list[str], bool]]:
    """Yield runs of consecutive statements that are all laid out, or all unchanged."""
    blocks = [_laid_out_block(block, style) for block in _blocks(lines)]
    for is_sure, run in groupby(blocks, lambda block: block[1]):
        yield [text for text, _ in run], is_sure


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield each statement with the comments above it and the lines indented under it."""
    block: list[str] = []
    for line in lines:
        if block and not line.startswith(" ") and not block[-1].startswith("#"):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _laid_out_block(block: Sequence[str], style: LayoutStyle) -> tuple[str, bool]:
    """Return a statement's lines as one text, and whether they are laid out."""
    done: list[str] = []
    for line in block:
        bare = line.lstrip(" ")
        indent = INDENT + len(line) - len(bare)
        if bare.startswith("# "):
            done.append(" " * indent + bare)
            continue
        laid = laid_out(bare, indent, style)
        if laid is None:
            return "\n".join(" " * INDENT + each for each in block), False
        done.append(laid)
    return "\n".join(done), True


def _are_called(rest: str, pieces: Iterable[str]) -> bool:
    """Whether each placeholder occurs only as a statement of a function. A template may write a
    body into a docstring, for example.
    """
    try:
        module = ast.parse(rest)
    except SyntaxError:
        return False
    calls = Counter(
        ast.unparse(statement)
        for function in module.body
        if isinstance(function, ast.FunctionDef)
        for statement in function.body
        if isinstance(statement, ast.Expr)
    )
    return all(rest.count(name) == calls[name] for name in pieces)


def _put_back(text: str, pieces: dict[str, str]) -> str | None:
    """Return ``text`` with the lines in place of the placeholders; None if black moved one."""
    for name, piece in pieces.items():
        line = f"\n{' ' * INDENT}{name}\n"
        if text.count(line) != text.count(name):
            return None
        text = text.replace(line, f"\n{piece}\n")
    return text


# --- the project's settings -----------------------------------------------------------------------


def black_settings(start: Path) -> dict[str, Any]:
    """Return the settings for black of the project of ``start``, as fields of black's Mode.

    The file is the one that black itself reads: the nearest pyproject.toml above with a section for
    black, up to the root of the repository. Raises SettingsUnreadable.
    """
    for folder in start.resolve().parents:
        file = folder / "pyproject.toml"
        said = _black_section(file) if file.is_file() else None
        if said is not None:
            return _mode_fields(said)
        if (folder / ".git").exists() or (folder / ".hg").is_dir():
            break
    return {}


def _black_section(file: Path) -> dict[str, Any] | None:
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise SettingsUnreadable(str(file), str(problem)) from None
    section: dict[str, Any] | None = content.get("tool", {}).get("black")
    return section


def _mode_fields(said: dict[str, Any]) -> dict[str, Any]:
    from black.mode import TargetVersion

    fields: dict[str, Any] = {}
    if "line-length" in said:
        fields["line_length"] = said["line-length"]
    if "skip-string-normalization" in said:
        fields["string_normalization"] = not said["skip-string-normalization"]
    if "skip-magic-trailing-comma" in said:
        fields["magic_trailing_comma"] = not said["skip-magic-trailing-comma"]
    if "preview" in said:
        fields["preview"] = said["preview"]
    if "target-version" in said:
        names = {name.upper() for name in said["target-version"]}
        fields["target_versions"] = {v for v in TargetVersion if v.name in names}
    return fields
