"""The settings that a session's options choose, and the rows of its version table."""

from __future__ import annotations

import os
from pathlib import Path

from autodiff.cli.session import Session
from autodiff.settings import Settings, load_settings


def settings_of(session: Session) -> Settings:
    """Load the session's settings; raises the errors of ``autodiff.settings``."""
    return load_settings(
        session.config, session.section, session.url, os.environ, Path.cwd()
    )


def rows_for(session: Session, address: str) -> tuple[str, ...] | None:
    """Return the database's current revisions where ``address`` refers to them; else None."""
    from autodiff.commands.listing import names_current

    if not names_current(address):
        return None
    from autodiff.commands.running import rows_of

    return rows_of(settings_of(session))
