"""Knows how a file is written so that no reader sees half of it."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: str, content: bytes) -> None:
    """Write ``content`` beside ``path`` and move it there; the folder is made. Raises OSError."""
    import tempfile  # only needed when something changed, and slow to import

    folder = Path(path).parent
    folder.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=folder, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(beside).replace(path)
    except OSError:
        Path(beside).unlink()
        raise
