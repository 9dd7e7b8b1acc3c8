"""Edited scripts: files that changed since they were run, by the checksums in the journal."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from autodiff.execute import version_table
from autodiff.execute.script import checksum
from autodiff.execute.step import Run
from autodiff.revisions.header import Header


def edited(run: Run, headers: Iterable[Header]) -> tuple[Header, ...]:
    """Return those of the applied ``headers`` whose file was changed since they were applied.

    Revisions that the journal does not contain are left out.
    """
    ran = _checksums(run)
    journaled = (each for each in headers if each.revision in ran)
    return tuple(each for each in journaled if _differs(each, ran[each.revision]))


def _differs(header: Header, ran: str) -> bool:
    """Whether the file differs from what ran; False for a missing file, which the graph reports."""
    try:
        return checksum(header.path) != ran
    except FileNotFoundError:
        return False


def _checksums(run: Run) -> dict[str, str]:
    """Return the checksum of each revision's script at its last upgrade, by revision."""
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
