"""Edited: scripts that are no longer what was run, by the checksums in the journal."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from autodiff.execute import version_table
from autodiff.execute.script import checksum
from autodiff.execute.step import Run
from autodiff.revisions.header import Header


def edited(run: Run, headers: Iterable[Header]) -> tuple[Header, ...]:
    """Return those of the applied revisions ``headers`` whose file was changed since they were applied.

    Nothing is known of what ran before there was a journal, or elsewhere.
    """
    ran = _checksums(run)
    journaled = (each for each in headers if each.revision in ran)
    return tuple(each for each in journaled if _differs(each, ran[each.revision]))


def _differs(header: Header, ran: str) -> bool:
    """A file that is gone was not edited; the graph says what is missing."""
    try:
        return checksum(header.path) != ran
    except FileNotFoundError:
        return False


def _checksums(run: Run) -> dict[str, str]:
    """Return, by revision, the checksum of the script at its last upgrade."""
    if not version_table.exists(run.connection, run.journal):
        return {}
    table = run.journal
    upgrades = (
        sa.select(table.c.revision, table.c.checksum)
        .where(table.c.direction == "upgrade", table.c.finished_at.is_not(None))
        .order_by(table.c.entry)
    )
    checksums = {row.revision: row.checksum for row in run.connection.execute(upgrades)}
    if run.owns_transaction:
        run.connection.commit()
    return checksums
