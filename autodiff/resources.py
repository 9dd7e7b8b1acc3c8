"""Where the files that come with the package are: the templates."""

from __future__ import annotations

from pathlib import Path


def templates_directory() -> Path:
    """The folder with the mako templates.

    A wheel carries them as ``autodiff/_templates``; in a checkout (an editable install) they
    lie beside the package.
    """
    package = Path(__file__).parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parent / "templates"
