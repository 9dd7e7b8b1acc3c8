"""Printing: the SQL of steps, with transactions, the version table and the journal, as one text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable

from autodiff.core.dialect import Dialect
from autodiff.core.replay import Replay
from autodiff.core.statement import Statement
from autodiff.core.style import ScriptStyle
from autodiff.dialects.identity import by_whom
from autodiff.errors.running import (
    PrintingFailed,
    ScriptEdited,
    ScriptFailed,
    StatementInDoubt,
    WorkNotDone,
)
from autodiff.errors.users_code import CodeEnded
from autodiff.execute import script
from autodiff.execute.current import in_force
from autodiff.execute.journal import NO_SCRIPT, finishing
from autodiff.execute.offline import Offline
from autodiff.execute.position import Position
from autodiff.execute.script import Script
from autodiff.execute.statements import written_out
from autodiff.execute.step import step_line
from autodiff.execute.unawaited import call
from autodiff.revisions.path import Step, Steps
from autodiff.revisions.version_rows import RowChanges


class Page:
    """The printed text, with BEGIN and COMMIT where they are needed."""

    def __init__(self, style: ScriptStyle) -> None:
        self._style = style
        self._parts: list[str] = []
        self._inside = False

    def comment(self, text: str) -> None:
        self._parts.append("-- " + " ".join(text.split()))

    def send(self, statement: Statement) -> None:
        """Print one statement, inside a transaction if it may run in one."""
        if statement.transactional:
            self.begin()
        else:
            self.commit()
        self._parts.append(self._style.written(statement.sql))

    def begin(self) -> None:
        if self._style.begin and not self._inside:
            self._parts.append(self._style.written(self._style.begin))
            self._inside = True

    def commit(self) -> None:
        if self._inside:
            self._parts.append(self._style.written(self._style.commit))
            self._inside = False

    def text(self) -> str:
        return "".join(f"{part}\n\n" for part in self._parts)


class OfflinePrinter:
    """Prints the steps of one command for one database."""

    def __init__(
        self,
        dialect: Dialect,
        versions: sa.Table,
        journal: sa.Table,
        *,
        suffix: str = "",
        arguments: dict[str, Any] | None = None,
        per_revision: bool = True,
    ) -> None:
        self._dialect = dialect
        self._versions = versions
        self._journal = journal
        self._suffix = suffix
        self._arguments = arguments or {}
        self._per_revision = per_revision
        self._style = dialect.style
        self._page = Page(self._style)

    def printed(self, path: Steps, state: Replay, *, from_base: bool) -> str:
        """Return the SQL of the steps in ``path`` for a database whose schema is ``state``.

        Raises LooksAtLiveData and PrintingFailed.
        """
        scripts = [script.loaded_for(step, self._suffix) for step in path]
        self.tables(from_base=from_base)
        for step, loaded in zip(path, scripts, strict=True):
            self._step(step, loaded, state)
            if self._per_revision:
                self._page.commit()
        self._page.commit()
        return self._page.text()

    def tables(self, *, from_base: bool) -> str:
        """Print CREATE TABLE for the version table and the journal, and return the text so far.

        From base the tables do not exist; later they are printed only where the database has IF
        NOT EXISTS.
        """
        for table in (self._versions, self._journal):
            if from_base or self._style.guarded:
                self._send(CreateTable(table, if_not_exists=self._style.guarded))
        if self._per_revision:
            self._page.commit()
        return self._page.text()

    def _step(self, step: Step, loaded: Script | None, state: Replay) -> None:
        self._page.comment(f"Running {step_line(step)}")
        if loaded is None:
            revision, checksum = ", ".join(step.rows_after) or "base", NO_SCRIPT
        else:
            revision = loaded.header.revision
            checksum = self._script(loaded, step, state)
        self._change(step.changes)
        if step.header is None:
            self._send(finishing(self._journal, sa.func.current_timestamp()))
        self._note(revision, step.direction, checksum)

    def _script(self, loaded: Script, step: Step, state: Replay) -> str:
        """Print the SQL of the script and return the script's checksum."""
        header = loaded.header
        function = script.function_of(loaded, step.direction + self._suffix)
        migration = Offline(self._dialect, state, self._page.send)
        called(function, migration, self._arguments, header.revision, header.path)
        return loaded.checksum

    def _change(self, changes: RowChanges) -> None:
        table = self._versions
        column = table.c.version_num
        if changes.all_deleted:
            self._send(sa.delete(table))
        for row in changes.deletes:
            self._send(sa.delete(table).where(column == row))
        for old, new in changes.updates:
            self._send(sa.update(table).where(column == old).values(version_num=new))
        for row in changes.inserts:
            self._send(sa.insert(table).values(version_num=row).inline())

    def _note(self, revision: str, direction: str, checksum: str) -> None:
        """Print the INSERT of the journal's row; its times are those at which the SQL is run."""
        values = {
            **{k: v for k, v in Position().columns().items() if v is not None},
            "revision": revision[:255],
            "direction": direction,
            "checksum": checksum,
            "started_at": sa.func.current_timestamp(),
            "finished_at": sa.func.current_timestamp(),
            "by_whom": f"{by_whom()} --sql",
        }
        self._send(sa.insert(self._journal).values(**values).inline())

    def _send(self, statement: Any) -> None:
        self._page.send(Statement(written_out(statement, self._dialect)))


def called(
    function: Callable[..., Any],
    migration: Offline,
    arguments: dict[str, Any],
    revision: str,
    path: str,
) -> None:
    """Call a script's ``function`` with ``arguments`` while ``migration`` prints its SQL.

    ``revision`` and ``path`` are for error messages. Raises PrintingFailed; ScriptEdited and
    StatementInDoubt, which come from an earlier run; ScriptFailed where the function ends the
    program or leaves its work undone, as it would online too.
    """
    try:
        with in_force(migration):
            call(script.SCRIPT, function, arguments=arguments)
    except (ScriptEdited, StatementInDoubt):
        raise
    except (CodeEnded, WorkNotDone) as problem:
        words = script.said(problem, path)
        raise ScriptFailed("untouched", 0, "", revision, path, words) from problem
    except Exception as problem:
        raise PrintingFailed(revision, path, script.said(problem, path)) from problem
