"""SQL as a step: what stands between operations, with what undoes it."""

from __future__ import annotations

from autodiff.core.code import Code, literal, op_call
from autodiff.core.key import Key
from autodiff.core.own_operation import OwnOperation
from autodiff.core.printer import Printer
from autodiff.frozen import frozen


@frozen
class Execute(OwnOperation):
    """``op.execute(sql)``; ``back`` is the SQL that undoes it, "" where nothing is to be undone.

    ``rewrites`` is the column whose values it changes, where that is known.
    """

    sql: str
    back: str = ""
    rewrites: Key | None = None

    @property
    def inverse(self) -> Execute | None:
        return Execute(self.back, self.sql, self.rewrites) if self.back else None

    def described(self) -> str:
        return f"execute {self.sql}"

    def code(self, printer: Printer) -> Code:
        return op_call("execute", [literal(self.sql)])
