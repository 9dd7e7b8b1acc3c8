"""Random tables and whole models."""

from __future__ import annotations

from dataclasses import replace

from tests.pairs.chance import Chance
from tests.pairs.columns import column, computed, identity
from tests.pairs.flavour import Flavour
from tests.pairs.names import COMMENTS, ODD_TABLES, TABLES, fresh, rule_name
from tests.pairs.repair import repaired
from tests.pairs.rules import distinct_columns, foreign, primary, rule
from tests.pairs.spec import Col, Models, Options, Tab

CONVENTION: Options = (
    ("ix", "ix_%(column_0_label)s"),
    ("uq", "uq_%(table_name)s_%(column_0_N_name)s"),
    ("fk", "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"),
    ("pk", "pk_%(table_name)s"),
)


def models(chance: Chance, flavour: Flavour) -> Models:
    """One to four tables."""
    convention = CONVENTION if chance.happens(0.15) else ()
    made = Models((), convention)
    for _ in range(chance.number(1, 4)):
        made = with_new_table(chance, flavour, made)
    for _ in range(chance.weighted({0: 3, 1: 1, 2: 1})):
        tab = chance.one(made.tables)
        if (link := foreign(chance, flavour, made, tab)) is not None:
            made = made.with_table(replace(tab, rules=(*tab.rules, link)))
    if chance.happens(0.2):
        made = other_sequences(chance, flavour, made)
    return repaired(flavour, made)


def other_sequences(chance: Chance, flavour: Flavour, made: Models) -> Models:
    """A sequence by itself comes, goes or counts otherwise."""
    if not flavour.sequences:
        return made
    ways = (", start=5", ", increment=3", ", maxvalue=900, cycle=True", ", minvalue=-4")
    options = chance.one(ways)
    known = dict(made.sequences)
    if known and chance.happens(0.5):
        known.pop(chance.one(list(known)))
    elif known and chance.happens(0.5):
        known[chance.one(list(known))] = options
    else:
        known[rule_name(chance, "sq", flavour.longest)] = options
    return replace(made, sequences=tuple(known.items()))


def with_new_table(chance: Chance, flavour: Flavour, made: Models) -> Models:
    tab = table(chance, flavour, made)
    made = replace(made, tables=(*made.tables, tab))
    for _ in range(chance.number(0, 4)):
        if (one := rule(chance, flavour, made, tab)) is not None:
            tab = replace(tab, rules=(*tab.rules, one))
            made = made.with_table(tab)
    return repaired(flavour, made)


def table(chance: Chance, flavour: Flavour, made: Models) -> Tab:
    """A table with its columns, its key and columns for foreign keys to others."""
    taken = [t.name for t in made.tables]
    name = fresh(chance, TABLES, ODD_TABLES, taken, flavour.longest_table)
    tab = Tab(name, key_columns(chance, flavour))
    for _ in range(chance.number(1, 5)):
        tab = with_new_column(chance, flavour, tab)
    for there in chance.some(made.tables, 0, 1):
        tab = with_reference(chance, flavour, tab, there)
    if chance.happens(0.15) and (made_column := computed(chance, flavour, tab)):
        tab = replace(tab, columns=(*tab.columns, made_column))
    if "sqlite_strict" in flavour.table_options and chance.happens(0.08):
        tab = strict(tab)
    elif chance.happens(0.2):
        tab = with_options(chance, flavour, tab)
    if flavour.comments and chance.happens(0.2):
        tab = replace(
            tab, options=(*tab.options, ("comment", repr(chance.one(COMMENTS))))
        )
    if flavour.namespaces and chance.happens(0.12):
        tab = replace(tab, schema=chance.one(["side", "Other Side"]))
    return with_key(chance, flavour, tab)


def key_columns(chance: Chance, flavour: Flavour) -> tuple[Col, ...]:
    """The column that numbers the rows, in one of its ways; or none."""
    way = chance.weighted({"integer": 5, "big": 1, "identity": 1, "none": 1})
    if way == "none":
        return ()
    if way == "identity" and flavour.identity:
        return (Col("id", "sa.Integer()", "integer", (), identity(chance)),)
    type_ = "sa.BigInteger()" if way == "big" else "sa.Integer()"
    quiet = (("autoincrement", "False"),) if chance.happens(0.2) else ()
    return (Col("id", type_, "integer", quiet),)


def with_new_column(chance: Chance, flavour: Flavour, tab: Tab) -> Tab:
    made = column(chance, flavour, [c.name for c in tab.columns])
    return replace(tab, columns=(*tab.columns, made))


def with_reference(chance: Chance, flavour: Flavour, tab: Tab, there: Tab) -> Tab:
    """With columns of the types of the other table's key, for foreign keys to lean on."""
    key = next((r for r in there.rules if r.kind in ("primary", "unique")), None)
    for name in key.columns if key else ():
        target = there.column(name)
        assert target is not None
        own = f"r{next(chance.numbers)}_{there.name}"[:20]
        made = Col(own, target.type, target.family).having(
            nullable=chance.one([None, "False"])
        )
        tab = replace(tab, columns=(*tab.columns, made))
    return tab


def strict(tab: Tab) -> Tab:
    """A STRICT table, its columns of what such a one may hold."""
    columns = (
        (
            Col(c.name, "sa.Integer()", c.family)
            if c.family == "integer"
            else Col(c.name, "sa.Text()", "text")
        )
        for c in tab.columns
        if c.own
    )
    return replace(tab, columns=tuple(columns), options=(("sqlite_strict", "True"),))


def with_options(chance: Chance, flavour: Flavour, tab: Tab) -> Tab:
    """With another option of the table set, or one taken away."""
    name = chance.one(list(flavour.table_options))
    options = dict(tab.options)
    if options.pop(name, None) is None:
        options[name] = chance.one(flavour.table_options[name])
    return replace(tab, options=tuple(options.items()))


def with_key(chance: Chance, flavour: Flavour, tab: Tab) -> Tab:
    """With a primary key: the number, other columns, several, or none."""
    rules = tuple(r for r in tab.rules if r.kind != "primary")
    able = [
        c.name
        for c in distinct_columns(tab)
        if c.family in ("integer", "text", "uuid", "date")
    ]
    way = chance.weighted({"id": 6, "several": 1.5, "other": 1, "none": 0.5})
    columns: tuple[str, ...] = ()
    if tab.column("id") is not None and way != "none":
        columns = ("id", *chance.some(able, 1, 1)) if way == "several" else ("id",)
    elif way != "none":
        columns = tuple(chance.some(able, 1, 2))
    if not columns:
        return replace(tab, rules=rules)
    name = rule_name(chance, "pk", flavour.longest) if chance.happens(0.2) else None
    return replace(tab, rules=(primary(columns, name), *rules))
