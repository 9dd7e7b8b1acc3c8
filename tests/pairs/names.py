"""Names for tables, columns and constraints, from plain to what only quotes can hold."""

from __future__ import annotations

from collections.abc import Iterable

from tests.pairs.chance import Chance

PLAIN = ("a", "b", "c", "d", "e", "size", "total", "state", "note_2", "kind", "ref")
ODD = (
    "order",
    "select",
    "User",
    "My Column",
    "per%cent",
    "it's",
    'q"q',
    "näme",
    "a:b",
    "UPPER",
    "group",
    "a-b",
    "back`tick",
    "(round)",
    "2nd",
    "index",
)
TABLES = ("item", "owner", "entry", "line", "box")
ODD_TABLES = ("Order", "user", "My Table", "t%t", "it's t", "tab:le", "table")
COMMENTS = (
    "plain",
    "it's 100%",
    'a "b" c',
    "a:b :c",
    "back\\slash",
    "line\nbreak",
    "ünï",
)


def fresh(
    chance: Chance,
    plain: Iterable[str],
    odd: Iterable[str],
    taken: Iterable[str],
    longest: int,
) -> str:
    """A name that is not ``taken`` (whatever the case); one in eight is odd, some are long."""
    used = {each.lower() for each in taken}
    if chance.happens(0.02):
        name = f"long_{next(chance.numbers)}_".ljust(longest, "x")
    else:
        name = chance.one(list(odd if chance.happens(0.12) else plain))
    while name.lower() in used:
        name = f"{name[: longest - 4]}{next(chance.numbers)}"
    return name


def rule_name(chance: Chance, kind: str, longest: int) -> str:
    """A name for a constraint or index that nothing else in the pair has."""
    number = next(chance.numbers)
    shape = chance.weighted(
        {
            "{k}_{n}": 10,
            "My {k} {n}": 1,
            "{k}%{n}": 1,
            "{k}'{n}": 1,
            "{k}_{n}_long": 0.5,
        }
    )
    name = shape.format(k=kind, n=number)
    return name.ljust(longest, "y") if name.endswith("_long") else name
