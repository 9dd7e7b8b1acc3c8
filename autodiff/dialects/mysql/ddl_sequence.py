"""Write DDL of MariaDB's sequences, and fill in their default numbers (its manual, CREATE
SEQUENCE).
"""

from __future__ import annotations

from collections.abc import Iterator

from autodiff.core.dialect import Dialect, Emitters
from autodiff.core.operation import Alter
from autodiff.core.state import State
from autodiff.core.statement import Statement
from autodiff.kinds.counting import Counting
from autodiff.kinds.sequence import CountingSequence

LARGEST = 2**63 - 2
CACHE = 1000


def full(counting: Counting) -> Counting:
    """Return ``counting`` with every number stated."""
    increment = _stated(counting.increment, 1)
    low, high = (-(2**63) + 1, -1) if increment < 0 else (1, LARGEST)
    minvalue = _stated(counting.minvalue, low)
    maxvalue = _stated(counting.maxvalue, high)
    start = _stated(counting.start, maxvalue if increment < 0 else minvalue)
    cache = _stated(counting.cache, CACHE)
    return Counting(start, increment, minvalue, maxvalue, counting.cycle, cache)


def without_defaults(counting: Counting) -> Counting:
    """Return ``counting`` with None for each default number, so that both sides compare equal."""
    stated = full(counting)
    usual = full(Counting(increment=stated.increment))
    minvalue = _unless(stated.minvalue, usual.minvalue)
    maxvalue = _unless(stated.maxvalue, usual.maxvalue)
    bounded = full(Counting(None, stated.increment, minvalue, maxvalue))
    return Counting(
        _unless(stated.start, bounded.start),
        _unless(stated.increment, 1),
        minvalue,
        maxvalue,
        counting.cycle,
        _unless(stated.cache, CACHE),
    )


def _stated(number: int | None, default: int) -> int:
    return default if number is None else number


def _unless(number: int | None, default: int | None) -> int | None:
    return None if number == default else number


def alter_sequence(
    operation: Alter[CountingSequence], dialect: Dialect, state: State
) -> Iterator[Statement]:
    """Restate every number, defaults included: otherwise the old number would stay."""
    before, after = operation.before, operation.after
    old, new = full(before.counting), full(after.counting)
    name = dialect.qualified(after.namespace, after.name)
    assert old.minvalue is not None and new.minvalue is not None
    assert old.maxvalue is not None and new.increment is not None
    if old.minvalue < new.minvalue <= old.maxvalue and new.increment > 0:
        # ALTER refuses a counter below the new bounds; SETVAL never sets one back.
        yield Statement(f"SELECT SETVAL({name}, {new.start}, 0)")
    words = [
        f"START WITH {new.start}",
        f"INCREMENT BY {new.increment}",
        f"MINVALUE {new.minvalue}",
        f"MAXVALUE {new.maxvalue}",
        f"CACHE {new.cache}",
        "CYCLE" if new.cycle else "NOCYCLE",
    ]
    yield Statement(f"ALTER SEQUENCE {name} {' '.join(words)}")


EMITTERS: Emitters = {(Alter, CountingSequence): alter_sequence}
