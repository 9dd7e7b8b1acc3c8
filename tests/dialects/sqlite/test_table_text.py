"""Table and index texts: taken apart as SQLite itself understands them, and put together unchanged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autodiff.dialects.registry import dialect_named
from autodiff.dialects.sqlite.index_text import index_text
from autodiff.dialects.sqlite.read_constraints import (
    key_rule,
    not_null_by_key,
    rowid_column,
)
from autodiff.dialects.sqlite.reader import table_objects, table_options
from autodiff.dialects.sqlite.table_text import (
    TableText,
    column_rest,
    column_text,
    table_text,
)
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
    assert read_columns(text) == listed_columns(zoo, text.name)


Row = tuple[object, ...]
"""Name, type, NOT NULL, default, place in the key, and how it is generated."""


def listed_columns(database: sqlite3.Connection, table: str) -> list[Row]:
    rows = database.execute(
        'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)',
        (table,),
    )
    return [_plain(row) for row in rows]


def read_columns(text: TableText) -> list[Row]:
    """What :func:`listed_columns` gives, as we read it."""
    primary = key_rule(text)
    key = [name.lower() for name in primary[1]] if primary else []
    rows = []
    for column in text.column_texts:
        default, computed = column.rule("default"), column.rule("generated")
        name = column.name.lower()
        not_null = column.rule("notnull") is not None
        if rowid_column(text) != column:
            not_null = not_null or name in not_null_by_key(text)
        rows.append(
            (
                column.name,
                column.type,
                int(not_null),
                default.sql if default else None,
                key.index(name) + 1 if name in key else 0,
                (3 if computed.stored else 2) if computed else 0,
            )
        )
    return [_plain(row) for row in rows]


def _plain(row: Row) -> Row:
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


NAMES = ["a", "Id", "_x1", "key", "check_", '"q"', "[b]", "`c, \n\td`", "größe"]
RESTS = [
    "",
    "INTEGER NOT NULL",
    "VARCHAR(9) DEFAULT 'x'",
    "NUMERIC(10, 2) DEFAULT (1 + 2) CHECK (length('a, \n\tb') IN (1, \n\t2))",
    "TEXT DEFAULT 'p, \n\tq'",
    "TEXT DEFAULT 'it''s, \n\t''' UNIQUE",
    "TEXT DEFAULT '(' COLLATE NOCASE",
    "INT /* n, \n\to INT */",
    "INT -- q, \n\tr",
    "INT CONSTRAINT x CHECK (1 > 0) CONSTRAINT y NOT NULL REFERENCES t",
]


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, unique=True),
    st.lists(st.sampled_from(RESTS), min_size=len(NAMES), max_size=len(NAMES)),
    st.sampled_from(["\n\t", " ", "/* , ( */", "-- )\n"]),
    st.sampled_from(["", ", UNIQUE ({0})", ", CONSTRAINT c UNIQUE ({0}) CHECK (1)"]),
    st.sampled_from(["", " WITHOUT ROWID", "  -- the end"]),
)
def test_any_table_is_read_as_sqlite_reads_it(
    names: list[str], rests: list[str], space: str, constraints: str, end: str
) -> None:
    columns = ",".join(
        f"{space}{name} {rest}" for name, rest in zip(names, rests, strict=False)
    )
    key = f"{columns}\n, PRIMARY KEY ({names[0]}){constraints.format(names[0])}"
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE t ({key}\n){end}")
    (sql,) = database.execute("SELECT sql FROM sqlite_master").fetchone()
    text = table_text(sql)
    assert text.sql == sql
    assert read_columns(text) == listed_columns(database, "t")
    kinds = [rule.kind for rule in text.rules]
    listed = ["primary", "unique", "check"]
    assert kinds == listed[: 1 + constraints.count("UNIQUE") + constraints.count("CH")]


@pytest.mark.parametrize("sql", TABLES)
def test_every_rule_lies_where_it_says(sql: str) -> None:
    text = table_text(sql)
    for column in text.column_texts:
        for rule in column.rules:
            (alone,) = column_rest(column.text[rule.start : rule.end]).rules
            assert (alone.kind, alone.name) == (rule.kind, rule.name)
    for item, rule in zip(text.constraints, text.rules, strict=True):
        alone = table_text(f"CREATE TABLE t ({item.text[rule.start : rule.end]})")
        assert alone.rules[0].moved(rule.start) == rule


def test_columns_that_differ_in_their_name_are_read_once() -> None:
    one, other = column_text("\n\ta INT NOT NULL"), column_text('"B c" INT NOT NULL')
    assert one.rest is other.rest


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
