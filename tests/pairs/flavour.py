"""Flavours: what each database's random models may contain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    comments: bool = True
    namespaces: bool = False
    identity: bool = False
    deferrable: bool = False
    stored: tuple[str, ...] = ("True", "False")
    table_options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    index_options: tuple[tuple[tuple[str, str], ...], ...] = ()
    alter_key_type: bool = True


FLAVOURS: dict[str, Flavour] = {
    "sqlite": Flavour(
        "sqlite",
        SQLITE,
        70,
        (*("CASCADE", "SET NULL", "RESTRICT", "NO ACTION"), "SET DEFAULT"),
        comments=False,
        deferrable=True,
        table_options={
            "sqlite_autoincrement": ("True",),
            "sqlite_with_rowid": ("False",),
        },
        index_options=((("sqlite_where", "sa.text('1 = 1')"),),),
    ),
    "postgresql": Flavour(
        "postgresql",
        POSTGRESQL,
        63,
        namespaces=True,
        identity=True,
        deferrable=True,
        stored=("True",),
        table_options={
            "postgresql_with": ("{'fillfactor': 70}", "{'fillfactor': 90}"),
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
        ("CASCADE", "RESTRICT", "NO ACTION"),
        table_options={
            "mysql_charset": ("'utf8mb4'", "'latin1'"),
            "mysql_collate": ("'utf8mb4_bin'", "'utf8mb4_unicode_ci'"),
            "mysql_engine": ("'InnoDB'",),
            "mysql_row_format": ("'DYNAMIC'",),
        },
        index_options=((("mysql_using", "'btree'"),),),
    ),
}
"""By database."""


def flavour_of(url: str) -> str:
    """The flavour for a database's URL."""
    return url.partition(":")[0].partition("+")[0]
