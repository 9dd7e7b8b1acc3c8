"""Flavours: what each database's random models may contain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from tests.accepted import accepted
from tests.pairs.types import MYSQL, POSTGRESQL, SQLITE


@dataclass(frozen=True, slots=True)
class Flavour:
    """One database's models. ``rules`` are the kinds of constraint and index with their weights;
    ``actions`` what a foreign key may do; ``longest`` the length of a name.
    """

    name: str
    types: Mapping[str, tuple[str, ...]]
    longest: int
    actions: tuple[str, ...] = ("CASCADE", "SET NULL", "RESTRICT", "NO ACTION")
    matches: tuple[str, ...] = ()
    ways: tuple[str, ...] = ("desc()",)
    collations: tuple[str, ...] = ()
    unique_options: tuple[str, ...] = ("info={}",)
    comments: bool = True
    namespaces: bool = False
    identity: bool = False
    deferrable: bool = False
    stored: tuple[str, ...] = ("True", "False")
    table_options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    index_options: tuple[tuple[tuple[str, str], ...], ...] = ()
    sequences: bool = False
    room_behind_table: int = 0
    """Letters that the server puts behind a table's name for that of a constraint."""

    @property
    def longest_table(self) -> int:
        """The length of a table's name."""
        return self.longest - self.room_behind_table


FLAVOURS: dict[str, Flavour] = {
    "sqlite": Flavour(
        "sqlite",
        SQLITE,
        70,
        (*("CASCADE", "SET NULL", "RESTRICT", "NO ACTION"), "SET DEFAULT"),
        comments=False,
        deferrable=True,
        matches=("SIMPLE",),
        collations=("NOCASE", "RTRIM"),
        unique_options=("sqlite_on_conflict='IGNORE'", "sqlite_on_conflict='FAIL'"),
        table_options={
            **accepted(sa.Table, sqlite_strict=("True",)),
            "sqlite_autoincrement": ("True",),
            "sqlite_with_rowid": ("False",),
        },
        index_options=((("sqlite_where", "sa.text('1 = 1')"),),),
    ),
    "postgresql": Flavour(
        "postgresql",
        POSTGRESQL,
        63,
        matches=("FULL", "SIMPLE"),
        ways=("desc()", "asc().nulls_first()", "desc().nulls_last()", "asc()"),
        collations=("C", "POSIX"),
        unique_options=(
            "deferrable=True, initially='DEFERRED'",
            "deferrable=True",
            "postgresql_nulls_not_distinct=True",
        ),
        namespaces=True,
        identity=True,
        sequences=True,
        deferrable=True,
        stored=("True",),
        table_options={
            **accepted(
                sa.Table,
                postgresql_with=(
                    "{'fillfactor': 70}",
                    "{'fillfactor': 90, 'autovacuum_enabled': False}",
                    "{'toast.autovacuum_vacuum_threshold': 9}",
                ),
            ),
            "prefixes": ("['UNLOGGED']",),
        },
        index_options=(
            (("postgresql_where", "sa.text('1 = 1')"),),
            (("postgresql_with", "{'fillfactor': 50}"),),
            (("postgresql_using", "'btree'"),),
            (("postgresql_nulls_not_distinct", "True"), ("unique", "True")),
        ),
    ),
    "mysql": Flavour(
        "mysql",
        MYSQL,
        64,
        sequences=True,
        room_behind_table=len("_ibfk_10"),
        actions=("CASCADE", "RESTRICT", "NO ACTION", "SET NULL"),
        table_options={
            "mysql_charset": ("'utf8mb4'", "'latin1'"),
            "mysql_collate": ("'utf8mb4_bin'", "'utf8mb4_unicode_ci'"),
            "mysql_engine": ("'InnoDB'", "'Aria'", "'MyISAM'"),
            "mysql_row_format": ("'DYNAMIC'", "'COMPRESSED'"),
            "mysql_stats_persistent": ("'1'",),
        },
        index_options=((("mysql_using", "'btree'"),),),
    ),
}
"""By database."""


def flavour_of(url: str) -> str:
    """The flavour for a database's URL."""
    return url.partition(":")[0].partition("+")[0]
