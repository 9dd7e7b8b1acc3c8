"""Facts in which MariaDB and MySQL, and their versions, differ."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from sqlalchemy.engine import Connection

from autodiff.core.dialect import Dialect
from autodiff.frozen import frozen

NEWEST = (99,)
"""The version assumed where no server was asked: scripts are written for current versions."""


@frozen
class Server:
    """A server's product and version.

    Tested on MariaDB 10.11; the facts about MySQL are from its manual.
    """

    mariadb: bool
    version: tuple[int, ...] = NEWEST

    def since(self, mariadb: tuple[int, ...] | None, mysql: tuple[int, ...]) -> bool:
        """Whether this server has at least that version; None is a feature that no MariaDB has."""
        needed = mariadb if self.mariadb else mysql
        return needed is not None and self.version >= needed

    @property
    def widths(self) -> bool:
        """Whether integer types are shown with a width: ``int(11)``; MySQL 8.0.19 stopped it."""
        return self.mariadb or self.version < (8, 0, 19)

    @property
    def quotes_defaults(self) -> bool:
        """Whether the catalog shows a default as it is written; MySQL shows its bare value."""
        return self.since((10, 2, 7), NEWEST + (0,))

    @property
    def rename_column(self) -> bool:
        """Whether ``RENAME COLUMN`` is supported; without it, CHANGE restates the column."""
        return self.since((10, 5, 2), (8, 0))

    @property
    def rename_index(self) -> bool:
        """Whether ``RENAME INDEX`` is supported."""
        return self.since((10, 5, 2), (5, 7))

    @property
    def check_word(self) -> str:
        """Return the word after DROP for a CHECK; MySQL 8.0.16 to 8.0.18 takes only CHECK."""
        return "CONSTRAINT" if self.since((10, 2, 1), (8, 0, 19)) else "CHECK"

    @property
    def column_checks(self) -> bool:
        """Whether a CHECK written with a column stays part of it; MySQL moves it to the table."""
        return self.mariadb

    @property
    def guards(self) -> bool:
        """Whether IF EXISTS and IF NOT EXISTS are supported inside ALTER TABLE."""
        return self.mariadb

    @property
    def expression_indexes(self) -> bool:
        """Whether an index may contain an expression."""
        return self.since(None, (8, 0, 13))

    @property
    def null_after_computed(self) -> bool:
        """Whether NOT NULL may follow a computed column's expression; MariaDB refuses it."""
        return not self.mariadb

    @property
    def gathers(self) -> bool:
        """Whether a query can return many rows as one JSON text without a small length limit.

        MySQL has other functions for it, which were not tried on a server.
        """
        return self.mariadb and self.version >= (10, 2, 3)

    @property
    def utf8(self) -> str:
        """Return the name under which the character set ``utf8`` is shown."""
        return "utf8mb3" if self.since((10, 6), (8, 0, 28)) else "utf8"


def server_of(dialect: Any) -> Server:
    """Return the server of a SQLAlchemy dialect; the newest where it has not connected."""
    version = getattr(dialect, "server_version_info", None)
    numbers = tuple(part for part in version or () if isinstance(part, int))
    return Server(bool(dialect.is_mariadb), numbers or NEWEST)


def quote_of(dialect: Any) -> str:
    """Return the quote character for names: the double quote where the server of a SQLAlchemy
    dialect runs with ANSI_QUOTES, else the backtick.
    """
    return '"' if getattr(dialect, "_server_ansiquotes", False) else "`"


@frozen
class ServerSettings:
    """Settings of a live server that affect schemas."""

    collations: dict[str, str] = field(default_factory=lambda: {"utf8mb4": ""})
    charset_of: dict[str, str] = field(default_factory=dict)
    explicit_timestamps: bool = True

    def default_collation(self, charset: str) -> str | None:
        """Return the default collation of a character set."""
        return self.collations.get(charset.lower())


def read_settings(
    connection: Connection, settings_query: str, collations_query: str
) -> ServerSettings:
    """Read the settings by the two queries; they do not change while a schema is compared."""
    (explicit,) = connection.exec_driver_sql(settings_query).one()
    collations = connection.exec_driver_sql(collations_query).all()
    return ServerSettings(
        {charset: name for charset, name, default in collations if default == "Yes"},
        {name: charset for charset, name, _ in collations if charset},
        bool(explicit),
    )


@frozen
class Terms:
    """What normalizing depends on: the dialect, the server and its settings."""

    dialect: Dialect
    server: Server
    settings: ServerSettings

    def option(self, name: str) -> str:
        """Return SQLAlchemy's keyword for an option: ``mysql_`` or ``mariadb_``, then its name."""
        return f"{self.dialect.name}_{name}"
