"""Scratch databases: a file in a temporary folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import URL, Connection


@contextmanager
def scratch_database(connection: Connection) -> Iterator[URL]:
    """Yield the URL of an empty database, which is deleted after the block."""
    with tempfile.TemporaryDirectory(prefix="autodiff-") as folder:
        yield connection.engine.url.set(database=str(Path(folder) / "scratch.db"))
