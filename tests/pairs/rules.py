"""Random constraints and indexes over the columns of a table."""

from __future__ import annotations

from ast import literal_eval

from tests.pairs.chance import Chance
from tests.pairs.columns import plain
from tests.pairs.flavour import Flavour
from tests.pairs.names import rule_name
from tests.pairs.spec import Col, Models, Rule, Tab
from tests.pairs.types import FAMILIES


def rule(chance: Chance, flavour: Flavour, models: Models, tab: Tab) -> Rule | None:
    """Any constraint or index that the table can take; None where the choice found no column."""
    makers = {"check": 3.0, "unique": 2.0, "index": 3.0, "foreign": 2.0, "exclude": 0.5}
    match chance.weighted(makers):
        case "check":
            return check(chance, flavour, tab)
        case "unique":
            return unique(chance, flavour, tab)
        case "index":
            return index(chance, flavour, tab)
        case "foreign":
            return foreign(chance, flavour, models, tab)
        case _:
            return exclude(chance, flavour, tab)


def distinct_columns(tab: Tab) -> list[Col]:
    """Columns whose rows differ."""
    return [c for c in tab.columns if c.own and c.name != "id" and is_distinct(c)]


def is_distinct(column: Col) -> bool:
    family = FAMILIES[column.family]
    return family.indexed and not family.few and column.family != "year"


def named(
    chance: Chance, flavour: Flavour, kind: str, likely: float = 0.6
) -> str | None:
    return rule_name(chance, kind, flavour.longest) if chance.happens(likely) else None


def _source(function: str, arguments: list[str], name: str | None, *more: str) -> str:
    parts = [*arguments, *([f"name={name!r}"] if name else []), *more]
    return f"{function}({', '.join(parts)})"


def primary(columns: tuple[str, ...], name: str | None = None) -> Rule:
    source = _source("sa.PrimaryKeyConstraint", [repr(c) for c in columns], name)
    return Rule("primary", columns, source, name)


def unique(chance: Chance, flavour: Flavour, tab: Tab) -> Rule | None:
    columns = tuple(c.name for c in chance.some(distinct_columns(tab), 1, 2))
    if not columns:
        return None
    name = named(chance, flavour, "uq")
    more = [chance.one(flavour.unique_options)] if chance.happens(0.2) else []
    source = _source("sa.UniqueConstraint", [repr(c) for c in columns], name, *more)
    return Rule("unique", columns, source, name)


def check(chance: Chance, flavour: Flavour, tab: Tab) -> Rule | None:
    able = [
        c for c in tab.columns if c.own and c.name != "id" and FAMILIES[c.family].checks
    ]
    if not able:
        return None
    chosen = chance.some(able, 1, 2)
    texts = [
        chance.one(FAMILIES[c.family].checks).format(c=quoted(c.name, flavour))
        for c in chosen
    ]
    text = (
        texts[0]
        if len(texts) == 1
        else chance.one(["{} AND {}", "({}) OR ({})"]).format(*texts)
    )
    name = named(chance, flavour, "ck")
    columns = tuple(dict.fromkeys(c.name for c in chosen))
    return Rule(
        "check", columns, _source("sa.CheckConstraint", [repr(text)], name), name
    )


def quoted(name: str, flavour: Flavour) -> str:
    """A column's name in SQL."""
    if plain(name):
        return name
    mark = "`" if flavour.name == "mysql" else '"'
    return mark + name.replace(mark, mark * 2) + mark


def index(chance: Chance, flavour: Flavour, tab: Tab) -> Rule | None:
    able = [
        c
        for c in tab.columns
        if FAMILIES[c.family].indexed and c.family not in ("array",)
    ]
    special = _special_index(chance, flavour, tab)
    if special is not None and chance.happens(0.5):
        return special
    if not able:
        return None
    chosen = chance.some(able, 1, 3)
    name = rule_name(chance, "ix", flavour.longest)
    parts = [_part(chance, flavour, c) for c in chosen]
    options = dict(chance.one(flavour.index_options)) if chance.happens(0.3) else {}
    options |= _including(chance, flavour, tab)
    if chance.happens(0.2):
        options["unique"] = "True"
    plain_ones = [
        c for c, part in zip(chosen, parts, strict=True) if part == repr(c.name)
    ]
    if "unique" in options and not any(
        is_distinct(c) and c.own and c.name != "id" for c in plain_ones
    ):
        del options["unique"]
    more = [f"{key}={value}" for key, value in options.items()]
    source = _source("sa.Index", [repr(name), *parts], None, *more)
    kind = "unique index" if "unique" in options else "index"
    carried = literal_eval(options.get("postgresql_include", "[]"))
    columns = tuple(dict.fromkeys([*(c.name for c in chosen), *carried]))
    return Rule(kind, columns, source, name)


def _part(chance: Chance, flavour: Flavour, column: Col) -> str:
    """One part of an index: the column, backwards, or an expression over it."""
    if column.made is None and chance.happens(0.15):
        way = chance.one(flavour.ways)
        return f"sa.column({column.name!r}).{way}"
    if (
        column.family == "text"
        and column.own
        and flavour.name != "mysql"
        and chance.happens(0.2)
    ):
        return f"sa.func.lower(sa.column({column.name!r}))"
    if column.family == "text" and flavour.collations and chance.happens(0.1):
        return f"sa.collate(sa.column({column.name!r}), {chance.one(flavour.collations)!r})"
    if (
        column.family == "integer"
        and column.own
        and flavour.name != "mysql"
        and chance.happens(0.1)
    ):
        return f"(sa.column({column.name!r}) + sa.literal_column('1'))"
    return repr(column.name)


def _special_index(chance: Chance, flavour: Flavour, tab: Tab) -> Rule | None:
    """An index of a sort that only this database has."""
    name = rule_name(chance, "ix", flavour.longest)
    for column in chance.some(tab.columns, 0, 9):
        if not column.own:
            continue
        options = _special_options(chance, flavour, column)
        if options:
            source = f"sa.Index({name!r}, {column.name!r}, {options})"
            return Rule("index", (column.name,), source, name)
    return None


def _special_options(chance: Chance, flavour: Flavour, column: Col) -> str | None:
    if flavour.name == "mysql" and column.family in ("text", "longtext"):
        return f"mysql_length={{{column.name!r}: {chance.one([3, 7])}}}"
    if flavour.name == "mysql" and column.family == "binary":
        return f"mysql_length={{{column.name!r}: 5}}"
    if flavour.name == "sqlite" and column.family == "integer":
        return f"sqlite_where=(sa.column({column.name!r}) > sa.literal_column('2'))"
    if flavour.name != "postgresql":
        return None
    if column.family in ("array", "texts", "tsvector") or "JSONB" in column.type:
        return "postgresql_using='gin'"
    if column.family == "text" and "CHAR(9)" not in column.type:
        return chance.one(
            [
                f"postgresql_ops={{{column.name!r}: 'varchar_pattern_ops'}}",
                f"postgresql_where=(sa.column({column.name!r}) != 'zz''z')",
                "postgresql_using='hash'",
            ]
        ).replace("''", "\\'")
    if column.family == "integer":
        return chance.one(
            [
                f"postgresql_where=(sa.column({column.name!r}) > sa.literal_column('2'))",
                f"postgresql_where=sa.column({column.name!r}).in_([sa.literal_column('1'), sa.literal_column('2')])",
                "postgresql_using='brin'",
                "postgresql_using='brin', postgresql_with={'pages_per_range': 16}",
                "postgresql_using='hash'",
            ]
        )
    if column.family == "inet":
        return (
            f"postgresql_using='gist', postgresql_ops={{{column.name!r}: 'inet_ops'}}"
        )
    if column.family == "range" and "MULTI" not in column.type:
        return chance.one(["postgresql_using='gist'", "postgresql_using='spgist'"])
    return None


def _including(chance: Chance, flavour: Flavour, tab: Tab) -> dict[str, str]:
    """Columns that a B-tree of PostgreSQL carries along."""
    able = [c.name for c in tab.columns if FAMILIES[c.family].indexed]
    if flavour.name != "postgresql" or not able or not chance.happens(0.15):
        return {}
    return {"postgresql_include": repr(chance.some(able, 1, 2))}


def exclude(chance: Chance, flavour: Flavour, tab: Tab) -> Rule | None:
    able = [c for c in tab.columns if c.family == "range" and "MULTI" not in c.type]
    equal = [c for c in distinct_columns(tab) if c.family in ("integer", "text")]
    if equal and flavour.name == "postgresql" and chance.happens(0.5):
        columns = chance.some(equal, 1, 2)
        parts = [f"(sa.column({c.name!r}), '=')" for c in columns]
        where = "using='btree'"
    elif able:
        columns = [chance.one(able)]
        parts = [f"(sa.column({columns[0].name!r}), '&&')"]
        where = chance.one(["using='gist'", "using='gist', where=sa.text('1 = 1')"])
    else:
        return None
    if chance.happens(0.3):
        where += chance.one(
            [", deferrable=True", ", deferrable=True, initially='DEFERRED'"]
        )
    name = named(chance, flavour, "ex")
    source = _source("postgresql.ExcludeConstraint", parts, name, where)
    return Rule("exclude", tuple(c.name for c in columns), source, name)


def foreign(chance: Chance, flavour: Flavour, models: Models, tab: Tab) -> Rule | None:
    """A foreign key from columns that have the types of a primary key or unique constraint."""
    targets = [
        (there, each)
        for there in models.tables
        for each in there.rules
        if each.kind in ("primary", "unique") and "defer" not in each.source
    ]
    for there, goal in chance.some(targets, 0, 99):
        columns = _matching(chance, tab, there, goal)
        if columns and not (there.key == tab.key and set(columns) & set(goal.columns)):
            return foreign_to(chance, flavour, tab, there, columns, goal.columns)
    return None


def _matching(
    chance: Chance, tab: Tab, there: Tab, goal: Rule
) -> tuple[str, ...] | None:
    found: list[str] = []
    for wanted in goal.columns:
        target = there.column(wanted)
        assert target is not None
        able = [
            c.name
            for c in tab.columns
            if c.type == target.type
            and c.own
            and c.name not in found
            and c.name != "id"
        ]
        if not able or not is_distinct(target):
            return None
        found.append(chance.one(able))
    return tuple(found)


def foreign_to(
    chance: Chance,
    flavour: Flavour,
    tab: Tab,
    there: Tab,
    columns: tuple[str, ...],
    targets: tuple[str, ...],
) -> Rule:
    name = named(chance, flavour, "fk")
    more = []
    own = [c for c in tab.columns if c.name in columns]
    actions = [
        a for a in flavour.actions if a != "SET NULL" or all(c.nullable for c in own)
    ]
    if chance.happens(0.4):
        more.append(f"ondelete={chance.one(actions)!r}")
    if chance.happens(0.2) and not any(c.made for c in tab.columns):
        more.append(f"onupdate={chance.one(actions)!r}")
    if flavour.deferrable and chance.happens(0.15):
        more.append(
            chance.one(["deferrable=True, initially='DEFERRED'", "deferrable=True"])
        )
    if flavour.matches and len(columns) == 1 and chance.happens(0.1):
        more.append(f"match={chance.one(flavour.matches)!r}")
    if there.key != tab.key and chance.happens(0.2) and name:
        more.append("use_alter=True")
    arguments = [repr(list(columns)), repr([f"{there.key}.{each}" for each in targets])]
    source = _source("sa.ForeignKeyConstraint", arguments, name, *more)
    return Rule("foreign", columns, source, name, (there.key, targets))
