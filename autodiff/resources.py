"""The place of the files that come with the package: the templates."""

from __future__ import annotations

from pathlib import Path


def templates_directory() -> Path:
    """Return the folder with the mako templates.

    In a wheel it is ``autodiff/_templates``; in a checkout (an editable install) it is beside the
    package.
    """
    package = Path(__file__).parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"
