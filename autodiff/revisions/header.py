"""The header of a revision file, and the names that no address could refer to."""

from __future__ import annotations

import re

from autodiff.errors.scripts import RevisionNameIllegal
from autodiff.frozen import frozen

RESERVED = ("head", "heads", "base", "current")

_LABEL_AS_STEP = re.compile(r"-\d+$")


@frozen
class Header:
    """One revision: its place in the graph, what it is about, where its file is."""

    revision: str
    down_revisions: tuple[str, ...] = ()
    branch_labels: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    doc: str = ""
    longdoc: str = ""
    path: str = ""
    create_date: str = ""

    @property
    def message(self) -> str:
        """Return what the revision is about."""
        return self.doc


def check_revision_id(revision: str, path: str) -> None:
    """Raise ``RevisionNameIllegal`` for an id that no address could refer to."""
    reason = illegal_id(revision)
    if reason:
        raise RevisionNameIllegal(path, revision, reason)


def check_branch_label(label: str, path: str) -> None:
    """Raise ``RevisionNameIllegal`` for a label that no address could refer to."""
    reason = illegal_label(label)
    if reason:
        raise RevisionNameIllegal(path, label, reason)


def illegal_id(revision: str) -> str:
    """Return the reason why no address could refer to a revision by this id; "" if it is legal."""
    return _why_illegal(revision, "@-+:")


def illegal_label(label: str) -> str:
    """Return the reason why no address could refer to a branch by this label; "" if it is legal.

    A minus sign is allowed inside a label, but not where it would read as a step.
    """
    reason = _why_illegal(label, "@+:")
    if not reason and _LABEL_AS_STEP.search(label):
        return "it ends like a relative step"
    return reason


def _why_illegal(name: str, signs: str) -> str:
    if not name or name.strip() != name:
        return "it is empty or has blanks around it"
    if name in RESERVED:
        return f"'{name}' is a reserved word"
    present = [sign for sign in signs if sign in name]
    return f"it contains {' '.join(present)}" if present else ""
