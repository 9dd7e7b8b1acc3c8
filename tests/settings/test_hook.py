"""Post-write hooks: the two files say the same in their own ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from autodiff.errors.settings import SettingInvalid
from autodiff.settings import Hook
from tests.settings.conftest import Load

INI = """
[autodiff]
[post_write_hooks]
hooks = ruff, own
ruff.type = exec
ruff.executable = ${RUFF:-ruff}
ruff.options = check --fix "REVISION_SCRIPT_FILENAME"
ruff.cwd = sub
own.type = mine
own.colour = blue
"""
TOML = """
[[tool.autodiff.post_write_hooks]]
name = "ruff"
type = "exec"
executable = "${RUFF:-ruff}"
options = "check --fix REVISION_SCRIPT_FILENAME"
cwd = "sub"
[[tool.autodiff.post_write_hooks]]
name = "own"
type = "mine"
colour = "blue"
"""


@pytest.mark.parametrize("files", [{"ini": INI}, {"toml": TOML}])
def test_hooks_in_order(load: Load, tmp_path: Path, files: dict[str, str]) -> None:
    options = ("check", "--fix", "REVISION_SCRIPT_FILENAME")
    assert load(**files).post_write_hooks == (
        Hook("ruff", "exec", "ruff", options, tmp_path / "sub", {}),
        Hook("own", "mine", "", (), None, {"colour": "blue"}),
    )


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("hooks = a", "'post_write_hooks a'.*'type'"),
        ("hooks = a\na.type = exec", "'executable'"),
        ("hooks = a\na.type = module", "'module'"),
        ("hooks = a\na.type = console_scripts", "'entrypoint'"),
        ("hooks = a\na.type = mine\na.options = 'x", "quotes are closed"),
        ("hooks = a\na.type = mine\nb.type = mine", "'b.type'"),
        ("a.type = mine", "'a.type'"),
    ],
)
def test_a_mistake_in_a_hook_is_named(load: Load, lines: str, text: str) -> None:
    with pytest.raises(SettingInvalid, match=text):
        load(f"[autodiff]\n[post_write_hooks]\n{lines}\n")
