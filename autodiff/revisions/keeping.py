"""What is kept beside revision files (caches, compiled scripts), written so that no reader sees half of it."""

from __future__ import annotations

import os
from pathlib import Path


def keep(path: str, content: bytes) -> None:
    """Write ``content`` beside ``path`` and move it there; the folder is made. Raises OSError.

    With the rights that any new file gets: whoever reads the scripts may read what is kept of them.
    """
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    beside = Path(f"{path}.{os.urandom(8).hex()}")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
