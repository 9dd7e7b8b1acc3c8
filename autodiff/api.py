"""The Python API before ``autodiff.open``: its names still work as they did.

``load_settings`` returns the first argument of every function. ``autodiff.Project`` has a method
for each.
"""

from autodiff.commands.database import Options
from autodiff.commands.differences import (
    Differences,
    differences,
    statements,
)
from autodiff.commands.editing import edit
from autodiff.commands.generating import generate, revision
from autodiff.commands.listing import branches, heads, history, show
from autodiff.commands.merging import Merge, Overlap, merge
from autodiff.commands.offline import (
    Preview,
    downgrade_preview,
    downgrade_sql,
    ensure_version_sql,
    stamp_sql,
    upgrade_preview,
    upgrade_sql,
)
from autodiff.commands.rebasing import Rebase, rebase
from autodiff.commands.running import (
    downgrade,
    rows_of,
    stamp,
    standing,
    standings,
    upgrade,
)
from autodiff.commands.squashing import Squash, squash
from autodiff.commands.starting import Template, init, templates
from autodiff.commands.status import Status, status
from autodiff.commands.tables import ensure_version
from autodiff.commands.writing import GraphPosition, NewRevision
from autodiff.settings import Settings, load_settings

Place = GraphPosition
Wishes = Options

__all__ = [
    "Differences",
    "GraphPosition",
    "Merge",
    "NewRevision",
    "Options",
    "Overlap",
    "Place",
    "Preview",
    "Rebase",
    "Settings",
    "Squash",
    "Status",
    "Template",
    "Wishes",
    "branches",
    "differences",
    "downgrade",
    "downgrade_preview",
    "downgrade_sql",
    "edit",
    "ensure_version",
    "ensure_version_sql",
    "generate",
    "heads",
    "history",
    "init",
    "load_settings",
    "merge",
    "rebase",
    "revision",
    "rows_of",
    "show",
    "squash",
    "stamp",
    "stamp_sql",
    "standing",
    "standings",
    "statements",
    "status",
    "templates",
    "upgrade",
    "upgrade_preview",
    "upgrade_sql",
]
