"""Shrinking: the smallest pair that still fails, by leaving out one thing after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.pairs.flavour import Flavour
from tests.pairs.repair import repaired
from tests.pairs.spec import Models, Tab

Pair = tuple[Models, Models]
Fails = Callable[[Models, Models], bool]


def smallest(flavour: Flavour, pair: Pair, fails: Fails) -> Pair:
    """The pair that fails and of which nothing can be left out."""
    changed = True
    while changed:
        changed = False
        for tried in _smaller(flavour, pair):
            if tried != pair and fails(*tried):
                pair, changed = tried, True
                break
    return pair


def _smaller(flavour: Flavour, pair: Pair) -> Iterator[Pair]:
    for make in (
        _without_tables,
        _without_columns,
        _without_rules,
        _without_options,
    ):
        for change in make(pair):
            before, after = (repaired(flavour, change(each)) for each in pair)
            yield before, after
    before, after = pair
    for tab in after.tables:
        if (old := before.table(tab.key)) is not None and old != tab:
            yield before, repaired(flavour, after.with_table(old))
            yield before, repaired(
                flavour, after.with_table(replace(tab, rules=old.rules))
            )
            yield before, repaired(
                flavour, after.with_table(replace(tab, columns=old.columns))
            )


Change = Callable[[Models], Models]


def _tables(pair: Pair) -> Iterator[Tab]:
    yield from {t.key: t for models in pair for t in models.tables}.values()


def _without_tables(pair: Pair) -> Iterator[Change]:
    for tab in _tables(pair):
        yield lambda m, key=tab.key: replace(  # type: ignore[misc]
            m, tables=tuple(t for t in m.tables if t.key != key)
        )
    yield lambda m: replace(m, convention=())


def _in(key: str, change: Callable[[Tab], Tab]) -> Change:
    def changed(models: Models) -> Models:
        tab = models.table(key)
        return models if tab is None else models.with_table(change(tab))

    return changed


def _without_columns(pair: Pair) -> Iterator[Change]:
    for tab in _tables(pair):
        for column in {
            c.name for m in pair if (t := m.table(tab.key)) for c in t.columns
        }:
            yield _in(
                tab.key,
                lambda t, name=column: replace(  # type: ignore[misc]
                    t, columns=tuple(c for c in t.columns if c.name != name)
                ),
            )


def _without_rules(pair: Pair) -> Iterator[Change]:
    for tab in _tables(pair):
        for rule in {
            r.source for m in pair if (t := m.table(tab.key)) for r in t.rules
        }:
            yield _in(
                tab.key,
                lambda t, source=rule: replace(  # type: ignore[misc]
                    t, rules=tuple(r for r in t.rules if r.source != source)
                ),
            )


def _without_options(pair: Pair) -> Iterator[Change]:
    for tab in _tables(pair):
        yield _in(tab.key, lambda t: replace(t, options=()))
        for column in {
            c.name for m in pair if (t := m.table(tab.key)) for c in t.columns
        }:
            for option in ("server_default", "nullable", "comment", "autoincrement"):
                yield _in(tab.key, _without_option(column, option))


def _without_option(column: str, option: str) -> Callable[[Tab], Tab]:
    def changed(tab: Tab) -> Tab:
        found = tab.column(column)
        return tab if found is None else tab.with_column(found.having(**{option: None}))

    return changed
