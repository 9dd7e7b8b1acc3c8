"""How the demo walks: anew each time, each command shown, and never past a failing one."""

from __future__ import annotations

from pathlib import Path

import pytest

from models_example import demo
from models_example.demo import Step


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def walk(monkeypatch: pytest.MonkeyPatch, *steps: Step) -> int:
    monkeypatch.setattr(demo, "STEPS", steps)
    return demo.main()


def test_output_stands_below_its_command(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert walk(monkeypatch, Step("Greet", "echo hello | tr a-z A-Z")) == 0
    shown = "# 1. Greet\n$ echo hello | tr a-z A-Z\nHELLO\n"
    assert shown in capfd.readouterr().out


def test_each_walk_starts_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert walk(monkeypatch, Step("Leave one", "touch old")) == 0
    assert walk(monkeypatch, Step("Leave another", "touch new")) == 0
    assert [path.name for path in (tmp_path / demo.FOLDER).iterdir()] == ["new"]


@pytest.mark.parametrize(("command", "expected"), [("exit 2", 0), ("exit 0", 1)])
def test_a_wrong_exit_code_ends_the_walk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str, expected: int
) -> None:
    steps = Step("Fail", command, expected), Step("Go on", "touch begun")
    assert walk(monkeypatch, *steps) == 3
    assert not (tmp_path / demo.FOLDER / "begun").exists()


def test_settings_from_outside_do_not_disturb(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AUTODIFF_URL", "sqlite:///elsewhere.db")
    assert walk(monkeypatch, Step("Look", 'echo "[$AUTODIFF_URL]"')) == 0
    assert "\n[]\n" in capfd.readouterr().out
