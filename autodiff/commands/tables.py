"""Our own tables, created before the first upgrade."""

from __future__ import annotations

from autodiff.commands.database import NO_OPTIONS, Options, on_database
from autodiff.environment import EnvironmentOptions
from autodiff.execute import version_table
from autodiff.execute.journal import Journal
from autodiff.execute.runner import Run
from autodiff.settings import Settings


def ensure_version(
    settings: Settings, wishes: Options = NO_OPTIONS
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Create the version table and the journal where they are missing.

    Returns the names of those that were created, and of those that existed.
    """
    made: list[str] = []
    present: list[str] = []

    def work(run_: Run, options: EnvironmentOptions) -> None:
        for table in (run_.versions, run_.journal):
            exists = version_table.exists(run_.connection, table)
            (present if exists else made).append(table.fullname)
        version_table.ensure(run_.connection, run_.versions)
        Journal(run_.connection, run_.journal).ensure()
        if run_.owns_transaction:
            run_.connection.commit()

    on_database(settings, work, wishes)
    return tuple(made), tuple(present)
