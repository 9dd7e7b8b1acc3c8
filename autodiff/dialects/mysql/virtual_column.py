"""Virtual columns: the server turns none into a plain or stored one, and none into a virtual one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from autodiff.core.dialect import Dialect
from autodiff.core.operation import Create, Drop, Operation
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.dialects.mysql.updating import update
from autodiff.kinds.column import Column, table_name

_BESIDE = "{}__plain"


def is_in_the_way(before: Column, after: Column) -> bool:
    """Whether one of the two is computed on reading, so that MODIFY is refused (error 1907 of
    MariaDB, 3106 of MySQL).
    """
    if before.computed == after.computed:
        return False
    found = (before.computed, after.computed)
    return any(each is not None and not each.stored for each in found)


def made_anew(
    before: Column, after: Column, dialect: Dialect, state: State
) -> Iterator[Statement]:
    """The column goes and comes; what leans on it is dropped before and created again after."""
    leaning = [
        each
        for each in state.under(after.parent)
        if each.leaf and before.key in each.needs()
    ]
    for each in leaning:
        yield from _emitted(Drop(each), dialect, state)
    if after.computed is None:
        yield from _with_values(after, dialect, state)
    else:
        yield from _emitted(Drop(before), dialect, state)
        yield from _emitted(Create(after), dialect, state)
    for each in leaning:
        yield from _emitted(Create(each), dialect, state)


def _with_values(after: Column, dialect: Dialect, state: State) -> Iterator[Statement]:
    """A plain column beside the virtual one takes its values, then its name."""
    table = table_name(after, dialect)
    beside = replace(after, name=_BESIDE.format(after.name[:56]), nullable=True)
    old, new = dialect.quote(after.name), dialect.quote(beside.name)
    yield Statement(f"ALTER TABLE {table} ADD COLUMN {dialect.definition(beside)}")
    yield update(beside, old, dialect, state)
    yield Statement(f"ALTER TABLE {table} DROP COLUMN {old}")
    yield Statement(f"ALTER TABLE {table} CHANGE {new} {dialect.definition(after)}")


def _emitted(
    operation: Operation, dialect: Dialect, state: State
) -> Iterator[Statement]:
    yield from dialect.emitter(operation)(operation, dialect, state)
