"""Table and index texts: taken apart as SQLite itself understands them, and put together unchanged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from autodiff.dialects.registry import dialect_named
from autodiff.dialects.sqlite.index_text import index_text
from autodiff.dialects.sqlite.keys import key_rule, not_null_by_key, rowid_column
from autodiff.dialects.sqlite.reading import table_objects, table_options
from autodiff.dialects.sqlite.table_text import TableText, table_text
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique
from tests.dialects.sqlite.zoo import INDEXES, TABLES

DIALECT = dialect_named("sqlite")


@pytest.fixture(scope="module")
def zoo() -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(":memory:")
    for sql in [*TABLES, *INDEXES]:
        database.execute(sql)
    yield database
    database.close()


def stored(zoo: sqlite3.Connection, sql: str) -> TableText:
    """What SQLite keeps of a statement."""
    name = table_text(sql).name
    rows = zoo.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,))
    return table_text(rows.fetchone()[0])


@pytest.mark.parametrize("sql", TABLES)
def test_the_items_make_up_the_text(sql: str) -> None:
    assert table_text(sql).sql == sql


@pytest.mark.parametrize("sql", TABLES)
def test_columns_are_what_table_xinfo_says(zoo: sqlite3.Connection, sql: str) -> None:
    text = stored(zoo, sql)
    rows = zoo.execute(
        'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)',
        (text.name,),
    ).fetchall()
    found = key_rule(text)
    key = [each.lower() for each in found[1]] if found else []
    ours = []
    for column in text.column_texts:
        default, computed = column.rule("default"), column.rule("generated")
        solid = column.rule("notnull") is not None
        if rowid_column(text) != text.shape(column.name):
            solid = solid or column.name.lower() in not_null_by_key(text)
        name = column.name.lower()
        ours.append(
            (
                column.name,
                column.type,
                int(solid),
                default.sql if default else None,
                key.index(name) + 1 if name in key else 0,
                (3 if computed.stored else 2) if computed else 0,
            )
        )
    assert [_plain(row) for row in ours] == [_plain(row) for row in rows]


def _plain(row: tuple[object, ...]) -> tuple[object, ...]:
    """SQLite takes the quotes off a type, and the parentheses off a default expression."""
    name, type_, solid, default, *rest = row
    bare = "".join(letter for letter in str(type_) if letter not in "'[]\" ").upper()
    value = str(default)
    if value.startswith("(") and value.endswith(")"):
        value = value[1:-1]
    return (name, bare, solid, value, *rest)


@pytest.mark.parametrize("sql", TABLES)
def test_foreign_keys_are_what_foreign_key_list_says(
    zoo: sqlite3.Connection, sql: str
) -> None:
    text = stored(zoo, sql)
    theirs: dict[int, list[tuple[str, ...]]] = {}
    for number, _, *row in zoo.execute(
        "SELECT * FROM pragma_foreign_key_list(?)", (text.name,)
    ):
        theirs.setdefault(number, []).append(tuple(row))
    ours = [
        [
            (
                key.target_table,
                column,
                key.target_columns[place] if key.target_columns else None,
                key.on_update or "NO ACTION",
                key.on_delete or "NO ACTION",
                "NONE",
            )
            for place, column in enumerate(key.columns)
        ]
        for key in table_objects(("", text.name), text, DIALECT)
        if isinstance(key, ForeignKey)
    ]
    listed = [
        [(each[0], each[1], each[2], each[3], each[4], "NONE") for each in rows]
        for _, rows in sorted(theirs.items(), reverse=True)
    ]
    assert ours == listed


@pytest.mark.parametrize("sql", TABLES)
def test_keys_and_uniques_are_what_index_list_says(
    zoo: sqlite3.Connection, sql: str
) -> None:
    text = stored(zoo, sql)
    rows = zoo.execute(
        "SELECT l.origin, (SELECT group_concat(name) FROM (SELECT name FROM"
        " pragma_index_info(l.name) ORDER BY seqno)) FROM pragma_index_list(?) AS l"
        " WHERE l.origin IN ('u', 'pk')",
        (text.name,),
    ).fetchall()
    ours = [
        ("pk" if isinstance(each, PrimaryKey) else "u", ",".join(each.columns))
        for each in table_objects(("", text.name), text, DIALECT)
        if isinstance(each, PrimaryKey | Unique)
        and not (isinstance(each, PrimaryKey) and rowid_column(text))
    ]
    assert sorted(set(ours)) == sorted(rows)


@pytest.mark.parametrize("sql", TABLES)
def test_options_are_what_table_list_says(zoo: sqlite3.Connection, sql: str) -> None:
    text = stored(zoo, sql)
    row = zoo.execute(
        "SELECT wr, strict FROM pragma_table_list(?)", (text.name,)
    ).fetchone()
    options = dict(table_options(text))
    without = options.get("sqlite_with_rowid") is False
    assert (int(without), int(options.get("sqlite_strict", False))) == row


@pytest.mark.parametrize("sql", INDEXES)
def test_indexes_are_what_index_xinfo_says(zoo: sqlite3.Connection, sql: str) -> None:
    text = index_text(sql)
    rows = zoo.execute(
        'SELECT name, "desc", coll FROM pragma_index_xinfo(?) WHERE key', (text.name,)
    ).fetchall()
    ours = [
        (part.column, int(part.descending), part.collation or "BINARY")
        for part in text.parts
    ]
    assert ours == rows
    listed = zoo.execute(
        'SELECT "unique", partial FROM pragma_index_list(?) WHERE name = ?',
        (text.table, text.name),
    ).fetchone()
    assert (int(text.unique), int(bool(text.where))) == listed


def test_a_comment_behind_the_comma_belongs_to_the_item_before() -> None:
    text = table_text("CREATE TABLE t (a INT, -- of a\n b INT)")
    assert [item.after for item in text.columns] == [" -- of a", ""]


def test_a_deferral_that_stands_apart_belongs_to_its_foreign_key() -> None:
    text = table_text(next(each for each in TABLES if "deferred_apart" in each))
    (key,) = (
        each
        for each in table_objects(("", "t"), text, DIALECT)
        if isinstance(each, ForeignKey)
    )
    assert key.deferral.initially_deferred
