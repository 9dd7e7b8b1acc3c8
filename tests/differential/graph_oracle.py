"""Knows how the reference tool walks a graph, without files and without a database."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from alembic.runtime.migration import HeadMaintainer
from alembic.script import ScriptDirectory
from alembic.script.revision import Revision, RevisionMap
from alembic.util import CommandError
from sqlalchemy import Column, MetaData, String, Table

from autodiff.revisions.header import Header

_VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32)))
_CONTEXT = SimpleNamespace(
    impl=SimpleNamespace(_exec=lambda *_: None), _version=_VERSION, as_sql=True
)


@dataclass(frozen=True)
class Outcome:
    """The rows after a command, or the error; ``crash`` when it was no clean one."""

    rows: frozenset[str] | None
    error: str = ""
    crash: bool = False


class Oracle:
    """One graph in the reference tool's terms."""

    def __init__(self, headers: Sequence[Header]) -> None:
        self.scripts: Any = ScriptDirectory.__new__(ScriptDirectory)
        self.scripts.revision_map = RevisionMap(lambda: [_revision(h) for h in headers])

    def run(self, command: str, rows: tuple[str, ...], address: str) -> Outcome:
        steps: dict[str, Callable[[], Any]] = {
            "upgrade": lambda: self.scripts._upgrade_revs(address, rows),
            "downgrade": lambda: self.scripts._downgrade_revs(address, rows),
            "stamp": lambda: self.scripts._stamp_revs(tuple(address.split(",")), rows),
        }
        maintainer = HeadMaintainer(_CONTEXT, rows)  # type: ignore[arg-type]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for step in steps[command]():
                    maintainer.update_to_step(step)
        except CommandError as error:
            return Outcome(None, str(error))
        except Exception as error:
            # Whatever it is, it is the outcome that is compared.
            return Outcome(None, repr(error), crash=True)
        return Outcome(frozenset(maintainer.heads))


def _revision(header: Header) -> Revision:
    revision = Revision(
        header.revision,
        header.down_revisions,
        header.depends_on or None,
        header.branch_labels,
    )
    script: Any = revision
    script.module = SimpleNamespace(upgrade=lambda: None, downgrade=lambda: None)
    script.doc = ""
    return revision
