"""Reports: what commands print on standard output, for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click

from autodiff.revisions.history import HistoryEntry
from autodiff.revisions.standing_report import DatabaseStanding


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, default=str))


def print_entries(
    entries: Sequence[HistoryEntry], verbose: bool, as_json: bool
) -> None:
    """Revisions, one line each, or all that is known of each."""
    if as_json:
        print_json([entry_json(each) for each in entries])
        return
    for each in entries:
        click.echo(entry_text(each) if verbose else entry_line(each))


def entry_line(entry: HistoryEntry) -> str:
    """``ae1027a6acf -> 469d90f0cd28 (head), message``"""
    header = entry.header
    parents = ", ".join(header.down_revisions) or "<base>"
    marks = "".join(f" ({mark})" for mark in _marks(entry))
    labels = f" [{', '.join(entry.branch_labels)}]" if entry.branch_labels else ""
    return f"{parents} -> {header.revision}{labels}{marks}, {header.doc}"


def entry_text(entry: HistoryEntry) -> str:
    """A revision in several lines."""
    header = entry.header
    marks = "".join(f" ({mark})" for mark in _marks(entry))
    facts = {
        "Revision": f"{header.revision}{marks}",
        "Revises": ", ".join(header.down_revisions) or "<base>",
        "Followed by": ", ".join(entry.children),
        "Depends on": ", ".join(header.depends_on),
        "Branch labels": ", ".join(entry.branch_labels),
        "Replaces": ", ".join(header.replaces),
        "File": header.path,
    }
    lines = [f"{name}: {value}" for name, value in facts.items() if value]
    doc = "\n".join(
        f"    {line}".rstrip() for line in header.longdoc.strip().splitlines()
    )
    return "\n".join([*lines, "", doc, ""])


def entry_json(entry: HistoryEntry) -> dict[str, Any]:
    header = entry.header
    return {
        "revision": header.revision,
        "down_revisions": list(header.down_revisions),
        "depends_on": list(header.depends_on),
        "branch_labels": list(entry.branch_labels),
        "children": list(entry.children),
        "message": header.doc,
        "path": header.path,
        "head": entry.is_head,
        "current": entry.is_current,
    }


def _marks(entry: HistoryEntry) -> Iterable[str]:
    if entry.is_current:
        yield "current"
    if entry.is_head:
        yield "head"
    if entry.is_branch_point:
        yield "branch point"
    if entry.is_merge_point:
        yield "merge point"


def print_current(standing: DatabaseStanding, verbose: bool) -> None:
    """What a database stands on, and whether that is all there is."""
    for each in standing.entries:
        click.echo(entry_text(each) if verbose else _current_line(each))
    if not standing.entries:
        click.echo("(no revision)")
    if standing.missing:
        names = ", ".join(standing.missing)
        click.echo(f"Not applied yet: {names}. Run: autodiff upgrade head", err=True)


def _current_line(entry: HistoryEntry) -> str:
    head = " (head)" if entry.is_head else ""
    return f"{entry.header.revision}{head}, {entry.header.doc}"
