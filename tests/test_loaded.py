"""What each command loads: which parts of autodiff, and which libraries; what is new here is to say why."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from autodiff.resources import templates_directory

LIBRARIES = ("click", "rich", "sqlalchemy", "mako", "black", "greenlet", "difflib")

STARTING = {"cli", "errors", "frozen", "settings"}
FILES = STARTING | {"commands", "core", "revisions"}
"""For revision files; the core without SQLAlchemy, which the reports of operations need."""
DATABASE = FILES | {"dialects", "environment", "execute", "hooks", "kinds", "types"}
DATABASE |= {"connect"}
MODELS = DATABASE | {"compare", "declared", "lint"}
"""For comparing; a deployment that only runs scripts needs none of that."""

LOADED: dict[str, tuple[set[str], set[str]]] = {
    # a command: parts of autodiff, libraries
    "--version": (STARTING, {"click"}),
    "--help": (STARTING, {"click"}),
    "heads": (FILES, {"click"}),
    "history": (FILES, {"click"}),
    "current": (DATABASE, {"click", "sqlalchemy"}),
    "upgrade head": (DATABASE, {"click", "sqlalchemy"}),
    "check": (MODELS | {"operations"}, {"click", "difflib", "sqlalchemy"}),
    "generate -m first": (
        MODELS | {"write_hooks"},
        {"click", "difflib", "sqlalchemy", "mako", "black"},
    ),
}

# Runs each command in a fork of its own, which has loaded nothing yet.
EACH = """
import json, os, sys
libraries, commands = json.loads(sys.argv[1])
for command in commands:
    if not (child := os.fork()):
        out = os.dup(1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        from autodiff.cli import main
        sys.argv[1:] = command.split()
        try:
            main()
        except SystemExit as end:
            code = end.code
        parts = sorted({name.split(".")[1] for name in sys.modules if name.startswith("autodiff.")})
        found = [name for name in libraries if name in sys.modules]
        os.write(out, (json.dumps([command, code, parts, found]) + "\\n").encode())
        os._exit(0)
    os.waitpid(child, 0)
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[object]]:
    """By command: its exit code, the parts and the libraries that it loaded."""
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "migrations" / "versions").mkdir(parents=True)
    script = (templates_directory() / "script.py.mako").read_text("utf-8")
    (folder / "migrations" / "script.py.mako").write_text(script)
    (folder / "autodiff.ini").write_text(
        "[autodiff]\nscript_location = migrations\nmodels = shop:metadata\n"
        "sqlalchemy.url = sqlite:///shop.db\n"
    )
    (folder / "shop.py").write_text(
        "import sqlalchemy as sa\nmetadata = sa.MetaData()\n"
        "sa.Table('users', metadata, sa.Column('id', sa.Integer, primary_key=True))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", EACH, json.dumps([LIBRARIES, list(LOADED)])],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {command: rest for command, *rest in lines}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.parametrize("command", LOADED)
def test_a_command_loads_these(command: str, loaded: dict[str, list[object]]) -> None:
    code, parts, libraries = loaded[command]
    assert code == (1 if command == "check" else 0)
    assert (parts, libraries) == (
        sorted(LOADED[command][0]),
        [name for name in LIBRARIES if name in LOADED[command][1]],
    )
