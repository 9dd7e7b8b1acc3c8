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
    """All that a template may name; ``parts`` instead of the bodies where databases are several."""

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
        """All of them."""
        inside = (
            body for each in self.parts for body in (each.upgrades, each.downgrades)
        )
        return (self.upgrades, self.downgrades, *inside)


def rendered(draft: Draft, template: Path, arguments: dict[str, Any]) -> str:
    """The script's text; raises TemplateMissing or TemplateBroken."""
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
    """Raises TemplateBroken where a template of one database is used for several."""
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
    """What the bodies use; both usual ones where they are to be written by hand."""
    if not any(each.lines for each in draft.bodies):
        return frozenset({OPERATIONS, SQLALCHEMY})
    return frozenset[str]().union(*(each.imports for each in draft.bodies))


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """One line for each module that names are taken from, as isort and ruff want it."""
    names: dict[str, set[str]] = {}
    for line in lines:
        found = _FROM.fullmatch(line)
        if found is None:
            yield line
        else:
            names.setdefault(found[1], set()).add(found[2])
    for module, taken in names.items():
        yield f"from {module} import {', '.join(sorted(taken))}"


_FROM = re.compile(r"from ([\w.]+) import (\w+)")


def _import_order(line: str) -> tuple[bool, str]:
    """``import`` before ``from``, as isort and ruff sort them."""
    return not line.startswith("import "), line


def _wrapped(note: str) -> str:
    """A note in lines that fit the docstring, under the dash that the template puts."""
    return "\n  ".join(textwrap.wrap(note, 84, break_long_words=False))


def _one_or_all(values: tuple[str, ...]) -> str | tuple[str, ...] | None:
    """As a revision file writes it: nothing, the only one, or all of them."""
    if len(values) > 1:
        return values
    return values[0] if values else None


def _indented(part: Body) -> str:
    lines = part.lines or ("pass",)
    return f"\n{INDENT}".join(lines)


def in_docstring(text: str) -> str:
    """``text`` so that it ends no docstring and starts no escape."""
    safe = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'{safe[:-1]}\\"' if safe.endswith('"') else safe
