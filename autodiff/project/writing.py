"""Writing revision files: new revisions, and their place in the graph."""

from __future__ import annotations

from pathlib import Path

from autodiff.commands import editing, generating, listing, merging, rebasing, squashing
from autodiff.commands.database import Options
from autodiff.commands.merging import Merge
from autodiff.commands.rebasing import Rebase
from autodiff.commands.running import rows_of
from autodiff.commands.squashing import Squash
from autodiff.commands.writing import GraphPosition, NewRevision
from autodiff.connect.given import Given
from autodiff.frozen import frozen
from autodiff.project.opened import (
    Opened,
    RevisionNames,
    SettingValues,
    names_of,
    pairs_of,
    refusals_of,
)


@frozen
class Writing(Opened):
    """The methods that write or change revision files.

    Of a new revision, ``head`` is its down_revision, which with ``splice`` may be followed by
    others already; ``branch_label`` names the branch that begins there, ``version_path`` is the
    folder, ``rev_id`` its id and ``depends_on`` what must be applied before it.
    """

    def generate(
        self,
        message: str,
        *,
        renames: SettingValues = (),
        no_renames: RevisionNames = (),
        fills: SettingValues = (),
        rows: bool = True,
        verify: bool = False,
        force: bool = False,
        head: RevisionNames = "head",
        splice: bool = False,
        branch_label: str | None = None,
        version_path: str | None = None,
        rev_id: str | None = None,
        depends_on: RevisionNames = (),
        connection: Given | None = None,
    ) -> NewRevision | None:
        """Write a revision that brings the database to the models; return None where nothing
        differs.

        ``renames`` maps old names to new ones, ``no_renames`` are names of what was not renamed, or
        "all". ``fills`` maps columns that become NOT NULL to the SQL of their values. With ``rows``
        false no row is read. ``verify`` tries the script on a scratch database first; with
        ``force`` it is written even where that failed.
        """
        place = GraphPosition(
            names_of(head),
            splice,
            branch_label,
            version_path,
            rev_id,
            names_of(depends_on),
        )
        answers = Options(
            renames=pairs_of(renames),
            no_renames=refusals_of(no_renames),
            fills=pairs_of(fills),
            rows=rows,
            verify=verify,
            force=force,
        )
        return self._on(
            connection,
            lambda options: generating.generate(self.settings, message, place, options),
            answers,
        )

    def revision(
        self,
        message: str,
        *,
        head: RevisionNames = "head",
        splice: bool = False,
        branch_label: str | None = None,
        version_path: str | None = None,
        rev_id: str | None = None,
        depends_on: RevisionNames = (),
        offline: bool = False,
    ) -> NewRevision:
        """Write an empty revision.

        With the setting ``revision_environment`` env.py is run for it, with ``offline`` without a
        database.
        """
        place = GraphPosition(
            names_of(head),
            splice,
            branch_label,
            version_path,
            rev_id,
            names_of(depends_on),
        )
        return generating.revision(
            self.settings, message, place, Options(self.x), offline=offline
        )

    def merge(
        self,
        *addresses: str,
        message: str | None = None,
        splice: bool = False,
        branch_label: str | None = None,
        version_path: str | None = None,
        rev_id: str | None = None,
    ) -> Merge:
        """Write an empty revision that follows all ``addresses``; without any, all heads."""
        place = GraphPosition(("head",), splice, branch_label, version_path, rev_id)
        targets = addresses or ("heads",)
        return merging.merge(self.settings, targets, message, place, Options(self.x))

    def rebase(
        self, revision: str, *onto: str, connection: Given | None = None
    ) -> Rebase:
        """Rewrite a revision that the database does not have, so that it follows ``onto``."""
        return self._on(
            connection,
            lambda options: rebasing.rebase(self.settings, revision, onto, options),
        )

    def squash(
        self,
        range_: str,
        message: str,
        *,
        keep_sql: bool = False,
        version_path: str | None = None,
        rev_id: str | None = None,
    ) -> Squash:
        """Write one revision that replaces those of ``range_``, both ends included.

        ``keep_sql`` keeps every statement as written, where scripts have SQL of their own.
        """
        place = GraphPosition(version_path=version_path, rev_id=rev_id)
        return squashing.squash(
            self.settings, range_, message, place, keep_sql=keep_sql
        )

    def edit(
        self, address: str, *, connection: Given | None = None
    ) -> tuple[Path, ...]:
        """Open the files of the revisions that ``address`` names in an editor, and wait."""
        rows = None
        if connection is not None or listing.names_current(address):
            rows = self._on(connection, lambda options: rows_of(self.settings, options))
        return editing.edit(self.settings, address, self.environ, rows)
