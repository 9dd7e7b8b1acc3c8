"""SQL as a step: what a hook puts between operations, with what undoes it."""

from __future__ import annotations

from autodiff.core.code import Code, literal, op_call
from autodiff.core.own_operation import OwnOperation
from autodiff.core.printer import Printer
from autodiff.execute.current import migration
from autodiff.execute.item import Sql
from autodiff.frozen import frozen


@frozen
class Execute(OwnOperation):
    """``op.execute(sql)``; ``back`` is the SQL that undoes it, "" where nothing is to be undone."""

    sql: str
    back: str = ""

    @property
    def inverse(self) -> Execute | None:
        return Execute(self.back, self.sql) if self.back else None

    def described(self) -> str:
        return f"execute {self.sql}"

    def code(self, printer: Printer) -> Code:
        return op_call("execute", [literal(self.sql)])

    def run(self) -> None:
        migration().hand(Sql(self.sql))
