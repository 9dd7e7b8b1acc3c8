"""How a command reaches the database: it runs env.py and gets each connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from autodiff.connect.database import shown_url
from autodiff.dialects.registry import dialect_of
from autodiff.environment import Environment, EnvironmentOptions, run_environment
from autodiff.execute.journal import journal_table
from autodiff.execute.runner import LOG, Run
from autodiff.execute.unknown_outcome import Doubt
from autodiff.execute.version_table import version_table
from autodiff.frozen import frozen
from autodiff.settings import Settings


@frozen
class Options:
    """The options of a call, besides the address.

    ``renames`` are pairs of old and new names (``users.mail``); ``no_renames`` are names of what is
    dropped and was not renamed, or ``"all"``. ``fills`` are pairs of a column's name and the SQL of
    a value. With ``rows`` false no row is read. With ``verify`` a new script is tried on a scratch
    database first; with ``force`` it is written even where that failed. ``tag`` is for env.py.
    ``connection`` is used in place of the settings' database; a transaction that it is in is joined
    and left to the caller.
    """

    x_arguments: tuple[str, ...] = ()
    doubt: Doubt = "ask"
    renames: tuple[tuple[str, str], ...] = ()
    no_renames: tuple[str, ...] | Literal["all"] = ()
    fills: tuple[tuple[str, str], ...] = ()
    rows: bool = True
    verify: bool = False
    force: bool = False
    connection: Connection | None = None
    tag: str | None = None


NO_OPTIONS = Options()


def on_database(
    settings: Settings,
    work: Callable[[Run, EnvironmentOptions], None],
    wishes: Options = NO_OPTIONS,
) -> None:
    """Call ``work`` with each connection that env.py (or without one, the settings) gives."""

    def online(connection: Connection | None, options: EnvironmentOptions) -> None:
        assert connection is not None
        work(_run_on(connection, settings, options, wishes), options)

    run_environment(
        Environment(
            settings,
            online,
            x_arguments=wishes.x_arguments,
            tag=wishes.tag,
            given=wishes.connection,
        )
    )


def _run_on(
    connection: Connection,
    settings: Settings,
    options: EnvironmentOptions,
    wishes: Options,
) -> Run:
    owns = _owns_transaction(connection, connection is wishes.connection)
    dialect = dialect_of(connection)
    LOG.info("Database: %s", shown_url(connection.engine.url))
    kind = "transactional" if dialect.transactional_ddl else "not transactional"
    LOG.info("DDL is %s on %s.", kind, dialect.name)
    return Run(
        connection,
        dialect,
        version_table(settings.version_table, settings.version_table_schema),
        journal_table(settings.journal_table, dialect, settings.version_table_schema),
        lock_timeout=settings.lock_timeout,
        owns_transaction=owns,
        transaction_per_revision=settings.transaction_per_revision,
        doubt=wishes.doubt,
        on_apply=options.on_apply,
        arguments=options.arguments,
        suffix=options.suffix,
        suffixes=settings.suffixes,
    )


def _owns_transaction(connection: Connection, given: bool) -> bool:
    """Whether transactions are ours to end.

    A transaction in which a connection was ``given`` to us, or that env.py began by ``with``
    (``engine.begin()``, ``connection.begin()``), is the caller's. One that a statement in env.py
    began by itself (``SET search_path``) is committed here, so that it takes effect: nobody else
    would commit it.
    """
    if not connection.in_transaction():
        return True
    if given or getattr(connection, "_trans_context_manager", None) is not None:
        return False
    connection.commit()
    return True


def own_tables(settings: Settings) -> frozenset[str]:
    """Return the names of tables that are never compared: our own, and alembic's version table."""
    return frozenset(
        {settings.version_table, settings.journal_table, "alembic_version"}
    )


def metadata_names(metadatas: tuple[sa.MetaData, ...]) -> frozenset[str]:
    """Return the namespaces that the models name."""
    return frozenset(
        table.schema
        for metadata in metadatas
        for table in metadata.tables.values()
        if table.schema
    )
