"""Reports of commands on standard output, for people and for programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, TextIO

from autodiff.cli import revision_text
from autodiff.cli.session import as_typed
from autodiff.cli.streams import draw, is_pretty, note, say, write
from autodiff.core.describe import describe
from autodiff.core.operation import AnyOperation
from autodiff.revisions.history import HistoryEntry
from autodiff.revisions.standing_report import DatabaseStanding


def say_json(value: Any) -> None:
    import json

    say(json.dumps(value, indent=2, default=str, ensure_ascii=False))


def say_entries(entries: Sequence[HistoryEntry], verbose: bool, as_json: bool) -> None:
    """Print revisions, one line each; with ``verbose`` all facts of each, with ``as_json`` as JSON."""
    if as_json:
        say_json([revision_text.json(each) for each in entries])
    elif verbose:
        say(*map(revision_text.text, entries))
    elif entries and is_pretty(sys.stdout):
        from autodiff.cli import pretty

        draw(sys.stdout, pretty.revisions(entries))
    else:
        say(*map(revision_text.line, entries))


def say_standing(standing: DatabaseStanding, verbose: bool, named: bool) -> None:
    """Print the current revisions of a database, and note which heads it lacks; with ``named`` its
    URL first.
    """
    if named:
        say(f"Database: {standing.database}")
    shown = revision_text.text if verbose else revision_text.short_line
    say(*(map(shown, standing.entries) if standing.entries else ["(no revision)"]))
    if standing.missing:
        names = ", ".join(standing.missing)
        target = "heads" if standing.several_heads else "head"
        command = as_typed(f"autodiff upgrade {target}")
        note(f"Not applied yet: {names}. Run: {command}")


def tell_operations(stream: TextIO, operations: Sequence[AnyOperation]) -> None:
    """Write one line for each operation to ``stream``; on a terminal grouped by table."""
    if is_pretty(stream):
        from autodiff.cli import pretty
        from autodiff.cli.difference import differences

        draw(stream, *pretty.differences(differences(operations)), "")
    else:
        write(stream, (f"  {describe(each)}" for each in operations))


def say_sql(lines: Sequence[str]) -> None:
    if lines and is_pretty(sys.stdout):
        from autodiff.cli import pretty

        draw(sys.stdout, pretty.sql("\n".join(lines)))
    else:
        say(*lines)
