"""The Python API: everything that the commands do, returning values and printing nothing.

``load_settings`` gives what every function takes first. Errors are those of ``autodiff.errors``.
"""

from autodiff.commands.comparing import differences, statements
from autodiff.commands.database import Wishes
from autodiff.commands.generating import NewRevision, Place, generate, revision
from autodiff.commands.listing import branches, heads, history, show
from autodiff.commands.running import downgrade, rows_of, stamp, standing, upgrade
from autodiff.commands.starting import Template, init, templates
from autodiff.settings import Settings, load_settings

__all__ = [
    "NewRevision",
    "Place",
    "Settings",
    "Template",
    "Wishes",
    "branches",
    "differences",
    "downgrade",
    "generate",
    "heads",
    "history",
    "init",
    "load_settings",
    "revision",
    "rows_of",
    "show",
    "stamp",
    "standing",
    "statements",
    "templates",
    "upgrade",
]
