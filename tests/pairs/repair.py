"""Repair: what models must be for the database to accept them, so that create_all always works."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from tests.accepted import IS_NEW
from tests.pairs.flavour import Flavour
from tests.pairs.rules import quoted
from tests.pairs.spec import Col, Models, Rule, Tab
from tests.pairs.types import FAMILIES

STRICT = (
    "sa.Integer()",
    "own.Cents()",
    "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')",
    "sa.Text()",
    "sa.LargeBinary()",
    "sa.REAL()",
)
"""The types that compile to one that a STRICT table of SQLite may have."""


def repaired(flavour: Flavour, models: Models) -> Models:
    """``models`` less the rules and options that cannot be; the same again if nothing is wrong."""
    while True:
        better = _once(flavour, models)
        if better == models:
            return models
        models = better


def _once(flavour: Flavour, models: Models) -> Models:
    tables = tuple(_table(flavour, models, each) for each in models.tables)
    return replace(models, tables=tables)


def _table(flavour: Flavour, models: Models, tab: Tab) -> Tab:
    columns = tuple(_column(tab, c) for c in tab.columns if _stands(flavour, tab, c))
    tab = replace(tab, columns=columns)
    rules = tuple(
        _distinct_rules(r for r in tab.rules if _holds(flavour, models, tab, r))
    )
    options = tuple((k, v) for k, v in tab.options if _option(tab, k))
    return replace(tab, rules=rules, options=options)


def _column(tab: Tab, column: Col) -> Col:
    """The columns of a primary key hold something, and no number has a default of its own. Of a key
    with digits behind the point older releases of SQLAlchemy make a SERIAL.
    """
    key = next((r for r in tab.rules if r.kind == "primary"), None)
    if not IS_NEW and key is not None and key.columns == (column.name,):
        kind = column.type.partition("(")[0].rpartition(".")[2].upper()
        if kind in ("NUMERIC", "DECIMAL", "FLOAT", "DOUBLE", "REAL"):
            column = column.having(autoincrement="False")
    if key is not None and column.name in key.columns and column.option("nullable"):
        column = column.having(nullable=None)
    if column.made is not None:
        return column.having(server_default=None, nullable=None, autoincrement=None)
    return column


def _stands(flavour: Flavour, tab: Tab, column: Col) -> bool:
    """A computed column needs its base, of the type that it was made for; MySQL computes nothing
    from a column that numbers the rows, nor from one whose blanks hang on the session.
    """
    if column.made is None:
        return True
    if column.made.startswith("sa.Identity"):
        return True
    numbered = _key(tab) if flavour.name == "mysql" else ()
    if flavour.name == "mysql" and column.family == "text":
        padded = {c.name for c in tab.columns if c.type.startswith("sa.CHAR")}
        numbered = (*numbered, *padded)
    return any(
        base.name not in numbered
        and base.own
        and base.family == column.family
        and _mentions(column.made, base.name)
        for base in tab.columns
    )


def _key(tab: Tab) -> tuple[str, ...]:
    return next((r.columns for r in tab.rules if r.kind == "primary"), ())


def _mentions(text: str, name: str) -> bool:
    words = text.replace("(", " ").replace(")", " ").replace("'", " ").replace(",", " ")
    return name in words.replace('"', " ").split()


def _distinct_rules(rules: Iterator[Rule]) -> Iterator[Rule]:
    """One primary key; no two rules of one sort without a name that say the same."""
    seen: set[object] = set()
    for each in rules:
        what: object = (
            each.kind if each.kind == "primary" else (each.kind, each.columns)
        )
        if what not in seen:
            seen.add(what)
            yield each


def _holds(flavour: Flavour, models: Models, tab: Tab, rule: Rule) -> bool:
    columns = [tab.column(name) for name in rule.columns]
    if any(each is None for each in columns):
        return False
    here = [each for each in columns if each is not None]
    if rule.kind in ("index", "unique index", "unique", "primary"):
        usable = all(
            FAMILIES[c.family].indexed
            or "_length=" in rule.source
            or (flavour.name != "mysql" and "_using=" in rule.source)
            for c in here
        )
        return usable and _fits(flavour, tab, rule, here)
    if rule.kind == "check":
        return not (
            flavour.name == "mysql" and set(_key(tab)) & set(rule.columns)
        ) and all(
            any(_same(t, c, rule.source, flavour) for t in FAMILIES[c.family].checks)
            for c in here
        )
    if rule.kind == "exclude" and rule.distinct:
        return all(c.family in ("integer", "text") for c in here)
    if rule.kind == "exclude":
        return all(c.family == "range" and "MULTI" not in c.type for c in here)
    return _refers(flavour, models, tab, rule, here)


def _same(template: str, column: Col, source: str, flavour: Flavour) -> bool:
    """Whether the text of a check is one of the column's family."""
    said = template.format(c=quoted(column.name, flavour))
    return said in literal_of(source)


def literal_of(source: str) -> str:
    """The text that a rule states first."""
    made: ast.expr = ast.parse(source, mode="eval").body
    first = made.args[0] if isinstance(made, ast.Call) else made
    return str(ast.literal_eval(first))


def _fits(flavour: Flavour, tab: Tab, rule: Rule, columns: list[Col]) -> bool:
    special = {
        "gin": ("array", "texts", "tsvector", "json"),
        "brin": ("integer",),
        "hash": ("integer", "text"),
        "varchar_pattern_ops": ("text",),
        "mysql_length": ("text", "longtext", "binary"),
        "func.lower": ("text",),
        "literal_column": ("integer",),
        "zz": ("text",),
        "collate": ("text",),
        "inet_ops": ("inet",),
        "'gist'": ("inet", "range"),
        "spgist": ("range",),
    }
    for word, families in special.items():
        if word in rule.source and not any(c.family in families for c in columns):
            return False
    if "spgist" in rule.source and "MULTI" in columns[0].type:
        return False
    if "gin" in rule.source and columns[0].family == "json":
        return "JSONB" in columns[0].type
    if "varchar_pattern_ops" in rule.source:
        return (
            columns[0].type.startswith("sa.String")
            or columns[0].type == "sa.Unicode(30)"
        )
    if flavour.name == "mysql" and sum(c.family == "text" for c in columns) > 2:
        return False  # a key takes 3072 bytes
    if rule.kind == "primary":
        return all(c.made is None or "Identity" in c.made for c in columns)
    return True


def _refers(
    flavour: Flavour, models: Models, tab: Tab, rule: Rule, columns: list[Col]
) -> bool:
    assert rule.target is not None
    there = models.table(rule.target[0])
    if there is None or any(not c.own for c in columns):
        return False
    goals = [there.column(name) for name in rule.target[1]]
    kept = any(
        each.kind in ("primary", "unique")
        and each.columns == rule.target[1]
        and "defer" not in each.source
        for each in there.rules
    )
    same = all(
        g is not None and g.own and g.type == c.type
        for g, c in zip(goals, columns, strict=True)
    )
    empty = "SET NULL" not in rule.source or all(_nullable(tab, c) for c in columns)
    return (
        kept
        and same
        and empty
        and not (
            "prefixes" in dict(there.options) and "prefixes" not in dict(tab.options)
        )
        and (flavour.name != "mysql" or _mysql_refers(tab, there, rule, columns))
    )


def _nullable(tab: Tab, column: Col) -> bool:
    key = next((r for r in tab.rules if r.kind == "primary"), None)
    return column.nullable and not (key is not None and column.name in key.columns)


def _mysql_refers(tab: Tab, there: Tab, rule: Rule, columns: list[Col]) -> bool:
    """Texts on both sides have one character set; no action changes what is computed from; a
    check may not watch a column that an action changes; ON UPDATE CASCADE brings no NULL into a
    NOT NULL column (MariaDB since MDEV-34392).
    """
    assert rule.target is not None
    targets = [there.column(name) for name in rule.target[1]]
    ends = zip(columns, targets, strict=False)
    brings_null = any(
        b and _nullable(there, b) and not _nullable(tab, a) for a, b in ends
    )
    if "onupdate='CASCADE'" in rule.source and brings_null:
        return False
    engines = {dict(t.options).get("mysql_engine", "'InnoDB'") for t in (tab, there)}
    if engines != {"'InnoDB'"}:
        return False
    text = any(c.family in ("text", "enum", "uuid") for c in columns)
    if text and (_charset(tab) or _charset(there)):
        return False
    acts = "CASCADE" in rule.source or "SET NULL" in rule.source
    watched = {name for r in tab.rules if r.kind == "check" for name in r.columns}
    computes = any(c.made is not None for c in tab.columns)
    return not (acts and (computes or watched & set(rule.columns)))


def _keys_text(tab: Tab) -> bool:
    """Whether a key is over text: engines other than InnoDB take 1000 bytes, 250 characters."""
    texts = {c.name for c in tab.columns if c.family in ("text", "enum", "longtext")}
    return any(texts & set(r.columns) for r in tab.rules if r.kind != "check")


def _charset(tab: Tab) -> bool:
    return any("charset" in name or "collate" in name for name, _ in tab.options)


def _option(tab: Tab, name: str) -> bool:
    key = next((r for r in tab.rules if r.kind == "primary"), None)
    number = key is not None and key.columns == ("id",)
    if name == "sqlite_autoincrement":
        column = tab.column("id")
        return (
            number
            and column is not None
            and column.type == "sa.Integer()"
            and column.option("autoincrement") is None
        )
    if name == "sqlite_with_rowid":
        return key is not None and "sqlite_autoincrement" not in dict(tab.options)
    if name == "sqlite_strict":
        return all(c.type in STRICT for c in tab.columns)
    if name == "postgresql_with" and "toast." in dict(tab.options)[name]:
        return any("sa.Text()" in c.type for c in tab.columns)
    if name == "mysql_engine":
        return dict(tab.options)[name] == "'InnoDB'" or not _keys_text(tab)
    if name == "mysql_collate":
        return "mysql_charset" not in dict(tab.options)
    return True
