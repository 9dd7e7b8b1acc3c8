"""Random pairs for the scores: a column (a table) that gets another name, by the habits of those who
rename, or that is dropped while one that has nothing to do with it is added.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.core.schema import Schema
from autodiff.frozen import frozen
from autodiff.kinds.column import Column
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique

SHORT, LONG, TEXT = "VARCHAR(50)", "VARCHAR(255)", "TEXT"
NUMBER, TRUTH, PRICE, FLOAT = "INTEGER", "BOOLEAN", "NUMERIC(10, 2)", "FLOAT"
DAY, MOMENT, DOCUMENT = "DATE", "TIMESTAMP", "JSON"

_BY_TYPE = {
    SHORT: "first_name last_name city street nickname job_title",
    LONG: "name title mail website slug picture_url subject",
    TEXT: "body description notes address biography terms",
    NUMBER: "age quantity stock position priority views rating attempts warehouse_no "
    "floor_number page_count seats duration",
    TRUTH: "is_active verified archived newsletter is_admin on_sale has_children locked "
    "legacy_flag public",
    DAY: "birthday due_date hired_on expires_on released",
    MOMENT: "published_at last_login shipped_at paid_at seen",
    PRICE: "price discount_amount total salary tax_rate fee",
    FLOAT: "latitude longitude weight height temperature",
    DOCUMENT: "settings payload extra_data",
    "VARCHAR(2)": "country_code",
    "VARCHAR(3)": "currency",
    "VARCHAR(5)": "language",
    "VARCHAR(7)": "color",
    "VARCHAR(14)": "gtin",
    "VARCHAR(20)": "sku state kind",
    "VARCHAR(30)": "phone",
    "VARCHAR(34)": "iban",
    "VARCHAR(45)": "ip",
    "VARCHAR(64)": "token",
    "VARCHAR(128)": "password_hash",
    "VARCHAR(500)": "summary",
}

COLUMNS = {name: type_ for type_, names in _BY_TYPE.items() for name in names.split()}
"""Names and types as applications have them."""

REFERENCES = ("user", "category", "company", "project", "parent", "author", "team")

TABLES = ("users", "orders", "products", "tickets", "employees", "posts", "events")


def _words(pairs: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in pairs.split())


SYNONYMS = _words(
    "mail=email title=headline body=content phone=telephone picture=image due=deadline "
    "notes=comments price=cost total=sum kind=type state=status city=town locked=blocked "
    "quantity=amount position=rank user=customer author=writer birthday=dob salary=wage "
    "company=organisation views=hits website=homepage language=locale summary=abstract "
    "settings=preferences archived=hidden team=group color=colour seen=viewed fee=charge "
    "rating=score duration=length last=sur"
)
"""Some of them the package knows as well, others not."""

ABBREVIATIONS = _words(
    "description=desc quantity=qty address=addr amount=amt number=num position=pos "
    "category=cat language=lang biography=bio temperature=temp latitude=lat picture=pic "
    "company=org password=pwd longitude=lon discount=disc settings=cfg priority=prio "
    "project=proj"
)

AFFIXES = ("{}_at", "{}_id", "{}_code", "{}_name", "{}_url", "is_{}", "full_{}")
MORE_AFFIXES = ("{}_value", "{}_text", "{}_date", "current_{}", "default_{}", "main_{}")
WORDS = ("billing", "primary", "external", "original", "internal", "remote", "actual")

Habit = Callable[[Random, str, str], str]
"""The new name of a column of a table; the old one where the habit has nothing to do with it."""


def _affix(random: Random, name: str, table: str) -> str:
    own = f"{table.removesuffix('s')}_{{}}"
    return random.choice([*AFFIXES, *MORE_AFFIXES, own]).format(name)


def _no_affix(random: Random, name: str, table: str) -> str:
    words = name.split("_")
    light = words[0] if words[0] in _LIGHT else words[-1]
    return "_".join(x for x in words if x != light) or name


_LIGHT = ("is", "has", "on")


def _word(words: dict[str, str]) -> Habit:
    def renamed(random: Random, name: str, table: str) -> str:
        return "_".join(words.get(each, each) for each in name.split("_"))

    return renamed


def _plural(random: Random, name: str, table: str) -> str:
    return name.removesuffix("s") if name.endswith("s") else f"{name}s"


def _camel(random: Random, name: str, table: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each.capitalize() for each in rest)


def _joined(random: Random, name: str, table: str) -> str:
    return name.replace("_", "")


def _corrected(random: Random, name: str, table: str) -> str:
    """Two letters change places: the mistake goes, or it comes."""
    at = random.randrange(1, max(len(name) - 2, 2))
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]


def _other_word(random: Random, name: str, table: str) -> str:
    first, *rest = name.split("_")
    return "_".join([random.choice(WORDS), *rest]) if rest else name


def _quite_another(random: Random, name: str, table: str) -> str:
    return random.choice(["reference", "marker", "figure", "info", "extra", "custom"])


HABITS: dict[Habit, int] = {
    _affix: 28,
    _no_affix: 10,
    _word(SYNONYMS): 18,
    _word(ABBREVIATIONS): 10,
    _plural: 8,
    _camel: 8,
    _joined: 4,
    _corrected: 6,
    _other_word: 5,
    _quite_another: 3,
}
"""How often each is taken. Of the last two hardly anything but the column itself gives word."""


@frozen
class RenamePair:
    """A schema before and after; whether ``old`` became ``new`` or has nothing to do with it."""

    before: Schema
    after: Schema
    old: str
    new: str
    renamed: bool


Rules = dict[str, tuple[str, ...]]
"""By column: the constraints and indexes that it has; of a foreign key, the table that it is to."""


def rename_pair(random: Random) -> RenamePair:
    """One table changes, another one stands beside it; half of the pairs are renames."""
    table = random.choice(TABLES)
    columns = _columns(random, table)
    rules: Rules = {each.name: _rules(random, each) for each in columns[1:]}
    place = random.randrange(1, len(columns))
    old, renamed = columns[place], random.random() < 0.5
    new = (_renamed if renamed else _unrelated)(random, old, columns)
    after = [*columns[:place], *columns[place + 1 :]]
    after.insert(_new_place(random, place, len(after), renamed), new)
    new_rules = {new.name: rules[old.name] if renamed else _rules(random, new)}
    beside = _schema("beside", _columns(random, "beside"), {})
    live = _grown(random, columns)
    return RenamePair(
        Schema([*_schema(table, live, rules), *beside]),
        Schema([*_schema(table, after, rules | new_rules), *beside]),
        old.name,
        new.name,
        renamed,
    )


def _columns(random: Random, table: str) -> list[Column]:
    """A key, three to eleven columns, and often the two that say when."""
    names = random.sample(sorted(COLUMNS), random.randint(2, 8))
    references = [f"{x}_id" for x in random.sample(REFERENCES, random.randint(0, 3))]
    names += references
    random.shuffle(names)
    key = Column("", table, "id", Clause(NUMBER, NUMBER), nullable=False)
    dates = ["created_at", "updated_at"] if random.random() < 0.6 else []
    return [key, *(_column(random, table, each) for each in (*names, *dates))]


def _column(random: Random, table: str, name: str) -> Column:
    type_ = COLUMNS.get(name, NUMBER if name.endswith("_id") else MOMENT)
    default = {TRUTH: "false", MOMENT: "now()", NUMBER: "0"}.get(type_)
    has_default = default and not name.endswith("_id") and random.random() < 0.4
    return Column(
        "",
        table,
        name,
        Clause(type_, type_),
        nullable=random.random() < 0.5,
        default=Clause(default, default) if default and has_default else None,
        comment=f"The {name}" if random.random() < 0.05 else None,
    )


def _rules(random: Random, column: Column) -> tuple[str, ...]:
    if column.name.endswith("_id"):
        target = f"{column.name.removesuffix('_id')}s"
        return (target, "ix") if random.random() < 0.5 else (target,)
    chance = random.random()
    return ("uq",) if chance < 0.05 else ("ix",) if chance < 0.15 else ()


def _renamed(random: Random, old: Column, others: list[Column]) -> Column:
    """Under another name by one habit, now and then with something else changed as well."""
    taken = {each.name for each in others}
    name = old.name
    while name in taken:
        (habit,) = random.choices(list(HABITS), list(HABITS.values()))
        name = habit(random, old.name, old.table)
    wider = {SHORT: LONG, LONG: TEXT, NUMBER: "BIGINT", PRICE: "NUMERIC(12, 4)"}
    changed = random.random()
    type_ = wider.get(old.type.sql) if changed < 0.12 else None
    return replace(
        old,
        name=name,
        type=Clause(type_, type_) if type_ else old.type,
        nullable=old.nullable != (random.random() < 0.08),
        default=None if random.random() < 0.05 else old.default,
    )


def _unrelated(random: Random, old: Column, others: list[Column]) -> Column:
    """Half of the time of the same type, if there is another one of it."""
    taken = {each.name for each in others}
    free = [each for each in sorted(COLUMNS) if each not in taken]
    alike = [each for each in free if COLUMNS[each] == old.type.sql]
    names = alike if alike and random.random() < 0.5 else free
    return _column(random, old.table, random.choice(names))


def _new_place(random: Random, place: int, last: int, renamed: bool) -> int:
    """Where it was, mostly; what has nothing to do with it comes last half of the time."""
    if renamed and random.random() < 0.88:
        return place
    return last if random.random() < 0.5 else random.randint(1, last)


def _grown(random: Random, columns: list[Column]) -> list[Column]:
    """In the order of the database, where every fourth has columns behind that came later."""
    if random.random() < 0.75:
        return columns
    late = random.sample(columns[1:], min(2, len(columns) - 1))
    return [*(each for each in columns if each not in late), *late]


def _schema(table: str, columns: list[Column], rules: Rules) -> list[Object]:
    key = PrimaryKey("", table, f"{table}_pkey", columns=("id",))
    made = [
        _rule(table, each.name, rule)
        for each in columns
        for rule in rules.get(each.name, ())
    ]
    return [Table("", table), *columns, key, *made]


def _rule(table: str, name: str, rule: str) -> Object:
    if rule == "ix":
        parts = (IndexPart(Clause(name, name), name),)
        return Index("", table, f"ix_{name}", parts, columns=(name,))
    if rule == "uq":
        return Unique("", table, f"uq_{name}", columns=(name,))
    return ForeignKey(
        *("", table, f"fk_{name}"),
        columns=(name,),
        target_namespace="",
        target_table=rule,
        target_columns=("id",),
    )


# --- tables ---------------------------------------------------------------------------------------

TABLE_NAMES = ("users", "orders", "products", "tickets", "employees", "posts", "events")
OTHER_TABLES = (
    "invoices",
    "colors",
    "countries",
    "messages",
    "vehicles",
    "rooms",
    "tags",
)
TABLE_SYNONYMS = {
    "users": "customers",
    "orders": "purchases",
    "products": "articles",
    "tickets": "issues",
    "employees": "staff",
    "posts": "entries",
}


def table_pair(random: Random) -> RenamePair:
    """A table gets another name, often with a change to its columns; or it goes, and another comes."""
    old = random.choice(TABLE_NAMES)
    columns = _columns(random, old)
    rules: Rules = {each.name: _rules(random, each) for each in columns[1:]}
    renamed = random.random() < 0.5
    if renamed:
        new = _table_name(random, old)
        after = [each.having(table=new) for each in columns]
        if random.random() < 0.4:
            after.pop(random.randrange(1, len(after)))
        if random.random() < 0.4:
            after.append(_unrelated(random, after[-1], after))
        new_rules = rules
    else:
        new = random.choice(OTHER_TABLES)
        after = _columns(random, new)
        new_rules = {each.name: _rules(random, each) for each in after[1:]}
    points = random.random() < 0.4
    sides = (
        Schema([*_schema(table, side, made), *_pointing(table, points and followed)])
        for table, side, made, followed in (
            (old, columns, rules, True),
            (new, after, new_rules, renamed),
        )
    )
    return RenamePair(*sides, old, new, renamed)


def _table_name(random: Random, old: str) -> str:
    single = old.removesuffix("s")
    names = [f"app_{old}", f"{single}_records", single, f"{old}_v2", f"shop_{single}"]
    return random.choice([*names, TABLE_SYNONYMS.get(old, f"all_{old}"), "entities"])


def _pointing(target: str, points: bool) -> list[Object]:
    """A table beside it, which may point at it."""
    columns = [
        Column("", "beside", "id", Clause(NUMBER, NUMBER), nullable=False),
        Column("", "beside", "owner_id", Clause(NUMBER, NUMBER)),
    ]
    rules = {"owner_id": (target,)} if points else {}
    return _schema("beside", columns, rules)
