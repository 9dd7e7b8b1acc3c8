"""Random columns: a type of any family, nullable or not, a default, a comment; computed, counted."""

from __future__ import annotations

from tests.accepted import ENUM_PERCENT
from tests.pairs.chance import Chance
from tests.pairs.flavour import Flavour
from tests.pairs.names import COMMENTS, ODD, PLAIN, fresh
from tests.pairs.spec import Col, Tab
from tests.pairs.types import FAMILIES, LABELS

MORE_LABELS = ("s", "it's", "T u", f"100{ENUM_PERCENT}", "v:w")


def column(chance: Chance, flavour: Flavour, taken: list[str]) -> Col:
    """A column that holds values of its own."""
    family = chance.weighted(_weights(flavour))
    name = fresh(chance, PLAIN, ODD, taken, min(flavour.longest, 60))
    made = Col(name, type_source(chance, flavour, family), family)
    if family not in ("range", "bit"):
        made = made.having(nullable=chance.one([None, None, "False"]))
    if chance.happens(0.3):
        made = with_default(chance, flavour, made)
    return with_comment(chance, flavour, made) if chance.happens(0.15) else made


def _weights(flavour: Flavour) -> dict[str, float]:
    weights = dict.fromkeys(flavour.types, 1.0)
    return weights | {"integer": 4.0, "text": 4.0}


def type_source(chance: Chance, flavour: Flavour, family: str) -> str:
    """A type of the family as source."""
    source = chance.one(flavour.types[family])
    labels = [*LABELS, *chance.some(MORE_LABELS, 0, 2)]
    name = f"e_{next(chance.numbers)}"
    return (
        source.format(l=", ".join(map(repr, labels)), n=name)
        if "{" in source
        else source
    )


def with_default(chance: Chance, flavour: Flavour, made: Col) -> Col:
    """With another server default, or none where the family has none here."""
    choices = [each for each in FAMILIES[made.family].defaults if possible(each, made)]
    choices = [each for each in choices if each != made.option("server_default")]
    return made.having(server_default=chance.one(choices) if choices else None)


def possible(default: str, made: Col) -> bool:
    """No unsigned number is negative; a UUID without a type of its own has no hyphens."""
    bare = unsigned(made.type) or "native_uuid=False" in made.type
    return not (bare and "-" in default)


def unsigned(type_: str) -> bool:
    """Whether no number of a type is negative."""
    return "unsigned" in type_ or "zerofill" in type_


def with_comment(chance: Chance, flavour: Flavour, made: Col) -> Col:
    if not flavour.comments:
        return made
    return made.having(comment=repr(chance.one(COMMENTS)))


def computed(chance: Chance, flavour: Flavour, tab: Tab) -> Col | None:
    """A column computed from another one of the table; None where none will do."""
    bases = [
        c
        for c in tab.columns
        if c.family in ("integer", "text")
        and c.own
        and c.name != "id"
        and plain(c.name)
    ]
    if not bases:
        return None
    base = chance.one(bases)
    texts = {
        "integer": ("{c} + 1", "{c} * 2 + 1", "abs({c})", "coalesce({c}, 7)"),
        "text": ("lower({c})", "upper({c})", "coalesce({c}, 'x')"),
    }
    text = chance.one(texts[base.family]).format(c=base.name)
    name = fresh(chance, PLAIN, ODD, [c.name for c in tab.columns], 60)
    how = chance.one(flavour.stored)
    type_ = "sa.Integer()" if base.family == "integer" else "sa.String(255)"
    return Col(name, type_, base.family, (), f"sa.Computed({text!r}, persisted={how})")


def plain(name: str) -> bool:
    """Whether a name can stand in SQL without quotes on every database."""
    return name.isascii() and name.islower() and name.isidentifier() and name not in (
        "order", "select", "group", "index", "table", "user", "size", "state"
    )  # fmt: skip


def identity(chance: Chance) -> str:
    options = chance.some(["start=5", "increment=3", "maxvalue=90000", "cycle=True", "cache=4", "always=True", "minvalue=1"], 0, 3)  # fmt: skip
    return f"sa.Identity({', '.join(options)})"
