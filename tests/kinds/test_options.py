"""Options: which keywords of one database a model's object keeps, and how scripts call them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from autodiff.dialects.registry import dialect_named
from autodiff.kinds import index_declared
from autodiff.kinds.options import merged, narrows
from autodiff.revisions.printer import ScriptPrinter


def index(name: str, **options: Any) -> index_declared.Index:
    """Return the value of an index over one column on the dialect ``name``."""
    table = sa.Table("t", sa.MetaData(), sa.Column("a", sa.Text))
    return index_declared.declared(
        sa.Index("ix", table.c.a, **options), dialect_named(name)
    )


@pytest.mark.parametrize(
    ("name", "stated", "kept"),
    [
        ("mssql", {"mssql_clustered": False}, (("mssql_clustered", False),)),
        ("mssql", {"mssql_clustered": None}, ()),
        ("postgresql", {"postgresql_concurrently": False}, ()),
        ("postgresql", {"mssql_clustered": False}, ()),
    ],
)
def test_false_is_kept_where_it_says_something(
    name: str, stated: dict[str, Any], kept: tuple[tuple[str, Any], ...]
) -> None:
    assert index(name, **stated).options == kept


@pytest.mark.parametrize(
    ("name", "keyword"),
    [
        ("postgresql", "postgresql_ops"),
        ("mysql", "mysql_length"),
        ("mariadb", "mariadb_length"),
    ],
)
def test_a_part_is_written_in_keywords_of_its_database(name: str, keyword: str) -> None:
    """SQLAlchemy reads ``mariadb_length``, and no other, behind a ``mariadb://`` URL."""
    stated = {"a": "text_pattern_ops" if keyword.endswith("ops") else 5}
    value = index(name, **{keyword: stated})
    code = value.create_code((), ScriptPrinter(dialect_named(name)))
    assert f"{keyword}={stated!r}" in code.text


def test_merging_keeps_what_false_says() -> None:
    rowless = (("sqlite_with_rowid", False),)
    strict = (("sqlite_strict", True),)
    assert merged(rowless, strict) == (*strict, *rowless)


def test_a_table_that_becomes_strict_narrows() -> None:
    strict = (("sqlite_strict", True),)
    assert narrows((), strict)
    assert not narrows(strict, strict)
    assert not narrows(strict, ())
