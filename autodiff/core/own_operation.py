"""The base of operations that packages and hooks bring: what the core asks of one."""

from __future__ import annotations

from autodiff.core.code import Code
from autodiff.core.printer import Printer


class OwnOperation:
    """Something that a script does and that no kind of object says: a subclass is a frozen
    dataclass (``@frozen``) with the facts as fields.
    """

    @property
    def inverse(self) -> OwnOperation | None:
        """What undoes it in the downgrade; None where nothing is to be undone."""
        return None

    def described(self) -> str:
        """In words, one line, with the verb first: ``refresh view totals``."""
        raise NotImplementedError(type(self).__name__)

    def code(self, printer: Printer) -> Code:
        """The ``op`` call that does it in a script."""
        raise NotImplementedError(type(self).__name__)

    def run(self) -> None:
        """Do it, by calls of ``op``."""
        raise NotImplementedError(type(self).__name__)
