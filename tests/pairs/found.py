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


def counted(how: str = "") -> Models:
    """A sequence by itself."""
    return Models(sequences=(("counter", how),))


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


def foreign(name: str, column: str, target: str, how: str = "") -> Rule:
    table, _, there = target.partition(".")
    source = f"sa.ForeignKeyConstraint([{column!r}], [{target!r}], name={name!r}{how})"
    return Rule("foreign", (column,), source, name, (table, (there,)))


def must_hold(name: str, databases: tuple[str, ...], type_: str, family: str) -> Found:
    """A column must hold something from now on: what it gets is a value of its type."""
    before, after = col("a", type_, family), col("a", type_, family, nullable="False")
    return changes(name, databases, (ID, before, KEY), (ID, after, KEY))


KEY, ID = primary(("id",)), col("id")
NOTHING = models()
NUMBERED = models(tab(ID, KEY))
WORD = col("a", "sa.String(20)", "text")
LISTED = "sa.Enum('p', 'q', 'r', name='e', native_enum=False, create_constraint=True)"
LONG = col("a", "sa.Text()", "text")
OWNER = tab(ID, KEY, name="owner")
MOMENT = col(
    "at",
    "sa.TIMESTAMP()",
    "stamp",
    server_default="sa.text('CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP')",
)
LISTED_BESIDE = check("a", "(a NOT IN ('no', 'No')) OR (id > -100.5)")
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
    Found("bytes that must hold something come into a strict table", ("sqlite",), models(tab(ID, KEY, sqlite_strict="True")), models(tab(ID, KEY, col("a", "sa.LargeBinary()", "binary", nullable="False"), sqlite_strict="True"))),
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
    Found("a column gets a new type and values as its foreign key goes", ("mysql",), models(OWNER, tab(col("a"), foreign("fk", "a", "owner.id"))), models(OWNER, tab(col("a", "sa.BigInteger()", nullable="False")))),
    changes("a new type and values for what the numbered key takes in", ("mysql",), (ID, col("a", "mysql.VARCHAR(40, charset='latin1')", "text"), primary(("id", "a"))), (ID, col("a", "mysql.VARCHAR(40, collation='utf8mb4_bin')", "text"), KEY, unique("a", name="u"))),
    Found("a foreign key leans on another index from now on", ("mysql",), models(OWNER, tab(col("a"), foreign("fk", "a", "owner.id"), index("i", "'a'", "a"))), models(OWNER, tab(col("a"), foreign("fk", "a", "owner.id")))),
    changes("a new type beside a list of texts in a check", ("postgresql",), (col("id", "sa.REAL()", "float"), WORD, LISTED_BESIDE), (col("id", "sa.Double()", "float"), WORD, LISTED_BESIDE)),
    changes("a column goes that an index includes", ("postgresql",), (ID, WORD, index("i", "'id', postgresql_include=['a']", "id")), (ID,)),
    changes("a column comes that an index includes", ("postgresql",), (ID,), (ID, WORD, index("i", "'id', postgresql_include=['a']", "id"))),
    Found("the least number of a sequence moves", EVERYWHERE[1:], counted(", minvalue=-4"), counted(", maxvalue=900, cycle=True")),
    Found("a sequence begins at zero", EVERYWHERE[1:], NOTHING, counted(", minvalue=0")),
    Found("a sequence keeps no numbers ready", ("mysql",), counted(), counted(", cache=0")),
    Found("another key is numbered as a column comes that must hold something", ("mysql",), models(tab(WORD.having(nullable="False"), col("n", "sa.BigInteger()", nullable="False"), primary(("a", "n")))), models(tab(WORD, col("n", "mysql.INTEGER(unsigned=True)"), col("s", "sa.String(20)", "text", nullable="False"), primary(("n",))))),
    Found("a storage parameter of what is kept outside of the table", ("postgresql",), models(tab(ID, LONG)), models(tab(ID, LONG, postgresql_with="{'toast.autovacuum_enabled': False}"))),
    Found("MATCH SIMPLE is what holds unsaid", EVERYWHERE[:2], models(OWNER, tab(col("a"), foreign("fk", "a", "owner.id", ", match='SIMPLE'"))), models(OWNER, tab(col("a"), ID, foreign("fk", "a", "owner.id", ", match='SIMPLE'")))),
    changes("the moment of change stays as another column is filled", ("mysql",), (ID, col("a"), MOMENT, KEY), (ID, col("a", nullable="False"), MOMENT, KEY)),
    changes("the moment of change is filled itself", ("mysql",), (ID, MOMENT, KEY), (ID, MOMENT.having(nullable="False"), KEY)),
    changes("a new type for what a column that goes was computed from", ("mysql",), (ID, col("ref", "sa.CHAR(9)", "text"), primary(("id", "ref")), unique("ref", name="u")), (col("ref", "sa.String(70)", "text", server_default="'a:b'"), col("e", "sa.String(255)", "text", made="sa.Computed('upper(ref)', persisted=True)"), unique("ref", name="u"))),
    changes("a UUID becomes text without hyphens", ("mysql", "postgresql"), (ID, col("a", "sa.Uuid()", "uuid"), KEY), (ID, col("a", "sa.Uuid(native_uuid=False)", "uuid"), KEY)),
    Found("a table becomes strict as its column gets a type for that", ("sqlite",), models(tab(ID, WORD, KEY)), models(tab(ID, LONG, KEY, sqlite_strict="True"))),
    Found("a table is strict no more as its column gets a type against that", ("sqlite",), models(tab(ID, LONG, KEY, sqlite_strict="True")), models(tab(ID, WORD, KEY))),
    changes("a default below zero stays as its column gets a new type", EVERYWHERE, (ID, col("a", server_default="sa.text('-3')")), (ID, col("a", "sa.SmallInteger()", server_default="sa.text('-3')"))),
    must_hold("a type of the user's own must hold something", EVERYWHERE, "own.Cents()", "integer"),
    must_hold("a TIMESTAMP must hold something", ("mysql",), "sa.TIMESTAMP()", "stamp"),
    must_hold("a UUID must hold something", EVERYWHERE, "sa.Uuid()", "uuid"),
    must_hold("a UUID as text must hold something", EVERYWHERE, "sa.Uuid(native_uuid=False)", "uuid"),
    must_hold("an array of labels must hold something", ("postgresql",), "postgresql.ARRAY(sa.Enum('p', 'q', 'r', name='e'))", "labels"),
)  # fmt: skip
"""All of them."""
