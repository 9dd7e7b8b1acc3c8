"""The version locations are searched once each, and changed files are noticed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autodiff.errors.scripts import DuplicateRevision, VersionLocationMissing
from autodiff.revisions import cache as cache_module
from autodiff.revisions import reading as reading_module
from autodiff.revisions.cache import read_headers
from autodiff.revisions.files import revision_files
from autodiff.revisions.squash import build_graph

LONG_AGO = 1_500_000_000


def _write(path: Path, revision: str, down: str | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"revision = {revision!r}\ndown_revision = {down!r}\n")
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def _ids(*locations: Path, **options: object) -> list[str]:
    headers = read_headers([str(one) for one in locations], **options)  # type: ignore[arg-type]
    return [one.revision for one in headers]


def test_only_python_files_that_are_revisions(tmp_path: Path) -> None:
    _write(tmp_path / "a.py", "a")
    for name in ("__init__.py", ".#b.py", "#c.py#", "d.txt", ".hidden.py"):
        _write(tmp_path / name, "no")
    (tmp_path / "helper.py").write_text("x = 1\n")
    (tmp_path / "folder.py").mkdir()
    assert _ids(tmp_path) == ["a"]


def test_sub_folders_only_when_asked_for(tmp_path: Path) -> None:
    _write(tmp_path / "a.py", "a")
    _write(tmp_path / "2026" / "01" / "b.py", "b")
    _write(tmp_path / "__pycache__" / "c.py", "c")
    assert _ids(tmp_path) == ["a"]
    assert sorted(_ids(tmp_path, recursive=True)) == ["a", "b"]


def test_overlapping_locations_count_once(tmp_path: Path) -> None:
    _write(tmp_path / "sub" / "b.py", "b")
    (tmp_path / "link").symlink_to(tmp_path / "sub")
    assert _ids(tmp_path, tmp_path / "sub", tmp_path / "link", recursive=True) == ["b"]


def test_one_id_in_two_files_names_both(tmp_path: Path) -> None:
    _write(tmp_path / "one.py", "a")
    _write(tmp_path / "two.py", "a")
    with pytest.raises(DuplicateRevision, match="one.py and .*two.py"):
        build_graph(read_headers([str(tmp_path)]))


def test_a_location_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(VersionLocationMissing, match="nowhere"):
        revision_files([str(tmp_path / "nowhere")])


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are opened."""
    opened: list[str] = []
    read = reading_module.read_header

    def counted(path: str) -> object:
        opened.append(Path(path).name)
        return read(path)

    monkeypatch.setattr(reading_module, "read_header", counted)
    return opened


def test_unchanged_files_are_not_opened_again(tmp_path: Path, reads: list[str]) -> None:
    _write(tmp_path / "a.py", "a")
    _write(tmp_path / "b.py", "b", "a")
    (tmp_path / "helper.py").write_text("x = 1\n")
    os.utime(tmp_path / "helper.py", (LONG_AGO, LONG_AGO))
    cache = str(tmp_path / "__pycache__" / "headers.json")
    first = read_headers([str(tmp_path)], cache=cache)
    reads.clear()
    assert read_headers([str(tmp_path)], cache=cache) == first
    assert reads == []


def test_changed_new_and_deleted_files_are_noticed(
    tmp_path: Path, reads: list[str]
) -> None:
    cache = str(tmp_path / "cache.json")
    for name in ("a", "b", "c"):
        _write(tmp_path / f"{name}.py", name)
    assert _ids(tmp_path, cache=cache) == ["a", "b", "c"]
    reads.clear()
    (tmp_path / "a.py").write_text("revision = 'A'\n")
    (tmp_path / "b.py").unlink()
    _write(tmp_path / "d.py", "d")
    assert _ids(tmp_path, cache=cache) == ["A", "c", "d"]
    assert reads == ["a.py", "d.py"]


def test_a_file_changed_just_now_is_not_trusted(
    tmp_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two writes within one tick of the file system's clock look the same."""
    path = _write(tmp_path / "a.py", "a")
    mtime = path.stat().st_mtime_ns
    monkeypatch.setattr(cache_module.time, "time_ns", lambda: mtime + 1_000_000)
    cache = str(tmp_path / "cache.json")
    _ids(tmp_path, cache=cache)
    path.write_text(path.read_text().replace("'a'", "'b'"))
    os.utime(path, ns=(mtime, mtime))
    assert _ids(tmp_path, cache=cache) == ["b"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\0\xff", b"[]", b"7", b'{"format":0}', b'{"format":1,"files":[[1]]}']
    + [b'{"format":1,"files":[["x",1,1,[1]]]}', b'{"format":1,"files":{"a":2}}'],
)
def test_a_broken_cache_is_ignored_and_written_anew(
    tmp_path: Path, reads: list[str], content: bytes
) -> None:
    _write(tmp_path / "a.py", "a")
    cache = tmp_path / "cache.json"
    cache.write_bytes(content)
    assert _ids(tmp_path, cache=str(cache)) == ["a"]
    reads.clear()
    assert _ids(tmp_path, cache=str(cache)) == ["a"]
    assert reads == []


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    _write(tmp_path / "a.py", "a")
    (tmp_path / "file").write_text("")
    assert _ids(tmp_path, cache=str(tmp_path / "file" / "cache.json")) == ["a"]
    assert _ids(tmp_path, cache=str(tmp_path)) == ["a"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.py", "file"]
