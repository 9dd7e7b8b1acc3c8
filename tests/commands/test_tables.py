"""The version table and the journal, made ahead of the first upgrade."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from autodiff import api
from autodiff.commands.offline import ensure_version_sql
from tests.commands.lines import lines_in


def tables(file: Path) -> set[str]:
    with sqlite3.connect(file) as connection:
        rows = connection.execute("select name from sqlite_master where type = 'table'")
        return {name for (name,) in rows}


def test_they_are_made_once(tmp_path: Path) -> None:
    settings = lines_in(tmp_path).settings()
    names = (settings.version_table, settings.journal_table)
    assert api.ensure_version(settings) == (names, ())
    assert tables(tmp_path / "lines.db") >= set(names)
    assert api.ensure_version(settings) == ((), names)
    assert api.rows_of(settings) == ()


def test_as_sql_they_are_the_same(tmp_path: Path) -> None:
    settings = lines_in(tmp_path).settings()
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.executescript(ensure_version_sql(settings))
    api.ensure_version(settings)
    assert tables(tmp_path / "other.db") == tables(tmp_path / "lines.db")
