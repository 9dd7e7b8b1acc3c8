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


def differences(found: Sequence[Difference]) -> Iterable[Text]:
    """A block for each table, its changes below it."""
    for place, changes in grouped(found).items():
        yield Text(f"\n{place}", "bold")
        for each in changes:
            colour = COLOURS[each.sign]
            sign = (f"  {each.sign} ", f"bold {colour}")
            yield Text.assemble(sign, (each.words, colour))


def revisions(entries: Sequence[HistoryEntry]) -> Table:
    """One line each: id, marks, what it follows, message."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("revision", no_wrap=True)
    table.add_column("follows")
    table.add_column("")
    table.add_column("message", overflow="fold")
    for each in entries:
        style = "bold green" if each.is_current else "yellow"
        name = Text(each.header.revision, style)
        table.add_row(name, Text(parents(each), "dim"), _marks(each), each.header.doc)
    return table


def sql(text: str) -> Syntax:
    return Syntax(text, "sql", theme="ansi_dark", word_wrap=True)


def _marks(entry: HistoryEntry) -> Text:
    found = list(marks(entry))
    words = [(mark, MARK_COLOURS.get(mark, "magenta")) for mark in found]
    spaced = [part for word in words for part in (word, (" ", ""))]
    return Text.assemble(*spaced[:-1])
