"""The hooks of env.py: its functions that decide what is compared and what is written."""

from autodiff.core.execute import Execute
from autodiff.core.operation import Alter, Create, Drop, Rename
from autodiff.core.own_operation import OwnOperation
from autodiff.hooks.proposal import Proposal
from autodiff.hooks.rewriter import Rewriter
from autodiff.hooks.situation import PrintSituation, Situation

__all__ = [
    "Alter",
    "Create",
    "Drop",
    "Execute",
    "OwnOperation",
    "PrintSituation",
    "Proposal",
    "Rename",
    "Rewriter",
    "Situation",
]
