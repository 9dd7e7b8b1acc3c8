"""The table of changes names only what one of the two versions has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models_example import v1, v2

README = Path(v1.__file__).with_name("README.md").read_text(encoding="utf-8")
COLUMNS = re.findall(r"`([a-z_]+)\.([a-z_]+)`", README.partition("| change |")[2])


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_each_column_named_is_in_one_version(table: str, column: str) -> None:
    versions = (v1.Base.metadata, v2.Base.metadata)
    assert any(column in m.tables[table].columns for m in versions if table in m.tables)


def test_the_tables_that_come_and_go() -> None:
    before, after = set(v1.Base.metadata.tables), set(v2.Base.metadata.tables)
    assert after - before == {"categories", "reviews"}
    assert before - after == {"subscriptions"}
