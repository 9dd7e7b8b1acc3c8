"""The settings of a session, read from where its options say."""

from __future__ import annotations

import os
from pathlib import Path

from autodiff.cli.session import Session
from autodiff.settings import Settings, load_settings


def settings_of(session: Session) -> Settings:
    """The settings; raises the errors of ``autodiff.settings``."""
    return load_settings(
        session.config, session.section, session.url, os.environ, Path.cwd()
    )
