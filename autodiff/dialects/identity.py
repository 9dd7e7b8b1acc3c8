"""Who runs this: as the journal notes it, and as the lock of a file says it to others."""

from __future__ import annotations

import getpass
import socket
from functools import cache


@cache
def by_whom() -> str:
    """``user@host``."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "?"
    return f"{user}@{socket.gethostname()}"[:255]
