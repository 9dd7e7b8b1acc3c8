"""``status``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from autodiff.cli.options import JSON
from autodiff.cli.session import Session, as_typed
from autodiff.cli.settings import settings_of


@click.command()
@JSON
@click.pass_obj
def status(session: Session, as_json: bool) -> None:
    """Show all on one page: current, pending, edited scripts, differences to the models.

    Example: autodiff status
    """
    from autodiff.cli.report import say_json
    from autodiff.cli.streams import say
    from autodiff.commands.database import Options
    from autodiff.commands.status import pages as pages_of

    pages = pages_of(settings_of(session), Options(session.x_arguments))
    if as_json:
        say_json([_json(page) for page in pages])
    else:
        say("\n\n".join("\n".join(_lines(page)) for page in pages))
    for problem in (page.problem for page in pages if page.problem is not None):
        raise problem


def _lines(page: Any) -> Iterator[str]:
    from autodiff.cli.next_steps import lines, no_revisions
    from autodiff.cli.renames import rename_notes
    from autodiff.cli.revision_text import short_line
    from autodiff.core.describe import describe

    yield f"Database: {page.database}"
    yield from _part("Current", [short_line(each) for each in page.current], "base")
    if page.half is not None:
        yield f"Half applied: the {page.half.direction} of {page.half.revision}"
    if len(page.heads) > 1:
        yield from _part("Heads", [_head(each) for each in page.heads], "none")
    pending = [f"{each.revision}, {each.doc}" for each in page.pending]
    yield from _part("Pending", pending, "nothing")
    yield from _part("Edited since applied", [x.path for x in page.edited], "none")
    if page.differences is None:
        yield f"Differences to the models: not compared, {page.not_compared}"
    else:
        words = [describe(each) for each in page.differences]
        yield from _part("Differences to the models", words, "none")
        yield from rename_notes(page.candidates)
    if page.heads or page.half is not None:
        yield from lines(page.next_steps)
    else:
        yield no_revisions(*page.next_steps)


def _head(entry: Any) -> str:
    """Return the line of a head, with its labels: they tell two heads apart."""
    labels = f" [{', '.join(entry.branch_labels)}]" if entry.branch_labels else ""
    return f"{entry.header.revision}{labels}, {entry.header.doc}"


def _part(title: str, lines: Sequence[str], nothing: str) -> Iterator[str]:
    """Yield a title with its lines below; a single line, or ``nothing`` where there is none, behind
    it.
    """
    if len(lines) < 2:
        yield f"{title}: {lines[0] if lines else nothing}"
        return
    yield f"{title}: {len(lines)}"
    yield from (f"  {line}" for line in lines)


def _json(page: Any) -> dict[str, Any]:
    from autodiff.cli import revision_text
    from autodiff.cli.renames import difference_json

    half = page.half and {
        "revision": page.half.revision,
        "direction": page.half.direction,
        "doing": page.half.doing,
        "said": page.half.said,
    }
    differences = page.differences
    return {
        "database": page.database,
        "current": [revision_text.json(each) for each in page.current],
        "half_applied": half,
        "pending": [_short(each) for each in page.pending],
        "edited": [_short(each) for each in page.edited],
        "differences": (
            None
            if differences is None
            else [difference_json(each, page.candidates) for each in differences]
        ),
        "not_compared": page.not_compared or None,
        "heads": [_short(each.header) for each in page.heads],
        "next": [
            {"purpose": step.purpose, "command": as_typed(step.command)}
            for step in page.next_steps
        ],
    }


def _short(header: Any) -> dict[str, str]:
    return {"revision": header.revision, "message": header.doc, "path": header.path}
