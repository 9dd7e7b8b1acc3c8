"""The proposal: a revision as it is about to be written, which a hook may change, split or refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from autodiff.core.operation import AnyOperation, undone
from autodiff.frozen import frozen
from autodiff.revisions.identifiers import new_revision_id


@frozen
class Proposal:
    """``downgrade`` is None where it is what undoes ``upgrade``, whatever becomes of that.

    ``version_path`` is the folder, ``file_name`` the file's name without ``.py``; None: as the
    settings say. In ``check``, ``diff`` and ``status`` nothing is written: the message is empty.
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
        """The steps of the downgrade."""
        return undone(self.upgrade) if self.downgrade is None else self.downgrade

    @property
    def is_empty(self) -> bool:
        """Whether its script would do nothing."""
        return not self.upgrade and not self.way_back

    def following(self, **changes: Any) -> Proposal:
        """Another one right after this one, with an id of its own and ``changes``."""
        plain = replace(self, branch_labels=(), depends_on=(), file_name=None)
        begun = replace(
            plain,
            revision=new_revision_id(),
            down_revisions=(self.revision,),
            upgrade=(),
            downgrade=None,
        )
        return replace(begun, **changes)
