"""The script template: a revision rendered by the user's own mako file and formatted by black."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from autodiff.core.code import OPERATIONS, SQLALCHEMY
from autodiff.errors.models import TemplateBroken, TemplateMissing
from autodiff.errors.users_code import CodeEnded, users_code
from autodiff.frozen import frozen
from autodiff.revisions.body import Body
from autodiff.revisions.formatting import formatted

NOTHING = Body((), frozenset())
INDENT = "    "


@frozen
class Part:
    """The bodies for one of several databases; ``suffix`` ends the names of their functions."""

    suffix: str
    upgrades: Body = NOTHING
    downgrades: Body = NOTHING


@frozen
class ShownPart:
    """A part as a template writes it."""

    suffix: str
    upgrades: str
    downgrades: str


@frozen
class Draft:
    """The values for a template; ``parts`` instead of the bodies if there are several databases."""

    revision: str
    down_revisions: tuple[str, ...]
    message: str
    created: datetime
    upgrades: Body = NOTHING
    downgrades: Body = NOTHING
    notes: Sequence[str] = ()
    branch_labels: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Return the bodies of the draft and of its parts."""
        inside = (
            body for part in self.parts for body in (part.upgrades, part.downgrades)
        )
        return (self.upgrades, self.downgrades, *inside)


def rendered(draft: Draft, template: Path, arguments: dict[str, Any]) -> str:
    """Render ``draft`` by ``template`` with the user's ``arguments``, and return the script's text.

    Raises TemplateMissing, TemplateBroken and CodeEnded.
    """
    from mako import exceptions
    from mako.template import Template

    if not template.is_file():
        raise TemplateMissing(str(template))
    try:
        with users_code(f"The script template {template}", "No file was written."):
            text = Template(filename=str(template), strict_undefined=True).render(
                **arguments, **_variables(draft)
            )
    except CodeEnded:
        raise
    except Exception as problem:
        line = exceptions.RichTraceback(error=problem).lineno
        raise TemplateBroken(str(template), f"{problem} (line {line})") from problem
    _check_parts(draft, str(text), template)
    return formatted(str(text), [each.lines for each in draft.bodies], template)


def _check_parts(draft: Draft, text: str, template: Path) -> None:
    """Raise TemplateBroken if a template for one database is used for several."""
    for part in draft.parts:
        if f"def upgrade{part.suffix}(" not in text:
            said = f"it writes no function upgrade{part.suffix}; see the variable parts"
            raise TemplateBroken(str(template), said)


def _variables(draft: Draft) -> dict[str, Any]:
    return {
        "revision": draft.revision,
        "up_revision": draft.revision,
        "down_revision": _one_or_all(draft.down_revisions),
        "branch_labels": _one_or_all(draft.branch_labels),
        "depends_on": _one_or_all(draft.depends_on),
        "replaces": draft.replaces,
        "message": in_docstring(draft.message),
        "revises": ", ".join(draft.down_revisions),
        "create_date": draft.created.isoformat(" ", "seconds"),
        "notes": [in_docstring(_wrapped(note)) for note in draft.notes],
        "imports": "\n".join(sorted(_joined(_imports(draft)), key=_import_order)),
        "upgrades": _indented(draft.upgrades),
        "downgrades": _indented(draft.downgrades),
        "parts": [_shown(part) for part in draft.parts],
    }


def _shown(part: Part) -> ShownPart:
    up, down = _indented(part.upgrades), _indented(part.downgrades)
    return ShownPart(part.suffix, up, down)


def _imports(draft: Draft) -> frozenset[str]:
    """Return the imports of the bodies; if all are empty, ``op`` and ``sa`` for code by hand."""
    if not any(each.lines for each in draft.bodies):
        return frozenset({OPERATIONS, SQLALCHEMY})
    return frozenset[str]().union(*(each.imports for each in draft.bodies))


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines with one ``from`` import for each module, as isort and ruff require."""
    names: dict[str, set[str]] = {}
    for line in lines:
        match = _FROM.fullmatch(line)
        if match is None:
            yield line
        else:
            names.setdefault(match[1], set()).add(match[2])
    for module, taken in names.items():
        yield f"from {module} import {', '.join(sorted(taken))}"


_FROM = re.compile(r"from ([\w.]+) import (\w+)")


def _import_order(line: str) -> tuple[bool, str]:
    """Return the sort key of a line: ``import`` before ``from``, as isort and ruff sort them."""
    return not line.startswith("import "), line


def _wrapped(note: str) -> str:
    """Wrap a note for the docstring, indented under the dash that the template writes."""
    return "\n  ".join(textwrap.wrap(note, 84, break_long_words=False))


def _one_or_all(values: tuple[str, ...]) -> str | tuple[str, ...] | None:
    """Return the value as a revision file has it: None, the only one, or all of them."""
    if len(values) > 1:
        return values
    return values[0] if values else None


def _indented(part: Body) -> str:
    lines = part.lines or ("pass",)
    return f"\n{INDENT}".join(lines)


def in_docstring(text: str) -> str:
    """Escape backslashes and quotes, so that ``text`` can be part of a docstring."""
    safe = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'{safe[:-1]}\\"' if safe.endswith('"') else safe
