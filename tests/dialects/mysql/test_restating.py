"""MODIFY restates a column: nothing that the script leaves unsaid is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autodiff.core.clause import Clause
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.schema import Schema
from autodiff.core.state import ReplayedState
from autodiff.dialects.registry import dialect_named
from autodiff.errors.mysql import ColumnNotKnown, ExpressionIndexUnsupported
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.keys import column_key
from autodiff.kinds.unique import Unique
from tests.dialects.mysql.live import live

TABLE = r"""
CREATE TABLE t (
  id int(11) NOT NULL AUTO_INCREMENT,
  a varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'it''s \\' INVISIBLE
    COMMENT '50% "of" it''s \\' CHECK (a <> 'x'),
  u timestamp NULL DEFAULT current_timestamp() ON UPDATE current_timestamp(),
  g int(11) GENERATED ALWAYS AS (id + 1) VIRTUAL,
  j json DEFAULT NULL,
  PRIMARY KEY (id)
)"""

UNSAID = Clause("", "")
ALL = frozenset(
    ["type", "nullable", "default", "computed", "identity", "autoincrement", "options"]
)


def restated(name: str, unsaid: frozenset[str], **said: object) -> Alter[Column]:
    """What ``op.alter_column("t", name, ...)`` hands over: the rest is unknown."""
    before = Column("", "t", name, UNSAID)
    return Alter(before, replace(before, **said), unsaid)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["id", "a", "u", "j"])
def test_only_the_comment_changes(mariadb_url: str, name: str) -> None:
    with live(mariadb_url) as database:
        database.send(TABLE)
        before = database.shown("t")
        there = restated(name, ALL, comment="it's new")
        database.run([there])
        assert "COMMENT 'it''s new'" in database.shown("t")
        old = database.read()[column_key("", "t", name)]
        assert isinstance(old, Column) and old.comment == "it's new"
        comment = '50% "of" it\'s \\' if name == "a" else None
        database.run([restated(name, ALL, comment=comment)])
        assert database.shown("t") == before


def test_only_the_type_changes(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        database.send(TABLE)
        unsaid = ALL - {"type"} | {"comment"}
        sql = "varchar(30) CHARACTER SET latin1 COLLATE latin1_bin"
        database.run([restated("a", unsaid, type=Clause(sql, sql))])
        expected = TABLE.replace("varchar(20)", "varchar(30)")
        shown = database.shown("t")
        database.send("DROP TABLE t", expected)
        assert shown == database.shown("t")


def test_offline_a_default_alone_needs_nothing_else() -> None:
    dialect = dialect_named("mysql")
    known = ALL - {"default"} | {"comment"}
    change = restated("a", known, default=Clause("5", "5"))
    (statement,) = dialect.statements([change], ReplayedState(Schema()))
    assert statement.sql == "ALTER TABLE t ALTER COLUMN a SET DEFAULT 5"


def test_offline_what_is_not_known_is_asked_for() -> None:
    dialect = dialect_named("mysql")
    change = restated("a", ALL, comment="x")
    with pytest.raises(ColumnNotKnown, match="existing_nullable, existing_type"):
        list(dialect.statements([change], ReplayedState(Schema())))


def test_renaming_a_column_keeps_all_that_it_has(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        database.send(TABLE)
        before = Column("", "t", "a", UNSAID)
        everything = ALL | {"comment"}
        database.run([Rename(before, replace(before, name="b"), everything)])
        shown = database.shown("t")
        database.send(
            "DROP TABLE t", TABLE.replace("  a ", "  b ").replace("a <>", "b <>")
        )
        assert shown == database.shown("t")


def test_constraints_are_renamed_by_making_them_anew(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        database.send(
            "CREATE TABLE p (id int PRIMARY KEY)",
            "CREATE TABLE t (a int, b int, CONSTRAINT ck CHECK (a > 0), UNIQUE uq (a),"
            " CONSTRAINT fk FOREIGN KEY (b) REFERENCES p (id) ON DELETE CASCADE, INDEX ix (b))",
        )
        part = IndexPart(UNSAID, "b")
        values = [
            Check("", "t", "ck", UNSAID),
            Unique("", "t", "uq", ()),
            ForeignKey("", "t", "fk", (), "", "", ()),
            Index("", "t", "ix", (part,)),
        ]
        content = {
            Check: {"condition"},
            Unique: {"columns"},
            ForeignKey: {"columns", "target_table", "target_columns", "on_delete"},
            Index: {"parts"},
        }
        before = database.shown("t")
        for value in values:
            new = replace(value, name=f"{value.name}_new")  # type: ignore[type-var]
            unknown = frozenset(content[type(value)])
            database.run([Rename(value, new, unknown)])
        assert database.shown("t") == before.replace("`ck`", "`ck_new`").replace(
            "`uq`", "`uq_new`"
        ).replace("`fk`", "`fk_new`").replace("`ix`", "`ix_new`")


def test_guards_do_nothing_twice(mariadb_url: str) -> None:
    column = Column("", "t", "b", Clause("int(11)", "INTEGER"))
    index = Index("", "t", "ix", (IndexPart(Clause("b", "b"), "b"),))
    with live(mariadb_url) as database:
        database.send("CREATE TABLE t (a int)")
        for _ in range(2):
            database.run([Create(column, if_not_exists=True)])
            database.run([Create(index, if_not_exists=True)])
        for _ in range(2):
            database.run([Drop(index, if_exists=True)])
            database.run([Drop(column, if_exists=True)])
        assert "`b`" not in database.shown("t")


def test_an_index_over_an_expression_is_refused_on_mariadb(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        database.send("CREATE TABLE t (a int)")
        index = Index("", "t", "ix", (IndexPart(Clause("a + 1", "a + 1")),))
        with pytest.raises(ExpressionIndexUnsupported, match="generated column"):
            database.run([Create(index)])


def test_an_index_over_an_expression_is_written_for_mysql() -> None:
    index = Index("", "t", "ix", (IndexPart(Clause("a + 1", "a + 1")),))
    statements = dialect_named("mysql").statements(
        [Create(index)], ReplayedState(Schema())
    )
    assert [each.sql for each in statements] == ["ALTER TABLE t ADD INDEX ix ((a + 1))"]
