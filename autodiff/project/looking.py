"""Reading: the revisions, a database's current revision, and how it differs from the models."""

from __future__ import annotations

from autodiff.commands import differences, listing, running
from autodiff.commands import status as status_
from autodiff.commands.database import Options
from autodiff.commands.status import Status
from autodiff.connect.given import Given
from autodiff.frozen import frozen
from autodiff.project.opened import (
    Opened,
    RevisionNames,
    SettingValues,
    pairs_of,
    refusals_of,
)
from autodiff.project.results import Current, Diff, current_of, diff_of
from autodiff.revisions.history import HistoryEntry


@frozen
class Looking(Opened):
    """The methods that change nothing."""

    def current(self, *, connection: Given | None = None) -> Current:
        """Return the current revisions of the database; of several databases, those of any."""
        standings = self._on(
            connection, lambda options: running.standings(self.settings, options)
        )
        whole = running.standing_of(standings)
        if len(standings) == 1:
            return current_of(whole)
        return current_of(whole, tuple(current_of(standing) for standing in standings))

    def heads(self, *, resolve_dependencies: bool = False) -> tuple[HistoryEntry, ...]:
        """Return the heads; with ``resolve_dependencies`` without those that another revision
        depends on.
        """
        return listing.heads(self.settings, resolve_dependencies=resolve_dependencies)

    def branches(self) -> tuple[HistoryEntry, ...]:
        """Return the revisions that are the down_revision of more than one."""
        return listing.branches(self.settings)

    def history(
        self,
        range_: str | None = None,
        *,
        indicate_current: bool = False,
        connection: Given | None = None,
    ) -> tuple[HistoryEntry, ...]:
        """Return the revisions of a range such as ``ae10:head``, newest first; without one, all.

        The database is asked only where the range counts from its current revision, or, to mark the
        current revisions, with ``indicate_current`` or a ``connection``.
        """
        asks = indicate_current or connection is not None
        rows: tuple[str, ...] = ()
        if asks or listing.counts_from_database(range_):
            rows = self._rows(connection)
        return listing.history(self.settings, range_, rows)

    def show(
        self, address: str, *, connection: Given | None = None
    ) -> tuple[HistoryEntry, ...]:
        """Return the revisions that an address names; ``current`` asks the database."""
        asks = connection is not None or listing.names_current(address)
        rows = self._rows(connection) if asks else None
        return listing.show(self.settings, address, rows)

    def status(self, *, connection: Given | None = None) -> tuple[Status, ...]:
        """Return the whole state, one value for each database that env.py names."""
        return self._on(
            connection, lambda options: status_.status(self.settings, options)
        )

    def diff(
        self,
        *,
        renames: SettingValues = (),
        no_renames: RevisionNames = (),
        connection: Given | None = None,
    ) -> Diff:
        """Return what would bring the database to the models, in words and as SQL.

        ``renames`` maps old names to new ones, such as ``{"users.mail": "users.email"}``;
        ``no_renames`` are names of dropped objects that were not renamed, or "all".
        """
        differs = self._on(
            connection,
            lambda options: differences.examined(self.settings, options, as_sql=True),
            _answers(renames, no_renames),
        )
        return diff_of(differs)

    def check(
        self,
        *,
        renames: SettingValues = (),
        no_renames: RevisionNames = (),
        connection: Given | None = None,
    ) -> bool:
        """Return whether the database is as the models declare; the parameters are those of
        ``diff``.
        """
        differs = self._on(
            connection,
            lambda options: differences.examined(self.settings, options),
            _answers(renames, no_renames),
        )
        return not differs.operations

    def _rows(self, connection: Given | None) -> tuple[str, ...]:
        return self._on(
            connection, lambda options: running.rows_of(self.settings, options)
        )


def _answers(renames: SettingValues, no_renames: RevisionNames) -> Options:
    return Options(renames=pairs_of(renames), no_renames=refusals_of(no_renames))
