"""Golden files: what people read, kept word for word. ``UPDATE_GOLDEN=1`` writes them anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

FOLDER = Path(__file__).with_name("golden")


def check_widths(name: str, shown: dict[int, str], folder: Path | None = None) -> None:
    """What is seen on terminals of these widths: one file, where a terminal's width matters one
    for each.
    """
    alike = len(set(shown.values())) == 1
    for columns, text in shown.items():
        place = "terminal" if alike else f"terminal-{columns}"
        check_golden(f"{name}.{place}.txt", text, folder)


_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S*")


def check_golden(
    name: str, text: str, folder: Path | None = None, within: Path = FOLDER
) -> None:
    """``text``, less dates and the project's folder, is as the file ``within`` says."""
    shown = _DATE.sub("<date>", text.replace("\r\n", "\n"))
    if folder is not None:
        shown = shown.replace(str(folder), "<folder>")
    file = within / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(shown)
    assert file.read_text() == shown
