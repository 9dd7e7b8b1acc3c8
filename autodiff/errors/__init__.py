"""The trunk of the errors that a user can meet; the branches stand beside it, a module an area."""

from autodiff.errors.tree import AutodiffError, Failed, Refused, WrongUsage

__all__ = ["AutodiffError", "Failed", "Refused", "WrongUsage"]
