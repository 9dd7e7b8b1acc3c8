"""Commands that only look at revision files start without the heavy libraries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import autodiff.revisions

HEAVY = {"sqlalchemy", "black", "mako", "alembic", "rich", "click"}
LIGHT = [
    "address",
    "cache",
    "current",
    "extend",
    "files",
    "graph",
    "header",
    "history",
    "identifiers",
    "literals",
    "order",
    "path",
    "resolve",
    "version_rows",
    "squash",
    "walk",
]


def test_no_heavy_library_is_loaded() -> None:
    imports = "; ".join(f"import autodiff.revisions.{name}" for name in LIGHT)
    code = f"{imports}; import sys; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert HEAVY.isdisjoint(result.stdout.split())


def test_the_list_above_names_files_that_exist() -> None:
    folder = Path(str(autodiff.revisions.__file__)).parent
    assert {f"{name}.py" for name in LIGHT} <= {one.name for one in folder.iterdir()}
