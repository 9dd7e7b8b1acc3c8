"""Which TCP ports of the loopback interface are free for a server."""

from __future__ import annotations

import random
import socket

# Below the ephemeral range of Linux (32768), so that no outgoing connection can
# take the port between this check and the start of the server.
CANDIDATES = range(20_000, 32_000)


def free_port() -> int:
    """A port on 127.0.0.1 that nothing listens on."""
    while True:
        port = random.SystemRandom().choice(CANDIDATES)
        if _can_bind(port):
            return port


def _can_bind(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
