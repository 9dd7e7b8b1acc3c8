"""What published applications showed (``make real``): each finding as the few lines that matter."""

from __future__ import annotations

import sqlalchemy as sa

from tests.cases.changes import nothing
from tests.cases.journey import there_and_back
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
