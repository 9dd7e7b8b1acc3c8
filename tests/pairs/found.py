"""What random pairs found: each fault in its smallest form, named after it, with its databases."""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.pairs.rules import primary
from tests.pairs.spec import Col, Models, Rule, Tab

EVERYWHERE = ("sqlite", "postgresql", "mysql")


class Found(NamedTuple):
    """A fault: on which databases it is held, models before and after."""

    name: str
    databases: tuple[str, ...]
    before: Models
    after: Models


def models(*tables: Tab) -> Models:
    return Models(tables)


def tab(*items: Col | Rule, name: str = "item", **options: str) -> Tab:
    columns = tuple(each for each in items if isinstance(each, Col))
    rules = tuple(each for each in items if isinstance(each, Rule))
    return Tab(name, columns, rules, tuple(options.items()))


def col(
    name: str, type_: str = "sa.Integer()", family: str = "integer", **options: Any
) -> Col:
    made = options.pop("made", None)
    return Col(name, type_, family, tuple(options.items()), made)


def unique(*columns: str, name: str | None = None) -> Rule:
    said = f", name={name!r}" if name else ""
    source = f"sa.UniqueConstraint({', '.join(map(repr, columns))}{said})"
    return Rule("unique", columns, source, name)


def check(column: str, text: str, name: str | None = None) -> Rule:
    said = f", name={name!r}" if name else ""
    return Rule("check", (column,), f"sa.CheckConstraint({text!r}{said})", name)


def index(name: str, part: str, column: str) -> Rule:
    return Rule("index", (column,), f"sa.Index({name!r}, {part})", name)


KEY, ID = primary(("id",)), col("id")
NOTHING = models()
NUMBERED = models(tab(ID, KEY))
WORD = col("a", "sa.String(20)", "text")
LISTED = "sa.Enum('p', 'q', 'r', name='e', native_enum=False, create_constraint=True)"
CHECKED = "sa.Boolean(create_constraint=True, name='b')"


def goes(name: str, databases: tuple[str, ...], *items: Col | Rule) -> Found:
    """A table goes, so that the way back makes it anew."""
    return Found(name, databases, models(tab(*items)), NOTHING)


def comes(name: str, databases: tuple[str, ...], *items: Col | Rule) -> Found:
    return Found(name, databases, NOTHING, models(tab(*items)))


def changes(
    name: str,
    databases: tuple[str, ...],
    before: tuple[Any, ...],
    after: tuple[Any, ...],
) -> Found:
    return Found(name, databases, models(tab(*before)), models(tab(*after)))


FOUND: tuple[Found, ...] = (
    Found("an option that only a key allows is set by itself", ("sqlite",), NUMBERED, models(tab(ID, KEY, sqlite_autoincrement="True"))),
    Found("an option that only a key allows is taken away", ("sqlite",), models(tab(ID, KEY, sqlite_autoincrement="True")), NUMBERED),
    goes("a double quote in a default", EVERYWHERE, col("a", "sa.String(20)", "text", server_default="'q\"q'")),
    goes("a double quote in a name", EVERYWHERE, col('q"q')),
    goes("an apostrophe in a name", EVERYWHERE, col("it's")),
    Found("a name as long as they come", EVERYWHERE, models(tab(ID, KEY, name="x" * 63)), NOTHING),
    comes("a key that is not numbered", EVERYWHERE, col("id", autoincrement="False"), KEY),
    goes("a key that was not numbered", EVERYWHERE, col("id", autoincrement="False"), KEY),
    goes("a key that was numbered", EVERYWHERE, ID, KEY),
    comes("the check of a boolean is made once", EVERYWHERE, col("a", CHECKED, "boolean")),
    comes("the check of an enum is made once", EVERYWHERE, col("a", LISTED, "enum")),
    goes("a time with a precision", ("postgresql",), col("a", "postgresql.TIME(precision=3)", "time")),
    comes("a unique constraint like the primary key", ("postgresql",), WORD, primary(("a",)), unique("a", name="u")),
    comes("a unique constraint like the named primary key", ("postgresql",), WORD, primary(("a",), "k"), unique("a", name="u")),
    comes("two unique constraints alike", ("postgresql",), WORD, unique("a"), unique("a", name="u")),
    changes("a list in a check comes back as it was", EVERYWHERE, (WORD, check("a", "a NOT IN ('no', 'No')", "c")), (WORD,)),
    changes("the list of an enum comes back as it was", EVERYWHERE, (ID, col("a", LISTED, "enum")), (ID,)),
    changes("a column whose check lists values comes back to rows", EVERYWHERE, (ID, col("a", LISTED, "enum", nullable="False")), (ID,)),
    changes("a column with an empty row becomes the key", EVERYWHERE, (ID, WORD), (ID, WORD, primary(("id", "a"), "k"))),
    changes("a float must hold something", EVERYWHERE, (col("a", "sa.Float()", "float"),), (col("a", "sa.Float()", "float", nullable="False"),)),
    changes("bytes must hold something", EVERYWHERE, (col("a", "sa.LargeBinary()", "binary"),), (col("a", "sa.LargeBinary()", "binary", nullable="False"),)),
    changes("a span of time must hold something", EVERYWHERE, (col("a", "sa.Interval()", "interval"),), (col("a", "sa.Interval()", "interval", nullable="False"),)),
    changes("a medium blob must hold something", ("mysql",), (col("a", "mysql.MEDIUMBLOB()", "binary"),), (col("a", "mysql.MEDIUMBLOB()", "binary", nullable="False"),)),
    changes("an address must hold something", ("postgresql",), (col("a", "postgresql.INET()", "inet"),), (col("a", "postgresql.INET()", "inet", nullable="False"),)),
    changes("an index runs backwards over a name with spaces", EVERYWHERE, (col("My Column"), index("i", "sa.column('My Column').desc()", "My Column")), (col("My Column"),)),
    changes("an index runs backwards over a name like an expression", EVERYWHERE, (col("(round)"),), (col("(round)"), index("i", "sa.column('(round)').desc()", "(round)"))),
    changes("the key of a numbered column grows", ("mysql", "postgresql"), (ID, WORD, primary(("id", "a"))), (ID, WORD, KEY)),
    changes("an index over an expression of columns that no table ties", EVERYWHERE[:2], (ID, WORD, index("i", "sa.column('id') + sa.literal_column('1')", "id")), (ID, WORD)),
    changes("the key of a numbered column grows as a check goes", ("mysql",), (ID, WORD, primary(("id", "a"))), (ID, WORD, KEY, check("a", "a <> 'X'", "c"))),
    changes("the type below a list in a check changes", EVERYWHERE, (WORD, check("a", "a NOT IN ('no', 'No')")), (col("a", "sa.String(30)", "text"), check("a", "a NOT IN ('no', 'No')"))),
    changes("a range beside another condition comes back as it was", EVERYWHERE, (ID, WORD, check("id", "id BETWEEN -9 AND 99 AND a <> 'X'", "c")), (ID, WORD)),
    changes("the type below a range in a check changes", EVERYWHERE, (ID, WORD, check("id", "id BETWEEN -9 AND 99 AND a <> 'X'", "c")), (col("id", "sa.BigInteger()"), WORD, check("id", "id BETWEEN -9 AND 99 AND a <> 'X'", "c"))),
    goes("a check mentions a name with a double quote", EVERYWHERE[:2], col('q"q'), ID, check("id", '"q""q" < 99 OR id < 1000')),
    changes("a virtual column is no longer computed", ("mysql", "sqlite"), (ID, col("a", made="sa.Computed('abs(id)', persisted=False)")), (ID, col("a"))),
)  # fmt: skip
"""All of them."""
