"""What starting costs: the roads on which no heavy library may be loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("sqlalchemy", "black", "mako", "alembic")

# Runs the command line in its own process and prints what of HEAVY it has loaded.
COMMAND = f"""
import sys
from autodiff.cli import main
try:
    code = main()
except SystemExit as end:
    code = end.code
print("loaded:", *[name for name in {HEAVY} if name in sys.modules])
sys.exit(code)
"""

SETTINGS = """
[autodiff]
script_location = migrations
sqlalchemy.url = sqlite:///shop.db
"""

REVISION = '''
"""Create users."""

revision = "ae1027a6acf4"
down_revision = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
'''


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one revision."""
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    (tmp_path / "autodiff.ini").write_text(SETTINGS)
    (versions / "ae1027a6acf4_create_users.py").write_text(REVISION)
    return tmp_path


def run(code: str, *arguments: str, folder: Path) -> str:
    """What the code prints; it must end well."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_importing_the_package_loads_nothing_heavy(project: Path) -> None:
    code = f"import sys, autodiff; print(*[n for n in {HEAVY} if n in sys.modules])"
    assert run(code, folder=project).split() == []


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["--help"], "Usage"),
        (["--version"], "autodiff"),
        (["upgrade", "--help"], "Usage"),
        (["heads"], "ae1027a6acf4"),
    ],
)
def test_a_light_command_loads_nothing_heavy(
    project: Path, arguments: list[str], shown: str
) -> None:
    printed = run(COMMAND, *arguments, folder=project)
    assert shown in printed
    assert printed.splitlines()[-1].split() == ["loaded:"]
