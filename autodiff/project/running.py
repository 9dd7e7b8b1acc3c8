"""Running revisions on a database, and the SQL that a run would send."""

from __future__ import annotations

from autodiff.commands import offline, running, tables
from autodiff.commands.database import Options
from autodiff.commands.offline import Preview
from autodiff.connect.given import Given
from autodiff.execute.unknown_outcome import Doubt
from autodiff.frozen import frozen
from autodiff.project.opened import Opened
from autodiff.project.results import OwnTables
from autodiff.revisions.path import Step


@frozen
class Running(Opened):
    """The methods that run the revisions of a project."""

    def upgrade(
        self,
        address: str = "head",
        *,
        connection: Given | None = None,
        in_doubt: Doubt = "ask",
        tag: str | None = None,
    ) -> tuple[Step, ...]:
        """Apply revisions up to ``address``; return the steps that were made.

        ``in_doubt`` says whether a statement during which a run was killed is "done" or is sent
        "again"; "ask" raises an error where that must be decided. ``tag`` is for env.py.
        """
        return self._on(
            connection,
            lambda options: running.upgrade(self.settings, address, options),
            Options(doubt=in_doubt, tag=tag),
        )

    def downgrade(
        self,
        address: str,
        *,
        connection: Given | None = None,
        in_doubt: Doubt = "ask",
        tag: str | None = None,
    ) -> tuple[Step, ...]:
        """Revert revisions down to ``address``, which stays; return the steps that were made.

        The other parameters are those of ``upgrade``.
        """
        return self._on(
            connection,
            lambda options: running.downgrade(self.settings, address, options),
            Options(doubt=in_doubt, tag=tag),
        )

    def stamp(
        self,
        *addresses: str,
        purge: bool = False,
        connection: Given | None = None,
        tag: str | None = None,
    ) -> tuple[Step, ...]:
        """Record ``addresses`` (by default ``head``) as applied and run nothing.

        ``purge`` deletes all other revisions from the version table first. Return the recorded
        steps.
        """
        targets = addresses or ("head",)
        return self._on(
            connection,
            lambda options: running.stamp(
                self.settings, targets, purge=purge, wishes=options
            ),
            Options(tag=tag),
        )

    def ensure_version(self, *, connection: Given | None = None) -> OwnTables:
        """Create the version table and the journal where they are missing."""
        names = self._on(
            connection, lambda options: tables.ensure_version(self.settings, options)
        )
        return OwnTables(*names)

    def upgrade_preview(
        self,
        address: str = "head",
        *,
        rows: bool = True,
        connection: Given | None = None,
        tag: str | None = None,
    ) -> tuple[Preview, ...]:
        """Return what ``upgrade`` would do on the database as it is; nothing is changed.

        With ``rows`` false no row is counted.
        """
        return self._on(
            connection,
            lambda options: offline.upgrade_preview(self.settings, address, options),
            Options(rows=rows, tag=tag),
        )

    def downgrade_preview(
        self,
        address: str,
        *,
        rows: bool = True,
        connection: Given | None = None,
        tag: str | None = None,
    ) -> tuple[Preview, ...]:
        """Return what ``downgrade`` would do on the database as it is; nothing is changed.

        With ``rows`` false no row is counted.
        """
        return self._on(
            connection,
            lambda options: offline.downgrade_preview(self.settings, address, options),
            Options(rows=rows, tag=tag),
        )

    def upgrade_sql(self, address: str = "head", *, tag: str | None = None) -> str:
        """Return the SQL of an upgrade, from base or, with ``a:b``, from a; no database is asked."""
        return offline.upgrade_sql(self.settings, address, Options(self.x, tag=tag))

    def downgrade_sql(self, address: str, *, tag: str | None = None) -> str:
        """Return the SQL of a downgrade ``a:b``, from a down to b; no database is asked."""
        return offline.downgrade_sql(self.settings, address, Options(self.x, tag=tag))

    def stamp_sql(
        self, *addresses: str, purge: bool = False, tag: str | None = None
    ) -> str:
        """Return the SQL of a stamp; the first address may be ``a:b``, from a to b."""
        return offline.stamp_sql(
            self.settings,
            addresses or ("head",),
            Options(self.x, tag=tag),
            purge=purge,
        )

    def ensure_version_sql(self) -> str:
        """Return the SQL that creates the version table and the journal."""
        return offline.ensure_version_sql(self.settings, Options(self.x))
