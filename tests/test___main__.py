"""``python -m autodiff`` is the program."""

from __future__ import annotations

import subprocess
import sys

import autodiff


def test_the_module_is_the_program() -> None:
    command = [sys.executable, "-m", "autodiff", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert autodiff.__version__ in done.stdout
