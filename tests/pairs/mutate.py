"""Mutations: the changes between the two models of a pair."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tests.pairs.chance import Chance
from tests.pairs.columns import (
    MORE_LABELS,
    computed,
    identity,
    possible,
    type_source,
    with_comment,
    with_default,
)
from tests.pairs.flavour import Flavour
from tests.pairs.limits import forbidden
from tests.pairs.names import ODD, PLAIN, fresh
from tests.pairs.repair import repaired
from tests.pairs.rules import rule
from tests.pairs.spec import Col, Models, Tab
from tests.pairs.tables import (
    models,
    other_sequences,
    with_key,
    with_new_column,
    with_new_table,
    with_options,
)
from tests.pairs.types import CONVERSIONS, LABELS

Change = Callable[[Chance, Flavour, Models], Models]


def pair(chance: Chance, flavour: Flavour) -> tuple[Models, Models]:
    """Models before and after: one to six mutations lie between them, now and then a world."""
    before = models(chance, flavour)
    if chance.happens(0.04):
        other = models(chance, flavour)
        if not forbidden(flavour.name, before, other):
            return before, other
    after = before
    for _ in range(chance.number(1, 6)):
        after = _mutated(chance, flavour, before, after)
    return before, after


def one_change(chance: Chance, flavour: Flavour, before: Models) -> Models:
    """Models that differ from ``before`` by one mutation."""
    return _mutated(chance, flavour, before, before)


def _mutated(chance: Chance, flavour: Flavour, before: Models, after: Models) -> Models:
    """``after`` with one more change that is not beyond any tool."""
    for _ in range(20):
        change = chance.weighted(CHANGES)
        tried = repaired(flavour, change(chance, flavour, after))
        if tried != after and not forbidden(flavour.name, before, tried):
            return tried
    return after


def _in_table(change: Callable[[Chance, Flavour, Models, Tab], Tab]) -> Change:
    def changed(chance: Chance, flavour: Flavour, made: Models) -> Models:
        if not made.tables:
            return made
        tab = chance.one(made.tables)
        return made.with_table(change(chance, flavour, made, tab))

    return changed


def _in_column(change: Callable[[Chance, Flavour, Tab, Col], Col]) -> Change:
    def changed(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
        column = chance.one(tab.columns)
        return tab.with_column(change(chance, flavour, tab, column))

    return _in_table(changed)


# --- tables ---------------------------------------------------------------------------------------


def drop_table(chance: Chance, flavour: Flavour, made: Models) -> Models:
    gone = chance.one(made.tables) if len(made.tables) > 1 else None
    return replace(made, tables=tuple(t for t in made.tables if t is not gone))


def options_of_table(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    return with_options(chance, flavour, tab)


def comment_of_table(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    if not flavour.comments:
        return tab
    options = dict(tab.options)
    if options.pop("comment", None) is None:
        options["comment"] = repr("it's 5%: a \\ b")
    return replace(tab, options=tuple(options.items()))


def key_of_table(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    return with_key(chance, flavour, tab)


# --- columns --------------------------------------------------------------------------------------


def add_column(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    return with_new_column(chance, flavour, tab)


def add_computed(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    column = computed(chance, flavour, tab)
    return replace(tab, columns=(*tab.columns, column)) if column else tab


def drop_column(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    if len(tab.columns) < 2:
        return tab
    gone = chance.one(tab.columns)
    return replace(tab, columns=tuple(c for c in tab.columns if c is not gone))


def rename_column(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    """Without consent: the column goes, and one like it comes."""
    column = chance.one(tab.columns)
    name = fresh(chance, PLAIN, ODD, [c.name for c in tab.columns], 60)
    columns = tuple(replace(c, name=name) if c is column else c for c in tab.columns)
    return replace(tab, columns=columns)


def type_within_family(chance: Chance, flavour: Flavour, tab: Tab, column: Col) -> Col:
    if not column.own or column.family not in flavour.types:
        return column
    return _converted(
        column, type_source(chance, flavour, column.family), column.family
    )


def type_of_other_family(
    chance: Chance, flavour: Flavour, tab: Tab, column: Col
) -> Col:
    able = CONVERSIONS[flavour.name].get(column.family, ())
    if not able or not column.own or column.name == "id":
        return column
    family = chance.one(able)
    roomy = {
        "text": "sa.String(255)",
        "numeric": "sa.Numeric(12, 4)",
        "integer": "sa.Integer()",
    }
    if "JSON" in column.type:
        roomy["text"] = "sa.Text()"
    type_ = roomy.get(family) or type_source(chance, flavour, family)
    changed = _converted(column.having(server_default=None), type_, family)
    return with_default(chance, flavour, changed) if chance.happens(0.3) else changed


def other_labels(chance: Chance, flavour: Flavour, made: Models) -> Models:
    """An enum has other labels under its name, for all the columns that have it: those that rows
    may hold stay, in any order.
    """
    listed = [
        found for t in made.tables for c in t.columns if (found := _ENUM.match(c.type))
    ]
    if not listed:
        return made
    old = chance.one(listed)
    labels = [*LABELS, *chance.some(MORE_LABELS, 0, 3)]
    labels = chance.some(labels, 99, 99) if chance.happens(0.6) else labels
    new = f"{old['head']}{', '.join(map(repr, labels))}{old['tail']}"
    for tab in made.tables:
        columns = (replace(c, type=new) if c.type == old[0] else c for c in tab.columns)
        made = made.with_table(replace(tab, columns=tuple(columns)))
    return made


_ENUM = re.compile(
    r"(?P<head>.*(?:Enum|ENUM)\()(?P<labels>['\"][^=]*?)(?P<tail>(?:, \w+=.*)?\)+)"
)
"""The source of a type that lists its labels."""


def same_type(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    """Another column of a type that is there already: one enum serves several."""
    column = chance.one([c for t in made.tables for c in t.columns])
    own_check = "create_constraint" in column.type and tab.has_type(column.type)
    if not column.own or column.family not in flavour.types or own_check:
        return tab
    name = fresh(chance, PLAIN, ODD, [c.name for c in tab.columns], 60)
    bare = column.family in ("range", "bit")
    nullable = None if bare else chance.one([None, "False"])
    made_column = Col(name, column.type, column.family).having(nullable=nullable)
    return replace(tab, columns=(*tab.columns, made_column))


def _converted(column: Col, type_: str, family: str) -> Col:
    made = replace(column, type=type_, family=family)
    default = made.option("server_default")
    bad = default is not None and not possible(default, made)
    return made.having(server_default=None) if bad else made


def linked_types(chance: Chance, flavour: Flavour, made: Models) -> Models:
    """One type for all columns that foreign keys tie together."""
    links = [
        ((t.key, c), (r.target[0], g))
        for t in made.tables
        for r in t.rules
        if r.target
        for c, g in zip(r.columns, r.target[1], strict=True)
    ]
    if not links:
        return made
    tied = set(chance.one(links))
    for _ in links:
        tied |= {end for link in links if tied & set(link) for end in link}
    key, name = sorted(tied)[0]
    tab = made.table(key)
    column = tab.column(name) if tab else None
    if column is None or column.family not in ("integer", "text"):
        return made
    type_ = chance.one(
        ["sa.Integer()", "sa.BigInteger()"]
        if column.family == "integer"
        else ["sa.String(50)", "sa.String(255)"]
    )
    for tab in made.tables:
        columns = tuple(
            _converted(c, type_, c.family) if (tab.key, c.name) in tied else c
            for c in tab.columns
        )
        made = made.with_table(replace(tab, columns=columns))
    return made


def nullable(chance: Chance, flavour: Flavour, tab: Tab, column: Col) -> Col:
    if column.family in ("range", "bit"):
        return column
    return column.having(nullable="False" if column.nullable else None)


def default(chance: Chance, flavour: Flavour, tab: Tab, column: Col) -> Col:
    if column.name == "id" or not column.own:
        return column
    if column.filled and chance.happens(0.4):
        return column.having(server_default=None)
    return with_default(chance, flavour, column)


def comment(chance: Chance, flavour: Flavour, tab: Tab, column: Col) -> Col:
    if column.option("comment") and chance.happens(0.5):
        return column.having(comment=None)
    return with_comment(chance, flavour, column)


def made_otherwise(chance: Chance, flavour: Flavour, tab: Tab, column: Col) -> Col:
    """A computed column changes its expression, or becomes a plain one."""
    if column.made is None or column.made.startswith("sa.Identity"):
        return column
    if chance.happens(0.4):
        return replace(column, made=None)
    other = computed(
        chance,
        flavour,
        replace(tab, columns=tuple(c for c in tab.columns if c != column)),
    )
    return replace(other, name=column.name) if other else column


def counted_otherwise(chance: Chance, flavour: Flavour, tab: Tab, column: Col) -> Col:
    """The number of the rows is counted in another way, or no more."""
    number = tab.column("id")
    if number is None:
        return column
    if flavour.identity and chance.happens(0.5):
        gone = number.made and chance.happens(0.5)
        return replace(number, made=None if gone else identity(chance), options=())
    if number.made:
        return number
    return number.having(
        autoincrement=None if number.option("autoincrement") else "False"
    )


# --- constraints and indexes ----------------------------------------------------------------------


def add_rule(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    new = rule(chance, flavour, made, tab)
    return replace(tab, rules=(*tab.rules, new)) if new else tab


def drop_rule(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    gone = chance.one(tab.rules) if tab.rules else None
    return replace(tab, rules=tuple(r for r in tab.rules if r is not gone))


def other_rule(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    """One goes and another comes."""
    return add_rule(chance, flavour, made, drop_rule(chance, flavour, made, tab))


def same_name(chance: Chance, flavour: Flavour, made: Models, tab: Tab) -> Tab:
    """A rule with another content under the name of one that was there."""
    old = [r for r in tab.rules if r.name]
    new = rule(chance, flavour, made, tab)
    if not old or new is None or new.name is None:
        return tab
    gone = chance.one(old)
    assert gone.name is not None
    if gone.kind != new.kind:
        return tab
    heir = replace(
        new, name=gone.name, source=new.source.replace(repr(new.name), repr(gone.name))
    )
    return replace(tab, rules=tuple(heir if r is gone else r for r in tab.rules))


CHANGES: dict[Change, float] = {
    with_new_table: 1.0,
    drop_table: 0.7,
    _in_table(options_of_table): 0.8,
    _in_table(comment_of_table): 0.5,
    _in_table(key_of_table): 1.0,
    _in_table(add_column): 2.0,
    _in_table(add_computed): 0.5,
    _in_table(drop_column): 2.0,
    _in_table(rename_column): 0.7,
    _in_column(type_within_family): 3.0,
    _in_column(type_of_other_family): 2.0,
    linked_types: 1.0,
    other_labels: 1.0,
    other_sequences: 0.4,
    _in_table(same_type): 0.7,
    _in_column(nullable): 2.0,
    _in_column(default): 2.0,
    _in_column(comment): 0.8,
    _in_column(made_otherwise): 1.5,
    _in_column(counted_otherwise): 1.0,
    _in_table(add_rule): 3.0,
    _in_table(drop_rule): 2.0,
    _in_table(other_rule): 1.5,
    _in_table(same_name): 1.5,
}
"""Each change and how often it is tried."""
