"""The base of operations that packages and hooks bring: what the core asks of one."""

from __future__ import annotations

from autodiff.core.code import Code
from autodiff.core.printer import Printer


class OwnOperation:
    """An operation of a package's or hook's own, on no kind of object. A subclass is a frozen
    dataclass (``@frozen``) with the facts as fields.
    """

    @property
    def inverse(self) -> OwnOperation | None:
        """Return what undoes it in the downgrade; None where nothing is to be undone."""
        return None

    def described(self) -> str:
        """Describe it in one line, with the verb first: ``refresh view totals``."""
        raise NotImplementedError(type(self).__name__)

    def code(self, printer: Printer) -> Code:
        """Return the ``op`` call of a script for it."""
        raise NotImplementedError(type(self).__name__)

    def run(self) -> None:
        """Execute it, by calls of ``op``."""
        raise NotImplementedError(type(self).__name__)
