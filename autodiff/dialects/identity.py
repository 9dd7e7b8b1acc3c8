"""Who runs a command, as the journal and the lock of a file name it."""

from __future__ import annotations

import getpass
import socket
from functools import cache


@cache
def by_whom() -> str:
    """Return ``user@host``, at most 255 characters."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    return f"{user}@{socket.gethostname()}"[:255]
