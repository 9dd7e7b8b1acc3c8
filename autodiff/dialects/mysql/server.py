"""Facts about the servers: where MariaDB and MySQL, and their versions, differ."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.frozen import frozen

NEWEST = (99,)
"""The version taken where no server was asked: scripts are written for current ones."""


@frozen
class Server:
    """One server. MariaDB 10.11 is what was run; MySQL is told by its manual."""

    mariadb: bool
    version: tuple[int, ...] = NEWEST

    def since(self, mariadb: tuple[int, ...] | None, mysql: tuple[int, ...]) -> bool:
        """Tell whether this server is at least that version; None is a MariaDB that never has it."""
        needed = mariadb if self.mariadb else mysql
        return needed is not None and self.version >= needed

    @property
    def widths(self) -> bool:
        """Tell whether integer types are shown with a width: ``int(11)``; MySQL 8.0.19 stopped it."""
        return self.mariadb or self.version < (8, 0, 19)

    @property
    def quotes_defaults(self) -> bool:
        """Tell whether the catalog shows a default as it would be written; MySQL shows its bare
        value.
        """
        return self.since((10, 2, 7), NEWEST + (0,))

    @property
    def rename_column(self) -> bool:
        """Tell whether ``RENAME COLUMN`` is known; before, CHANGE restates the column."""
        return self.since((10, 5, 2), (8, 0))

    @property
    def rename_index(self) -> bool:
        """Tell whether ``RENAME INDEX`` is known."""
        return self.since((10, 5, 2), (5, 7))

    @property
    def check_word(self) -> str:
        """Give what follows DROP for a CHECK; MySQL knew only CHECK from 8.0.16 to 8.0.18."""
        return "CONSTRAINT" if self.since((10, 2, 1), (8, 0, 19)) else "CHECK"

    @property
    def column_checks(self) -> bool:
        """Tell whether a CHECK written with a column stays a part of it; MySQL moves it to the
        table.
        """
        return self.mariadb

    @property
    def guards(self) -> bool:
        """Tell whether IF EXISTS and IF NOT EXISTS are known inside ALTER TABLE."""
        return self.mariadb

    @property
    def expression_indexes(self) -> bool:
        """Tell whether an index may be over an expression."""
        return self.since(None, (8, 0, 13))

    @property
    def null_after_computed(self) -> bool:
        """Tell whether NOT NULL may follow a computed column's expression; MariaDB refuses it."""
        return not self.mariadb

    @property
    def gathers(self) -> bool:
        """Tell whether a query can give many rows as one text of JSON, cut at no small length.
        MySQL's words for it are others, and none of its servers was there to try them.
        """
        return self.mariadb and self.version >= (10, 2, 3)

    @property
    def utf8(self) -> str:
        """Give what the character set ``utf8`` is shown as."""
        return "utf8mb3" if self.since((10, 6), (8, 0, 28)) else "utf8"


def server_of(dialect: Any) -> Server:
    """Give the server that a SQLAlchemy dialect has met, or the newest where it has met none."""
    version = getattr(dialect, "server_version_info", None)
    numbers = tuple(part for part in version or () if isinstance(part, int))
    return Server(bool(dialect.is_mariadb), numbers or NEWEST)


def quote_of(dialect: Any) -> str:
    """Give what the server that a SQLAlchemy dialect has met puts around names: the double quote
    where it runs with ANSI_QUOTES.
    """
    return '"' if getattr(dialect, "_server_ansiquotes", False) else "`"


@frozen
class ServerSettings:
    """What one live server is set to, as far as it shapes schemas."""

    collations: dict[str, str] = field(default_factory=lambda: {"utf8mb4": ""})
    charset_of: dict[str, str] = field(default_factory=dict)
    explicit_timestamps: bool = True

    def default_collation(self, charset: str) -> str | None:
        """Give the collation that a character set has where none is named."""
        return self.collations.get(charset.lower())


def read_settings(
    connection: Connection, settings_query: str, collations_query: str
) -> ServerSettings:
    """Ask the two queries; what they tell does not change while a schema is compared."""
    (explicit,) = connection.exec_driver_sql(settings_query).one()
    collations = connection.exec_driver_sql(collations_query).all()
    return ServerSettings(
        {charset: name for charset, name, default in collations if default == "Yes"},
        {name: charset for charset, name, _ in collations if charset},
        bool(explicit),
    )


@frozen
class Terms:
    """What normalizing must know: the dialect, the server and how that is set."""

    dialect: Dialect
    server: Server
    settings: ServerSettings

    def option(self, name: str) -> str:
        """Give SQLAlchemy's keyword for an option: with ``mysql_`` or ``mariadb_`` before it."""
        return f"{self.dialect.name}_{name}"
