"""The session: what was said before the command's name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from autodiff.settings import Settings, load_settings


@dataclass(frozen=True)
class Session:
    """The options of the program; the settings are read when a command asks."""

    config: str | None
    section: str | None
    url: str | None
    x_arguments: tuple[str, ...]

    @cached_property
    def settings(self) -> Settings:
        return load_settings(
            self.config, self.section, self.url, os.environ, Path.cwd()
        )
