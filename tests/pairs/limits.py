"""What no tool could do: the changes that rows forbid, each with its reason; pairs keep clear of them.

A reason speaks of one way, from ``old`` models with rows to ``new`` ones; a pair must be free of
reasons both ways, since what goes up comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.pairs.rows import keyed
from tests.pairs.spec import Col, Models, Rule, Tab
from tests.pairs.types import CONVERSIONS

Reason = Callable[[str, Models, Models], bool]


def forbidden(flavour: str, old: Models, new: Models) -> bool:
    """Whether one of the two ways is beyond any tool; ``flavour`` is the database's name."""
    ways = ((old, new), (new, old))
    return any(each(flavour, *way) for each in REASONS for way in ways)


def values_unknown(old: Tab, column: Col) -> bool:
    """Whether the rows of a table that stays get this column's value from nowhere: all get the
    same, or nothing.
    """
    before = old.column(column.name)
    return before is None or before.computed


def _pairs(old: Models, new: Models) -> Iterator[tuple[Tab, Tab]]:
    for each in new.tables:
        before = old.table(each.key)
        if before is not None:
            yield before, each


def _new_rules(old: Tab, new: Tab) -> Iterator[Rule]:
    yield from new.rules


def all_rows_alike(flavour: str, old: Models, new: Models) -> bool:
    """Rows must differ in columns that they all get the same value in: a key over columns whose
    values are gone, or were never there, or that rows without one are filled in.

    What told the rows apart was dropped. To number them anew would make up keys that the rest of
    the world reads as real ones: that UPDATE is a person's to write.
    """
    return any(
        rule.distinct and _alike(old, before, after, rule)
        for before, after in _pairs(old, new)
        for rule in _new_rules(before, after)
    )


def _alike(old: Models, before: Tab, after: Tab, rule: Rule) -> bool:
    columns = [after.column(name) for name in rule.columns]
    here = [each for each in columns if each is not None]
    if any(each.numbered for each in here):
        return False
    leaned_on = keyed(old, before)
    unknown = [
        each
        for each in here
        if values_unknown(before, each)
        or _filled_in(before, after, each.name, leaned_on)
    ]
    if len(unknown) < len(here):
        return False
    empty = all(after.may_be_empty(each.name) and not each.filled for each in unknown)
    return not (empty and rule.kind != "primary" and "nulls_not" not in rule.source)


def nothing_to_refer_to(flavour: str, old: Models, new: Models) -> bool:
    """A foreign key whose rows refer to what is not there: the other table is new and empty, or
    the values of one of the two sides are gone.
    """
    return any(
        rule.kind == "foreign" and _dangles(old, before, after, rule)
        for before, after in _pairs(old, new)
        for rule in _new_rules(before, after)
    )


def _dangles(old: Models, before: Tab, after: Tab, rule: Rule) -> bool:
    assert rule.target is not None
    there = old.table(rule.target[0])
    columns = [after.column(name) for name in rule.columns]
    leaned_on = keyed(old, before)
    unknown = [
        c
        for c in columns
        if c is not None
        and (values_unknown(before, c) or _filled_in(before, after, c.name, leaned_on))
    ]
    if any(after.may_be_empty(each.name) and not each.filled for each in unknown):
        return False
    if unknown or there is None:
        return True
    goals = [there.column(name) for name in rule.target[1]]
    held = keyed(old, there)
    return any(
        goal is None or not goal.own or (goal.nullable and goal.name not in held)
        for goal in goals
    )


def _filled_in(before: Tab, after: Tab, name: str, leaned_on: set[str]) -> bool:
    """Whether a row that holds nothing there must hold something from then on."""
    empty = before.may_be_empty(name) and name not in leaned_on
    return empty and not after.may_be_empty(name)


def values_unreadable(flavour: str, old: Models, new: Models) -> bool:
    """A type that cannot hold what the rows hold, or not give it back as it was: text in a number,
    a moment in a short text, a fraction in a whole number; nor a value made up for the new type.
    """
    return any(
        not _readable(flavour, column, after)
        or _filled_in(before, tab, column.name, keyed(old, before))
        for before, tab in _pairs(old, new)
        for column in before.columns
        if column.own
        and (after := tab.column(column.name)) is not None
        and after.family != column.family
    )


_ROOMY = ("sa.String(50)", "sa.String(255)", "sa.Text()", "sa.String()")


def _readable(flavour: str, before: Col, after: Col) -> bool:
    known = CONVERSIONS[flavour]
    there = after.family in known.get(before.family, ())
    back = before.family in known.get(after.family, ())
    roomy = all(c.family != "text" or c.type in _ROOMY for c in (before, after))
    return (there or back) and roomy


def names_unsaid(flavour: str, old: Models, new: Models) -> bool:
    """Not impossible, but no change: a constraint without a name in the models agrees with the
    same one under any name, so that the name stays as it is; also that of a column's type.
    """
    rules = any(
        _said(before) != _said(after)
        for old_tab, new_tab in _pairs(old, new)
        for before in old_tab.rules
        for after in new_tab.rules
        if (before.kind, before.columns) == (after.kind, after.columns)
    )
    return rules or any(
        ("name=" in column.type) != ("name=" in now.type)
        for before, after in _pairs(old, new)
        for column in before.columns
        if "create_constraint" in column.type
        and (now := after.column(column.name)) is not None
        and "create_constraint" in now.type
    )


def options_unsaid(flavour: str, old: Models, new: Models) -> bool:
    """No change either: MySQL gives every table a character set and an engine, so a model that is
    silent agrees with what is there.
    """
    return any(
        name.startswith("mysql_") and name not in dict(after.options)
        for before, after in _pairs(old, new)
        for name, _ in before.options
    )


def years_watched(flavour: str, old: Models, new: Models) -> bool:
    """Rows hold years of this century; as numbers they fulfil no check and refer to no row."""
    return any(
        rule.kind in ("foreign", "check") and column.name in rule.columns
        for before, after in _pairs(old, new)
        for column in before.columns
        if column.family == "year"
        and (now := after.column(column.name)) is not None
        and now.family != "year"
        for rule in _new_rules(before, after)
    )


def keys_merged(flavour: str, old: Models, new: Models) -> bool:
    """No fault: CREATE TABLE of PostgreSQL merges a unique constraint with a primary key over the
    same columns, while ALTER TABLE makes both, as the models say.
    """
    return flavour == "postgresql" and any(
        _doubled(before) != _doubled(after) for before, after in _pairs(old, new)
    )


def _doubled(tab: Tab) -> set[tuple[str, ...]]:
    keys = {rule.columns for rule in tab.rules if rule.kind == "primary"}
    return keys & {rule.columns for rule in tab.rules if rule.kind == "unique"}


def _said(rule: Rule) -> bool:
    return rule.name is not None


REASONS: tuple[Reason, ...] = (
    all_rows_alike,
    nothing_to_refer_to,
    names_unsaid,
    options_unsaid,
    values_unreadable,
    years_watched,
    keys_merged,
)
"""All of them."""
