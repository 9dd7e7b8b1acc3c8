"""Compiled scripts: kept code is that of the very text, else the text is compiled."""

from __future__ import annotations

import marshal
import os
import py_compile
import sys
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType

import pytest

from autodiff.execute.compiled import code_of

ONE = b"def upgrade():\n    return 1\n"
TWO = b"def upgrade():\n    return 2\n"


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    path = tmp_path / "a.py"
    path.write_bytes(ONE)
    return str(path)


def _kept(script: str) -> Path:
    return Path(cache_from_source(script))


def _plain(source: bytes, script: str) -> CodeType:
    """The slower way, which keeps nothing."""
    return compile(source, script, "exec", dont_inherit=True)


def test_the_code_is_kept_and_taken_from_there(script: str) -> None:
    assert code_of(ONE, script) == _plain(ONE, script)
    kept = _kept(script).read_bytes()
    assert code_of(ONE, script) == _plain(ONE, script)
    # Other code under the same mark shows that it is read and not made.
    _kept(script).write_bytes(kept[:16] + marshal.dumps(_plain(TWO, script)))
    assert code_of(ONE, script) == _plain(TWO, script)


def test_python_itself_reads_the_kept_file(
    script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.machinery import SourceFileLoader

    code_of(ONE, script)
    loader = SourceFileLoader("a", script)
    monkeypatch.setattr(SourceFileLoader, "source_to_code", None)
    assert loader.get_code("a") == _plain(ONE, script)


def test_a_change_within_the_same_second_and_size_is_seen(script: str) -> None:
    code_of(ONE, script)
    assert code_of(TWO, script) == _plain(TWO, script)
    assert code_of(TWO, script) == _plain(TWO, script)


def test_a_file_that_knows_its_source_by_the_clock_is_not_taken(script: str) -> None:
    Path(script).write_bytes(TWO)
    os.utime(script, (1_000_000_000, 1_000_000_000))
    mode = py_compile.PycInvalidationMode.TIMESTAMP
    py_compile.compile(script, doraise=True, invalidation_mode=mode)
    Path(script).write_bytes(ONE)
    os.utime(script, (1_000_000_000, 1_000_000_000))
    assert code_of(ONE, script) == _plain(ONE, script)


def test_code_says_where_its_file_is_now(script: str) -> None:
    code_of(ONE, script)
    moved = str(Path(script).with_name("b.py"))
    _kept(script).rename(_kept(moved))
    assert code_of(ONE, moved).co_filename == moved


@pytest.mark.parametrize("rest", [b"", b"nonsense", marshal.dumps(7)])
def test_a_damaged_file_is_written_anew(script: str, rest: bytes) -> None:
    code_of(ONE, script)
    whole = _kept(script).read_bytes()
    for damaged in (rest, whole[:16] + rest, whole[:-1]):
        _kept(script).write_bytes(damaged)
        assert code_of(ONE, script) == _plain(ONE, script)
        assert _kept(script).read_bytes() == whole


def test_nothing_is_kept_where_python_keeps_nothing(
    script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    code_of(ONE, script)
    assert not _kept(script).exists()


def test_a_folder_that_cannot_be_written_is_done_without(script: str) -> None:
    _kept(script).parent.write_bytes(b"in the way")
    assert code_of(ONE, script) == _plain(ONE, script)


def test_who_may_read_the_script_may_read_its_code(script: str) -> None:
    mask = os.umask(0o022)
    try:
        code_of(ONE, script)
    finally:
        os.umask(mask)
    assert _kept(script).stat().st_mode & 0o777 == 0o644
