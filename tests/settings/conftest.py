"""Settings out of a text, as a command in the same folder would see them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autodiff.settings import Settings, load_settings

Load = Callable[..., Settings]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """``load(ini=…, toml=…, environ=…, config=…, section=…, url=…)`` in an empty folder."""

    def load_texts(
        ini: str | None = None,
        toml: str | None = None,
        environ: dict[str, str] | None = None,
        config: str | None = None,
        section: str | None = None,
        url: str | None = None,
    ) -> Settings:
        for name, text in (("autodiff.ini", ini), ("pyproject.toml", toml)):
            if text is not None:
                (tmp_path / name).write_text(text, encoding="utf-8")
        return load_settings(config, section, url, environ or {}, tmp_path)

    return load_texts
