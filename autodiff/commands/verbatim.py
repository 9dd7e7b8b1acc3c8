"""Verbatim bodies: Python lines that hand over the same items as the scripts did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from autodiff.core.code import literal, op_call
from autodiff.core.operation import Operation
from autodiff.core.printer import Printer
from autodiff.execute.item import Group, Item, Sql
from autodiff.revisions.body import Body, Remarks, body, no_remarks


def verbatim(
    items: Sequence[Item],
    printer: Printer,
    *,
    batches: bool,
    remarks: Remarks = no_remarks,
) -> Body:
    """Return the body that hands over ``items``, operations and SQL text, in their order. With
    ``batches`` changes to one table are gathered in a block; ``remarks`` gives an operation's
    comments.
    """
    parts = [
        (
            body(run, printer, batches=batches, remarks=remarks)
            if isinstance(run, list)
            else _sql(run)
        )
        for run in _runs(items)
    ]
    lines = (line for part in parts for line in part.lines)
    imports = frozenset[str]().union(*(part.imports for part in parts))
    return Body(tuple(lines), imports)


def _runs(items: Iterable[Item]) -> Iterable[list[Operation] | Sql]:
    """Yield neighbouring operations together, and each SQL text alone."""
    run: list[Operation] = []
    for item in items:
        if isinstance(item, Group):
            run += item.operations
        elif isinstance(item, Sql):
            if run:
                yield run
            run = []
            yield item
    if run:
        yield run


def _sql(item: Sql) -> Body:
    code = op_call("execute", [literal(item.statement)])
    return Body((code.text,), code.imports)
