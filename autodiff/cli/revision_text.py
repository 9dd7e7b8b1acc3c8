"""Revisions as people and programs read them: one line, several lines, JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from autodiff.revisions.history import HistoryEntry

BASE = "<base>"


def line(entry: HistoryEntry) -> str:
    """Return ``ae1027a6acf -> 469d90f0cd28 (head), message``."""
    labels = f" [{', '.join(entry.branch_labels)}]" if entry.branch_labels else ""
    return f"{parents(entry)} -> {_name(entry)}{labels}, {entry.header.doc}"


def short_line(entry: HistoryEntry) -> str:
    """Return ``469d90f0cd28 (head), message``, for lists in which all are current."""
    head = " (head)" if entry.is_head else ""
    return f"{entry.header.revision}{head}, {entry.header.doc}"


def text(entry: HistoryEntry) -> str:
    """Return all facts of a revision, one on each line, and its long message."""
    header = entry.header
    facts = {
        "Revision": _name(entry),
        "Revises": parents(entry),
        "Followed by": ", ".join(entry.children),
        "Depends on": ", ".join(header.depends_on),
        "Branch labels": ", ".join(entry.branch_labels),
        "Replaces": ", ".join(header.replaces),
        "File": header.path,
    }
    lines = [f"{name}: {value}" for name, value in facts.items() if value]
    words = (f"    {each}".rstrip() for each in header.longdoc.strip().splitlines())
    return "\n".join([*lines, "", *words, ""])


def json(entry: HistoryEntry) -> dict[str, Any]:
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


def marks(entry: HistoryEntry) -> Iterator[str]:
    if entry.is_current:
        yield "current"
    if entry.is_head:
        yield "head"
    if entry.is_branch_point:
        yield "branch point"
    if entry.is_merge_point:
        yield "merge point"


def parents(entry: HistoryEntry) -> str:
    return ", ".join(entry.header.down_revisions) or BASE


def _name(entry: HistoryEntry) -> str:
    suffix = "".join(f" ({mark})" for mark in marks(entry))
    return f"{entry.header.revision}{suffix}"
