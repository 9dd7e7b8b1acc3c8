"""The picture in the README: a real run of the main job, as a terminal shows it.

python docs/picture.py docs/images/main-job.svg
"""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

README = Path(__file__).parents[1] / "README.md"
COLUMNS = 92
STEPS = (
    "autodiff -q check",
    'autodiff -q generate -m "Mail addresses"',
    "tail -n +20 migrations/versions/*_mail_addresses.py",
    "autodiff upgrade head",
    "autodiff -q check",
)


def main(file: str) -> None:
    """Run the steps in a project whose models are one version ahead of the database."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder))
        for number, command in enumerate(STEPS):
            if number:
                console.print()
            console.print(Text.assemble(("$ ", "bold green"), (command, "bold")))
            console.print(Text.from_ansi(_shown(command, folder)))
    console.save_svg(file, title="autodiff")


def _prepare(folder: Path) -> None:
    """By the tour of the README: its first models applied, its second ones in place."""
    text = README.read_text(encoding="utf-8")
    before, after = re.findall(
        r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE
    )
    (folder / "shop.py").write_text(before)
    for command in (
        "autodiff init --url sqlite:///shop.db --models shop:Base migrations",
        'autodiff generate -m "First version"',
        "autodiff upgrade head",
    ):
        subprocess.run(command, shell=True, cwd=folder, check=True, capture_output=True)
    (folder / "shop.py").write_text(after)


def _shown(command: str, folder: str) -> str:
    """What a terminal shows of a command."""
    ours, its = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    running = subprocess.Popen(
        command, shell=True, cwd=folder, env=environment, stdout=its, stderr=its
    )
    os.close(its)
    text = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    running.wait()
    shown = text.decode().replace("\r\n", "\n").rstrip()
    return shown.replace(folder, "~/shop")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # its other side is closed
        return b""


if __name__ == "__main__":
    main(sys.argv[1])
