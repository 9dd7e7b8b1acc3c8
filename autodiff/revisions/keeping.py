"""Writing of caches and compiled scripts in one step, so that no reader sees a partial file."""

from __future__ import annotations

import os
from pathlib import Path


def keep(path: str, content: bytes) -> None:
    """Write ``content`` to a temporary file and move it to ``path``; create the folder. Raises OSError.

    The file has the permissions of any new file: who may read the scripts may read it too.
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
