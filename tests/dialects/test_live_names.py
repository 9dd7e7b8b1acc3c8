"""Names of unnamed constraints: a live twin gives its name once, the rest get the server's own."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import count

import pytest

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.dialects.live_names import (
    Likeness,
    equals_but_for_name,
    says_the_same,
    with_automatic_names,
    with_live_names,
)
from autodiff.dialects.standard import StandardDialect
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique


def uq(name: str | None, *columns: str, table: str = "t") -> Unique:
    return Unique("", table, name, columns)


def ck(name: str | None, sql: str) -> Check:
    return Check("", "t", name, Clause(sql, sql))


def fk(name: str | None, on_delete: str | None = None) -> ForeignKey:
    return ForeignKey("", "t", name, ("a",), "", "u", ("id",), on_delete)


def pk(name: str | None, *columns: str) -> PrimaryKey:
    return PrimaryKey("", "t", name, columns)


def names(values: Iterable[Object]) -> list[str | None]:
    return [value.name for value in values if isinstance(value, Constraint)]


SAME: tuple[Likeness, ...] = (says_the_same,)
EQUAL_FIRST: tuple[Likeness, ...] = (equals_but_for_name, says_the_same)


@pytest.mark.parametrize(
    ("declared", "live", "likenesses", "expected"),
    [
        pytest.param([uq(None, "a")], [uq("x", "a")], SAME, ["x"], id="a twin"),
        pytest.param([uq(None, "a")], [uq("x", "b")], SAME, [None], id="none"),
        pytest.param([uq("y", "a")], [uq("x", "a")], SAME, ["y"], id="a stated name"),
        pytest.param(
            [uq(None, "a"), uq("x", "b")],
            [uq("x", "a")],
            SAME,
            [None, "x"],
            id="a name that another one states",
        ),
        pytest.param(
            [uq(None, "a"), uq(None, "a")],
            [uq("x", "a"), uq("y", "a")],
            SAME,
            ["x", "y"],
            id="each twin gives its name once",
        ),
        pytest.param(
            [uq(None, "a")], [uq("x", "a", table="u")], SAME, [None], id="another table"
        ),
        pytest.param(
            [ck(None, "(a)")], [uq("x", "(a)")], SAME, [None], id="another kind"
        ),
        pytest.param([uq(None, "a")], [uq(None, "a")], SAME, [None], id="no live name"),
        pytest.param(
            [uq(None, "a"), uq(None, "a")],
            [uq(None, "a"), uq("x", "a")],
            SAME,
            [None, "x"],
            id="a twin without a name is one all the same",
        ),
        pytest.param(
            [pk(None, "a")], [pk("p", "b")], SAME, ["p"], id="the only primary key"
        ),
        pytest.param(
            [fk(None), fk(None, "CASCADE")],
            [fk("x", "CASCADE"), fk("y", "SET NULL")],
            EQUAL_FIRST,
            ["y", "x"],
            id="what is quite the same goes first",
        ),
        pytest.param(
            [fk(None)],
            [fk("x", "CASCADE")],
            (equals_but_for_name,),
            [None],
            id="not quite the same",
        ),
    ],
)
def test_names_of_live_twins(
    declared: list[Object],
    live: list[Object],
    likenesses: tuple[Likeness, ...],
    expected: list[str | None],
) -> None:
    assert names(with_live_names(declared, live, likenesses)) == expected


def test_a_live_name_is_marked_as_the_databases_own() -> None:
    (named,) = with_live_names([uq(None, "a")], [uq("x", "a")], SAME)
    assert isinstance(named, Unique) and named.automatic


def test_others_have_their_names() -> None:
    declared, live, others = [uq(None, "a")], [uq("x", "a")], [uq("x", "b")]
    assert names(with_live_names(declared, live, SAME, others=others)) == [None]


def test_some_kinds_only() -> None:
    declared = [ck(None, "1"), uq(None, "a")]
    live = [ck("c", "1"), uq("x", "a")]
    named = with_live_names(declared, live, SAME, kinds=(Unique,))
    assert names(named) == [None, "x"]


class Numbering(StandardDialect):
    """Gives the first free one of n1, n2, ... to all but foreign keys."""

    def __init__(self) -> None:
        pass

    def automatic_name(self, value: Object, taken: Iterable[str]) -> str | None:
        if isinstance(value, ForeignKey):
            return None
        return next(name for n in count(1) if (name := f"n{n}") not in taken)


def spaces(value: Object) -> Iterable[Hashable]:
    """All constraints of a table share one; indexes of a namespace share one with unique keys."""
    if isinstance(value, Constraint):
        yield value.parent
    if isinstance(value, Unique | Index):
        yield value.namespace


@pytest.mark.parametrize(
    ("declared", "others", "expected"),
    [
        pytest.param([ck(None, "1")], [], ["n1"], id="the first"),
        pytest.param(
            [ck(None, "1"), ck("n3", "2"), ck(None, "3"), ck(None, "4")],
            [],
            ["n1", "n3", "n2", "n4"],
            id="one after the other",
        ),
        pytest.param([ck(None, "1")], [uq("n1", "a")], ["n2"], id="the same table"),
        pytest.param(
            [ck(None, "1")], [uq("n1", "a", table="u")], ["n1"], id="another table"
        ),
        pytest.param(
            [uq(None, "1")], [uq("n1", "a", table="u")], ["n2"], id="the same namespace"
        ),
        pytest.param(
            [uq(None, "1"), ck(None, "1")],
            [Index("", "u", "n1", ())],
            ["n2", "n1"],
            id="each space has its own",
        ),
        pytest.param([fk(None)], [], [None], id="the server names none"),
        pytest.param([ck("c", "1")], [], ["c"], id="a stated name"),
    ],
)
def test_names_of_the_servers_own(
    declared: list[Object], others: list[Object], expected: list[str | None]
) -> None:
    named = with_automatic_names(declared, others, spaces, Numbering())
    assert names(named) == expected
