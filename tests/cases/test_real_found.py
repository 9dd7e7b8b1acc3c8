"""What published applications showed (``make real``): each finding as the few lines that matter."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from autodiff.errors.models import ModelImpossible
from tests.cases.changes import col, made, nothing, one
from tests.cases.journey import Models, differences, metadata_of, there_and_back
from tests.servers.plugin import NewDatabase


def _membership(metadata: sa.MetaData) -> None:
    """A link between two tables, its keys unnamed and not in the order of their columns' names."""
    for name in ("user", "group"):
        sa.Table(name, metadata, sa.Column("id", sa.String(64), primary_key=True))
    sa.Table(
        "membership",
        metadata,
        sa.Column("user_id", sa.ForeignKey("user.id"), primary_key=True),
        sa.Column("group_id", sa.ForeignKey("group.id"), primary_key=True),
        sa.Column("z", sa.Integer),
        sa.Column("a", sa.Integer),
        sa.CheckConstraint("z > 0"),
        sa.CheckConstraint("a > 0"),
    )


def test_unnamed_constraints_are_created_as_stated(new_database: NewDatabase) -> None:
    """MariaDB numbers them in that order, so that the second is to be the second."""
    with new_database() as url, new_database() as target:
        there_and_back(url, nothing, _membership, rows=0, target_url=target)


def _circle(metadata: sa.MetaData) -> None:
    """Two tables that point at each other; one key says that it is to be added afterwards."""
    key = col("id", sa.Integer(), primary_key=True)
    default = sa.ForeignKey("pools.id", name="fk_default", use_alter=True)
    owner = sa.ForeignKey("projects.id", name="fk_owner", ondelete="CASCADE")
    sa.Table("projects", metadata, key(), sa.Column("default_id", default))
    sa.Table("pools", metadata, key(), sa.Column("project_id", owner))


def test_a_key_with_use_alter_is_created(new_database: NewDatabase) -> None:
    with new_database() as url, new_database() as target:
        there_and_back(url, nothing, _circle, rows=0, target_url=target)


def _foreign(metadata: sa.MetaData) -> None:
    """A foreign key to a column that may hold a value twice."""
    one(col("x", sa.Integer()), name="there")(metadata)
    key = sa.ForeignKey("there.x", name="fk_x")
    one(lambda: sa.Column("x", key), name="here")(metadata)


def _index(metadata: sa.MetaData) -> None:
    table = sa.Table("t", metadata, sa.Column("id", sa.Integer, primary_key=True))
    sa.Index("ix_none")._set_parent(table)


REFUSED: dict[str, tuple[Models, str]] = {
    "an index without columns": (_index, "index ix_none of table t has no columns"),
    "a unique constraint without columns": (
        one(made(sa.UniqueConstraint)(name="uq_none")),
        "unique constraint uq_none of table item has no columns",
    ),
    "a column without a type": (one(col("x")), "column item.x has no type"),
    "a foreign key to nowhere": (
        one(lambda: sa.Column("x", sa.ForeignKey("nowhere.id"))),
        "column item.x has no type",
    ),
}


def _refusal(url: str, models: Models) -> str:
    engine = sa.create_engine(url)
    with engine.connect() as connection, pytest.raises(ModelImpossible) as refused:
        differences(connection, metadata_of(models))
    engine.dispose()
    return str(refused.value)


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_database_accepts_is_refused_by_name(
    case: str, database_url: str
) -> None:
    models, words = REFUSED[case]
    assert words in _refusal(database_url, models)


def test_a_target_must_be_unique_on_postgresql(postgresql_url: str) -> None:
    words = "foreign key fk_x of table here points at columns that are not unique"
    assert words in _refusal(postgresql_url, _foreign)


def test_a_target_must_be_indexed_on_mariadb(mariadb_url: str) -> None:
    def indexed(metadata: sa.MetaData) -> None:
        _foreign(metadata)
        sa.Index("ix_x", metadata.tables["there"].c.x)

    assert "fk_x of table here points" in _refusal(mariadb_url, _foreign)
    there_and_back(mariadb_url, nothing, indexed, rows=0)


def _elsewhere(metadata: sa.MetaData) -> None:
    """Constraints and an index that are meant for another database."""
    table = sa.Table(
        "t",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("a", sa.Integer),
        sa.CheckConstraint("a > 0", name="ck_a").ddl_if(dialect="oracle"),
        sa.UniqueConstraint("a", name="uq_a").ddl_if(dialect="mssql"),
    )
    sa.Index("ix_a", table.c.a).ddl_if(dialect="oracle")


def test_what_ddl_if_leaves_out_is_left_out(new_database: NewDatabase) -> None:
    with new_database() as url, new_database() as target:
        there_and_back(url, nothing, _elsewhere, rows=0, target_url=target)
