"""The bodies of a script: operations as the Python lines of ``upgrade()`` and ``downgrade()``."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

from autodiff.core.clause import Clause
from autodiff.core.code import Code, literal, op_call, with_argument
from autodiff.core.grouping import grouped
from autodiff.core.key import Key
from autodiff.core.operation import Alter, AnyOperation, Create, Drop, Rename
from autodiff.core.own_operation import OwnOperation
from autodiff.core.printer import Printer
from autodiff.frozen import frozen


@frozen
class Body:
    """Source lines, unindented, and the import lines that they need."""

    lines: tuple[str, ...]
    imports: frozenset[str]


Remarks = Callable[[AnyOperation], Iterable[str]]
"""Returns the comments that are written above an operation."""


def no_remarks(step: AnyOperation) -> Iterable[str]:
    """Return no comments."""
    return ()


def body(
    operations: Sequence[AnyOperation],
    printer: Printer,
    *,
    batches: bool,
    remarks: Remarks = no_remarks,
) -> Body:
    """Return ``operations`` as source by ``printer``, with the ``remarks`` above each operation.

    With ``batches``, consecutive operations on one table share a batch block.
    """
    lines: list[str] = []
    imports: set[str] = set()
    for table, together in grouped(operations, batches=batches):
        indent = ""
        if table is not None:
            lines.append(f"with {_batch_head(table).text}:")
            indent = "    "
        for operation in together:
            code = operation_code(operation, printer)
            lines += _comments(remarks(operation), indent)
            lines.append(f"{indent}{code.text}")
            imports |= code.imports
    return Body(tuple(lines), frozenset(imports))


_WIDTH = 84
"""The width of a line in a function, without its indentation."""


def _comments(remarks: Iterable[str], indent: str) -> Iterator[str]:
    for remark in remarks:
        yield from textwrap.wrap(
            remark,
            _WIDTH,
            initial_indent=f"{indent}# ",
            subsequent_indent=f"{indent}# ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def operation_code(operation: AnyOperation, printer: Printer) -> Code:
    """Return the ``op`` call for ``operation``."""
    match operation:
        case Create(object=value, parts=parts, fill=fill, if_not_exists=asked):
            code = _filling(value.create_code(parts, printer), fill, printer)
            return _with(code, if_not_exists=True) if asked else code
        case Drop(object=value, if_exists=asked):
            code = value.drop_code(printer)
            return _with(code, if_exists=True) if asked else code
        case Alter(before=before, after=after, fill=fill, options=options):
            code = _filling(before.alter_code(after, printer), fill, printer)
            code = _with(code, **dict(options))
            labels = dict(operation.inner_renames)
            return _with(code, renamed_labels=labels) if labels else code
        case Rename(before=before, after=after):
            return before.rename_code(after, printer)
        case OwnOperation():
            return operation.code(printer)


def _filling(code: Code, fill: Clause | None, printer: Printer) -> Code:
    return code if fill is None else with_argument(code, "fill", printer.sql(fill))


def _with(code: Code, **options: object) -> Code:
    """Return the call with arguments that only hand-written scripts have."""
    for name, value in options.items():
        code = with_argument(code, name, literal(value))
    return code


def _batch_head(table: Key) -> Code:
    schema = {"schema": literal(table.namespace)} if table.namespace else {}
    return op_call("batch_alter_table", [literal(table.name)], schema)
