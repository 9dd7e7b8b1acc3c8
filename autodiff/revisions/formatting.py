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
"""So many lines must be saved: the trial costs black as much."""

_UNUSUAL = re.compile(r"fmt\s*:|yapf\s*:|[\r\f]")
_DOCSTRING = re.compile(r'\A"""[^\\]*?"""')
_PLACE = "autodiff_lines_laid_out_{}()"


def formatted(text: str, bodies: Sequence[Sequence[str]], template: Path) -> str:
    """``text``, which holds the lines of ``bodies``, as black writes it by the settings of the
    project that ``template`` is in. Raises TemplateBroken where it is no Python.
    """
    settings = black_settings(template)
    rest, pieces = _taken_out(text, bodies, settings)
    if pieces and rules_hold(settings):
        shown = _put_back(by_black(rest, settings, template), pieces)
        if shown is not None:
            return shown
    return by_black(text, settings, template)


def _without_trailing_blanks(found: re.Match[str]) -> str:
    """The module's docstring as black writes it from 25.1 on, whichever is installed."""
    return "\n".join(line.rstrip() for line in found.group().split("\n"))


def by_black(text: str, settings: dict[str, Any], template: Path) -> str:
    """``text`` as black writes it."""
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
    """``text`` with names in place of laid out lines, and these lines by name; none if unsure."""
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
    """The first and last statement of each laid out run, and a new name of ``pieces`` between."""
    for run, is_sure in runs:
        if is_sure and len(run) > 2:
            name = _PLACE.format(len(pieces))
            pieces[name] = "\n".join(run[1:-1])
            yield from (run[0], " " * INDENT + name, run[-1])
        else:
            yield from run


def _written(lines: Sequence[str]) -> str:
    """A body as the template writes it, from line end to line end."""
    return "\n".join(["", *(" " * INDENT + line for line in lines), ""])


def _runs(lines: Sequence[str], style: LayoutStyle) -> Iterator[tuple[list[str], bool]]:
    """Neighbouring statements that are all laid out, or all as they came."""
    blocks = [_laid_out_block(block, style) for block in _blocks(lines)]
    for is_sure, run in groupby(blocks, lambda block: block[1]):
        yield [text for text, _ in run], is_sure


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Each statement with the comments above it and what is indented under it."""
    block: list[str] = []
    for line in lines:
        if block and not line.startswith(" ") and not block[-1].startswith("#"):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _laid_out_block(block: Sequence[str], style: LayoutStyle) -> tuple[str, bool]:
    """A statement's lines in one text, and whether they are laid out."""
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
    """Whether each name is a statement of a function wherever it stands: a template may write a
    body into a docstring, say.
    """
    try:
        module = ast.parse(rest)
    except SyntaxError:
        return False
    found = Counter(
        ast.unparse(statement)
        for function in module.body
        if isinstance(function, ast.FunctionDef)
        for statement in function.body
        if isinstance(statement, ast.Expr)
    )
    return all(rest.count(name) == found[name] for name in pieces)


def _put_back(text: str, pieces: dict[str, str]) -> str | None:
    """``text`` with the lines in place of their names; None where a name was moved."""
    for name, piece in pieces.items():
        line = f"\n{' ' * INDENT}{name}\n"
        if text.count(line) != text.count(name):
            return None
        text = text.replace(line, f"\n{piece}\n")
    return text


# --- the project's settings -----------------------------------------------------------------------


def black_settings(start: Path) -> dict[str, Any]:
    """What the project of ``start`` says of black, as fields of its Mode.

    The file is the one that black itself takes: the nearest pyproject.toml above that speaks of
    black, up to the root of the repository.
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
    found: dict[str, Any] | None = content.get("tool", {}).get("black")
    return found


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
