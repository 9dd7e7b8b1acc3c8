"""The proposal: a revision before it is written, which a hook may change, split or refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from autodiff.core.operation import AnyOperation, undone
from autodiff.frozen import frozen
from autodiff.revisions.identifiers import new_revision_id


@frozen
class Proposal:
    """A revision that is about to be written.

    ``downgrade`` is None where it is the inverse of ``upgrade``, also after ``upgrade`` was
    changed. ``version_path`` is the folder, ``file_name`` the file's name without ``.py``; with
    None the settings decide. In ``check``, ``diff`` and ``status`` nothing is written: the message
    is empty.
    """

    revision: str
    message: str
    down_revisions: tuple[str, ...] = ()
    upgrade: tuple[AnyOperation, ...] = ()
    downgrade: tuple[AnyOperation, ...] | None = None
    branch_labels: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    version_path: str | None = None
    file_name: str | None = None

    @property
    def way_back(self) -> tuple[AnyOperation, ...]:
        """Return the steps of the downgrade."""
        return undone(self.upgrade) if self.downgrade is None else self.downgrade

    @property
    def is_empty(self) -> bool:
        """Whether its script would do nothing."""
        return not self.upgrade and not self.way_back

    def following(self, **changes: Any) -> Proposal:
        """Return an empty proposal that follows this one, with a new id and with ``changes``."""
        plain = replace(self, branch_labels=(), depends_on=(), file_name=None)
        follower = replace(
            plain,
            revision=new_revision_id(),
            down_revisions=(self.revision,),
            upgrade=(),
            downgrade=None,
        )
        return replace(follower, **changes)
