"""Reports on a terminal: colours and tables; imported only where there is one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from autodiff.cli.difference import Difference, grouped
from autodiff.cli.revision_text import marks, parents
from autodiff.revisions.history import HistoryEntry

COLOURS = {"+": "green", "-": "red", "~": "yellow"}
MARK_COLOURS = {"current": "bold green", "head": "cyan"}


def differences(changes: Sequence[Difference]) -> Iterable[Text]:
    """Yield the name of each table, and below it its changes."""
    for place, group in grouped(changes).items():
        yield Text(f"\n{place}", "bold")
        for change in group:
            colour = COLOURS[change.sign]
            sign = (f"  {change.sign} ", f"bold {colour}")
            yield Text.assemble(sign, (change.words, colour))


def revisions(entries: Sequence[HistoryEntry]) -> Table:
    """Return a table with a row for each revision: id, marks, what it follows, message."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("revision", no_wrap=True)
    table.add_column("follows")
    table.add_column("")
    table.add_column("message", overflow="fold")
    for entry in entries:
        style = "bold green" if entry.is_current else "yellow"
        name = Text(entry.header.revision, style)
        table.add_row(
            name, Text(parents(entry), "dim"), _marks(entry), entry.header.doc
        )
    return table


def sql(text: str) -> Syntax:
    return Syntax(text, "sql", theme="ansi_dark", word_wrap=True)


def _marks(entry: HistoryEntry) -> Text:
    words = [(mark, MARK_COLOURS.get(mark, "magenta")) for mark in marks(entry)]
    spaced = [part for word in words for part in (word, (" ", ""))]
    return Text.assemble(*spaced[:-1])
