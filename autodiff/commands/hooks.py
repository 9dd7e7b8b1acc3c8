"""Post-write hooks: the programs and functions that the settings run on each new revision file."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from autodiff.errors.running import WorkNotDone
from autodiff.errors.users_code import CodeEnded, users_code
from autodiff.errors.writing import HookFailed, HookImpossible
from autodiff.execute.step import LOG
from autodiff.execute.unawaited import call, unrun_function
from autodiff.settings import Settings
from autodiff.settings.hook import Hook
from autodiff.write_hooks import WriteHook, registered

FILE = "REVISION_SCRIPT_FILENAME"
"""In a hook's options: replaced by the path of the file."""

ReadyHook = Callable[[Path], None]
"""Runs on the file; raises HookFailed."""

_ENTRY = (
    "import sys; from importlib import import_module as i; sys.argv[0] = {name!r}; "
)
_CALL = "f = i({module!r}); [f := getattr(f, n) for n in {attribute!r}.split('.')]; sys.exit(f())"


def ready_hooks(settings: Settings) -> tuple[ReadyHook, ...]:
    """Return the hooks of the settings, in order; raises HookImpossible before anything is written."""
    return tuple(_ready(each) for each in settings.post_write_hooks)


def _ready(hook: Hook) -> ReadyHook:
    commands = {"console_scripts": _entry_point, "exec": _program, "module": _module}
    if hook.type in commands:
        return partial(_run, hook, commands[hook.type](hook))
    function = registered(hook.type)
    if function is None:
        raise HookImpossible(hook.name, _unknown(hook.type))
    sort = unrun_function(function)
    if sort:
        raise HookImpossible(hook.name, f"it is {sort}, which nobody would run")
    return partial(_call, hook, function)


def _unknown(type_: str) -> str:
    return (
        f"its type {type_!r} is none of console_scripts, exec and module, and env.py "
        "registered no function of that name (write_hooks.register)"
    )


def _entry_point(hook: Hook) -> list[str]:
    """Return the command that calls the entry point in this Python: its script need not be on the
    PATH.
    """
    matches = entry_points(group="console_scripts", name=hook.target)
    for entry in matches:
        call = _CALL.format(module=entry.module, attribute=entry.attr)
        return [sys.executable, "-c", _ENTRY.format(name=hook.target) + call]
    raise HookImpossible(hook.name, f"no entry point {hook.target} is installed")


def _program(hook: Hook) -> list[str]:
    beside = Path(sys.executable).parent / hook.target
    program = shutil.which(hook.target) or shutil.which(beside)
    if program is None and hook.cwd is not None:
        program = shutil.which(hook.cwd / hook.target)
    if program is None:
        raise HookImpossible(hook.name, f"there is no program {hook.target}")
    return [program]


def _module(hook: Hook) -> list[str]:
    try:
        with users_code(f"The post-write hook {hook.name}", "Nothing was written."):
            spec = find_spec(hook.target)
    except (ModuleNotFoundError, ValueError):
        spec = None
    if spec is None:
        raise HookImpossible(hook.name, f"there is no module {hook.target}")
    return [sys.executable, "-m", hook.target]


def _run(hook: Hook, command: Sequence[str], path: Path) -> None:
    LOG.info("Running hook %s on %s", hook.name, path)
    done = subprocess.run(
        [*command, *_arguments(hook, path)],
        cwd=hook.cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        output = done.stderr.strip() or done.stdout.strip() or "(it printed nothing)"
        raise HookFailed(
            hook.name, str(path), f"it ended with {done.returncode}", output[-2000:]
        )


def _arguments(hook: Hook, path: Path) -> list[str]:
    """Return the options with the file in its place, else with the file first."""
    if not any(FILE in option for option in hook.options):
        return [str(path), *hook.options]
    return [option.replace(FILE, str(path)) for option in hook.options]


def _call(hook: Hook, function: WriteHook, path: Path) -> None:
    LOG.info("Running hook %s on %s", hook.name, path)
    try:
        values = {**hook.parameters, "options": list(hook.options)}
        call("Its function", function, path, values)
    except (CodeEnded, WorkNotDone) as problem:
        ended = "its function did not do its work"
        raise HookFailed(hook.name, str(path), ended, problem.in_short()) from problem
    except Exception as problem:
        words = f"{type(problem).__name__}: {problem}"
        raise HookFailed(hook.name, str(path), "it raised", words) from problem
