"""What the server spells is what a table of the user's would have; asking is harmless."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.core.operation import Operation
from autodiff.core.question import Question, SpellingRefused
from autodiff.core.schema import Schema
from autodiff.core.scope import Scope
from autodiff.dialects.registry import dialect_named, dialect_of
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, Computed
from autodiff.kinds.enum import Enum
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.options import options
from autodiff.kinds.sequence import CountingSequence
from autodiff.kinds.table import Table
from tests.cases.journey import differences
from tests.cases.witness import witness
from tests.dialects.postgresql.zoo import DEFAULTS

DIALECT: Any = dialect_named("postgresql")
COLUMNS = {
    "si": "smallint",
    "a": "integer",
    "a2": "integer",
    "bi": "bigint",
    "n": "numeric(5,2)",
    "f": "double precision",
    "s": "character varying(10)",
    "s2": "character varying",
    "t": "text",
    "ch": "character(3)",
    "bo": "boolean",
    "d": "date",
    "ts": "timestamp with time zone",
    "m": "mood",
    "arr": "integer[]",
    "Odd one": "text",
    "u": "uuid",
    "j": "jsonb",
    "r": "real",
}
CONDITIONS = [
    "a > 0",
    "a >= -5",
    "a <> a2",
    "a != 3 and a2 < 4 and bi > 1",
    "a > 0 or n >= 0 or f > 1",
    "a > 0 and (t = 'b' or t = 'c')",
    "(a > 0 and a2 > 0) and bi > 0",
    "a > 0 and (a2 > 0 and bi > 0)",
    "(a > 0 or a2 > 0) or (bi > 0 or bo)",
    "NOT bo",
    "not (a > 0 or bo)",
    "bo",
    "bo = true",
    "bo and a is not null",
    "a IS NULL",
    "a between 1 and 5",
    "a > 0 and a2 between 1 and 5",
    "n between 0 and 99.5",
    "n > 0.5",
    "n > 0",
    "n > -1",
    "f >= 0",
    "f <= 0.5",
    "a < n",
    "a < 0.5",
    "a > 99999999999",
    "a + 1 > 2",
    "bi > 0",
    "bi > a",
    "si > 0",
    "s = 'x'",
    "ch = 'x'",
    "s <> ''",
    "s = E'\\\\x'",
    "t = 'it''s'",
    "s = t",
    "s = s2",
    "s like 'a%'",
    "t not like 'a%'",
    "t ilike '%a'",
    "t is distinct from 'x'",
    "s in ('a', 'b')",
    "s NOT IN ('a','b')",
    "t in ('a','b')",
    "t in ('a')",
    "a in (1, 2, 3)",
    "a not in (1)",
    "a::text = '1'",
    "bi in (1, 2)",
    "n in (1, 2.5)",
    "m = 'a'",
    "m in ('a', 'b')",
    "d > '2020-01-01'",
    "d > '1 Jan 2020'",
    "ts > now()",
    "length(s) > 3",
    "char_length(t) <= 10",
    "lower(t) = t",
    "upper(s) = s",
    "coalesce(a, 0) > 1",
    "\"Odd one\" = 'x'",
    "u = '00000000-0000-0000-0000-000000000001'",
    "j ? 'a'",
    "arr[1] = any (arr)",
    "'a' = 'b'",
    "a > 0 -- remark\n",
]
INVALID = ["unknown_column > 1", "a >", "", "(a > 0", "a > 'x'", "no_such_function(a)"]


def clause(sql: str) -> Clause:
    return Clause(sql, sql)


def columns(**types: str) -> tuple[Object, ...]:
    """Columns as a question mentions them."""
    return tuple(Column("", "", name, clause(sql)) for name, sql in types.items())


def check(condition: str, *mentioned: Object, table: str = "") -> Question:
    return Question(Check("", "", None, clause(condition)), mentioned, table)


def default(type_: str, sql: str) -> Question:
    return Question(Column("", "", "", clause(type_), default=clause(sql)))


def condition_of(value: Object) -> str:
    assert isinstance(value, Check)
    return value.condition.normal


def default_of(value: Object) -> str | None:
    assert isinstance(value, Column)
    return value.default.normal if value.default is not None else None


@pytest.fixture
def connection(postgresql_url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(postgresql_url)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def spelled(
    connection: sa.Connection, questions: Sequence[Question], *declared: Object
) -> dict[Question, Object]:
    found = dialect_of(connection).spell(connection, questions, Schema(declared))
    return dict(found)


def send(connection: sa.Connection, sql: str) -> None:
    connection.exec_driver_sql(sql, execution_options={"no_parameters": True})


# --- what is spelled ------------------------------------------------------------------------------


def server_says(connection: sa.Connection, conditions: Sequence[str]) -> dict[str, str]:
    """The texts of CHECKs in a table of the user's."""
    lines = [f"{DIALECT.quote(name)} {sql}" for name, sql in COLUMNS.items()]
    lines += [f"constraint c{n} check ({sql})" for n, sql in enumerate(conditions)]
    send(connection, "create type mood as enum ('a', 'b')")
    send(connection, f"create table t ({', '.join(lines)})")
    texts = connection.exec_driver_sql(
        "select conname, pg_get_expr(conbin, conrelid) from pg_constraint "
        "where conrelid = 't'::regclass"
    ).all()
    return {conditions[int(name[1:])]: text for name, text in texts}


def test_conditions(connection: sa.Connection) -> None:
    there = columns(**COLUMNS)
    live = server_says(connection, CONDITIONS)
    questions = [check(sql, *there) for sql in (*INVALID, *CONDITIONS)]
    answers = spelled(connection, questions)
    assert answers.keys() == set(questions[len(INVALID) :])
    assert list(map(condition_of, answers.values())) == [live[x] for x in CONDITIONS]


_NUMBERS = st.integers(-3, 3).map(str) | st.just("0.5")
_SIDES = st.sampled_from(["a", "a2", "bi", "n", "f", "si"])
_PREDICATES = st.one_of(
    st.builds("{} {} {}".format, _SIDES, st.sampled_from("<>="), _NUMBERS | _SIDES),
    st.builds("{} in ({}, {})".format, _SIDES, _NUMBERS, _NUMBERS),
    st.builds("{} between {} and {}".format, _SIDES, _NUMBERS, _NUMBERS),
    st.sampled_from(["bo", "s = 'x'", "t in ('x','y')", "s is null", "m <> 'a'"]),
)
RANDOM_CONDITIONS = st.recursive(
    _PREDICATES,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not ({})".format, inner),
        st.builds("({} and {} and {})".format, inner, inner, inner),
    ),
    max_leaves=5,
)


def test_hundreds_of_conditions_at_random(connection: sa.Connection) -> None:
    """Drawn once, asked at once; among others that are invalid."""
    drawn: dict[str, None] = {}

    @settings(
        max_examples=300,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(RANDOM_CONDITIONS)
    def draw(condition: str) -> None:
        drawn[condition] = None

    draw()
    there = columns(**COLUMNS)
    live = server_says(connection, list(drawn))
    questions = [check(sql, *there) for sql in (*drawn, *INVALID)]
    answers = spelled(connection, questions)
    assert list(map(condition_of, answers.values())) == [live[sql] for sql in drawn]


def test_defaults(connection: sa.Connection) -> None:
    questions, lines, enums = [], [], {}
    for number, (stated, value) in enumerate(DEFAULTS):
        type_ = sa.types.to_instance(stated)
        column = sa.Column(f"c{number}", type_, server_default=value)
        sa.Table("t", sa.MetaData(), column)
        type_sql = DIALECT.compiled_type(type_)
        if (enum := DIALECT.named_type(type_)) is not None:
            enums[enum.key] = enum
        sql = DIALECT.compiled_default(column)
        questions.append(default(type_sql, sql))
        lines.append(f"{column.name} {type_sql} default {sql}")
    for enum in enums.values():
        labels = ", ".join(DIALECT.literal(label) for label in enum.labels)
        send(connection, f"create type {enum.name} as enum ({labels})")
    send(connection, f"create table t ({', '.join(lines)})")
    live = dialect_of(connection).read(connection, Scope())
    columns_there = [value for value in live.values() if isinstance(value, Column)]
    answers = spelled(connection, questions)
    found = [answers[question] for question in questions]
    assert list(map(default_of, found)) == list(map(default_of, columns_there))


def test_types_expressions_indexes_and_exclusions(connection: sa.Connection) -> None:
    computed = Column(
        "", "", "", clause("int"), computed=Computed(clause("a+1"), stored=True)
    )
    part = IndexPart(clause("lower(t)"), opclass="text_pattern_ops")
    index = Index("", "", "", (part,), where=clause("a>0"))
    rule = clause("EXCLUDE USING gist (r WITH &&) WHERE (a>0)")
    key = options({"postgresql_partition_by": "range(a)"})
    there = columns(a="integer", t="text", r="int4range")
    questions = [
        Question(Column("", "", "", clause("varchar(5)"))),
        Question(computed, there),
        Question(index, there),
        Question(Exclude("", "", None, rule), there),
        Question(Table("", "", options=key), there),
    ]
    found = [spelled(connection, questions)[question] for question in questions]
    type_, expression, on_text, exclusion, table = found
    assert isinstance(type_, Column) and type_.type.normal == "character varying(5)"
    assert isinstance(expression, Column) and expression.computed is not None
    assert expression.computed.expression.normal == "(a + 1)"
    assert isinstance(on_text, Index) and on_text.where is not None
    assert on_text.where.normal == "(a > 0)"
    assert on_text.parts[0].expression.normal == "lower(t)"
    assert on_text.parts[0].opclass == "text_pattern_ops"
    assert isinstance(exclusion, Exclude)
    assert exclusion.rule.normal == "EXCLUDE USING gist (r WITH &&) WHERE ((a > 0))"
    assert isinstance(table, Table)
    assert table.options == (("postgresql_partition_by", "RANGE (a)"),)


# --- how the questions are put --------------------------------------------------------------------


@pytest.fixture
def tables_created(connection: sa.Connection) -> list[str]:
    """What is sent that creates temporary tables, the probe aside; filled while a test runs."""
    sent: list[str] = []

    @sa.event.listens_for(connection, "before_cursor_execute")
    def note(conn: Any, cursor: Any, sql: str, *rest: Any) -> None:
        sent.extend(
            ["table"] * (sql.count("CREATE TEMPORARY TABLE") - ("probe" in sql))
        )

    return sent


def test_a_hundred_questions_share_a_table(
    connection: sa.Connection, tables_created: list[str]
) -> None:
    [a] = columns(a="integer")
    questions = [check(f"a>{number}", a) for number in range(150)]
    questions += [default("text", f"'x{number}'") for number in range(100)]
    answers = spelled(connection, questions)
    assert len(answers) == 250 and len(tables_created) == 3
    assert condition_of(answers[questions[149]]) == "(a > 149)"
    assert default_of(answers[questions[249]]) == "'x99'::text"


def test_columns_of_one_name_and_other_types_are_kept_apart(
    connection: sa.Connection, tables_created: list[str]
) -> None:
    questions = [
        check("a='1'", *columns(a=type_, b="text"))
        for type_ in ("integer", "text", "integer", "varchar(3)")
    ]
    questions[2] = check("a='2'", *columns(a="integer", c="text"))
    answers = spelled(connection, questions)
    assert [condition_of(answers[question]) for question in questions] == [
        "(a = 1)",
        "(a = '1'::text)",
        "(a = 2)",
        "((a)::text = '1'::text)",
    ]
    assert len(tables_created) == 3


def test_tables_are_mentioned_by_their_own_names(connection: sa.Connection) -> None:
    """Two tables of one name, in two schemas, cannot be there at the same time."""
    send(connection, "create table users (a text)")
    questions = [
        check("users.a>0", *columns(a="integer"), table="users"),
        check("users.a>''", *columns(a="text"), table="users"),
        check('"Odd".a>0', *columns(a="integer"), table="Odd"),
        check("users.a>", *columns(a="text"), table="users"),
        check("a>1", *columns(a="integer")),
    ]
    answers = spelled(connection, questions)
    texts = [condition_of(answers[x]) for x in questions if x in answers]
    assert texts == ["(a > 0)", "(a > ''::text)", "(a > 0)", "(a > 1)"]


def test_a_partition_key_has_a_table_to_itself(connection: sa.Connection) -> None:
    key = options({"postgresql_partition_by": "list(a)"})
    there = columns(a="integer", r="int4range")
    questions = [
        check("a>0", *there),
        Question(Table("", "", options=key), there),
        Question(Exclude("", "", None, clause("EXCLUDE (r WITH &&)")), there),
        Question(
            Exclude("", "", None, clause("EXCLUDE USING gist (r WITH &&)")), there
        ),
        check("a>1", *there),
    ]
    answers = spelled(connection, questions)
    assert answers.keys() == {*questions} - {questions[2]}  # btree has no such operator


def test_hundreds_of_columns(
    connection: sa.Connection, tables_created: list[str]
) -> None:
    """A table has room for 1,600."""
    questions = [
        check(
            f"a{number}_1>0", *columns(**{f"a{number}_{n}": "int" for n in range(99)})
        )
        for number in range(20)
    ]
    assert len(spelled(connection, questions)) == 20
    assert len(tables_created) == 4


# --- types and sequences that are not there -------------------------------------------------------


def test_types_that_are_new_or_have_other_labels(connection: sa.Connection) -> None:
    send(connection, "create schema aux")
    send(connection, "create type mood as enum ('sad')")
    send(connection, "create type aux.moody as enum ('sad')")
    declared = [
        Enum("", "mood", ("sad", "ok")),
        Enum("", "new", ("x",)),
        Enum("aux", "far", ("y",)),
        Enum("aux", "moody", ("sad", "moody")),
        Enum("aux", "mood", ("elsewhere",)),
    ]
    questions = [
        default("mood", "'ok'"),
        default("public.mood", "'ok'"),
        default("new", "'x'"),
        default("aux.far", "'y'"),
        default("aux.far[]", "'{y}'"),
        check("m='moody'", *columns(m="aux.moody")),
        default("text", "'aux.far'"),
        default("aux.mood", "'elsewhere'::aux.mood"),
    ]
    found = spelled(connection, questions, *declared)
    answers = [found[question] for question in questions]
    types = [x.type.normal for x in answers if isinstance(x, Column)]
    assert types == ["mood", "mood", "new", "aux.far", "aux.far[]", "text", "aux.mood"]
    assert [default_of(x) for x in answers if isinstance(x, Column)] == [
        "'ok'::mood",
        "'ok'::mood",
        "'x'::new",
        "'y'::aux.far",
        "'{y}'::aux.far[]",
        "'aux.far'::text",
        "'elsewhere'::aux.mood",
    ]
    assert condition_of(answers[5]) == "(m = 'moody'::aux.moody)"


def test_a_default_is_not_run(connection: sa.Connection) -> None:
    """Beside something invalid, all is tried one by one, on columns that are there."""
    questions = [default("text", "current_setting('no.such')"), default("int", "'x'")]
    answers = spelled(connection, questions)
    assert default_of(answers[questions[0]]) == "current_setting('no.such'::text)"
    assert default_of(answers[questions[1]]) is None


def test_sequences_that_are_new(connection: sa.Connection) -> None:
    send(connection, "create sequence there")
    declared = [CountingSequence("", "there"), CountingSequence("", "new")]
    questions = [default("int", f"nextval('{name}')") for name in ("there", "new")]
    answers = spelled(connection, questions, *declared)
    assert [default_of(answers[question]) for question in questions] == [
        "nextval('there'::regclass)",
        "nextval('new'::regclass)",
    ]


# --- asking is harmless ---------------------------------------------------------------------------


def models(condition: str = "a > 0", value: str = "(1 + 1)") -> sa.MetaData:
    """A table whose texts the server spells otherwise."""
    metadata = sa.MetaData()
    sa.Table(
        "item",
        metadata,
        sa.Column("a", sa.Integer, server_default=sa.text(value)),
        sa.Column("b", sa.String(10), sa.CheckConstraint("b ~~ 'x%'", name="ck_b")),
        sa.CheckConstraint(condition, name="ck_a"),
    )
    return metadata


@pytest.fixture
def item(connection: sa.Connection) -> sa.Connection:
    """A connection to a database with the table of the models."""
    models().create_all(connection)
    connection.commit()
    return connection


def test_what_differs_in_spelling_only_is_the_same(item: sa.Connection) -> None:
    assert differences(item, models("(a) > (0)", "1+1")) == ()


def test_what_differs_is_found(item: sa.Connection) -> None:
    found = differences(item, models("a > 1", "1 + 2"))
    assert [_name(each) for each in found] == ["ck_a", "a", "ck_a"]


def _name(operation: Operation) -> str:
    return operation.object.key.name


def test_nothing_is_left_and_the_caller_s_work_is_kept(item: sa.Connection) -> None:
    send(item, "create temporary table mine (a int)")
    send(item, "insert into item (b) values ('x1')")
    before = witness(item)
    assert differences(item, models("a > 1")) != ()
    assert witness(item) == before
    assert item.exec_driver_sql("select count(*) from item").scalar() == 1
    assert item.exec_driver_sql("select count(*) from mine").scalar() == 0
    item.rollback()
    assert item.exec_driver_sql("select count(*) from item").scalar() == 0


def test_it_works_where_each_statement_is_its_own_transaction(
    postgresql_url: str,
) -> None:
    engine = sa.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        models().create_all(connection)
        assert differences(connection, models("(a) > (0)", "1+1")) == ()
        questions = [
            check("t.a>0", *columns(a=type_), table="t") for type_ in ("int", "numeric")
        ]
        assert len(spelled(connection, questions)) == 2  # by two tables named t
        path = connection.exec_driver_sql("show search_path").scalar()
        tables = connection.exec_driver_sql(
            "select count(*) from pg_class where relpersistence = 't'"
        ).scalar()
    assert (path, tables) == ('"$user", public', 0)
    engine.dispose()


def test_something_invalid_has_no_answer_and_spoils_no_other(
    item: sa.Connection,
) -> None:
    found = differences(item, models("no_such_column > 0", "1+1"))
    assert {_name(each) for each in found} == {"ck_a"}


def test_an_aborted_transaction_is_said_by_the_driver(item: sa.Connection) -> None:
    with pytest.raises(DBAPIError):
        item.exec_driver_sql("select 1/0")
    with pytest.raises(DBAPIError):
        differences(item, models())


# --- where nobody may ask -------------------------------------------------------------------------

FORBIDDEN = {
    "set transaction read only": "in a read-only transaction",
    "set default_transaction_read_only = on; commit": "in a read-only transaction",
    "create role {role}; grant select on item to {role}; revoke temporary on database"
    " {database} from public; set role {role}": "permission denied to create temp",
}


@pytest.mark.parametrize(("forbid", "why"), FORBIDDEN.items())
def test_a_session_that_may_not_ask(forbid: str, why: str, item: sa.Connection) -> None:
    database = item.exec_driver_sql("select current_database()").scalar()
    for sql in forbid.format(database=database, role=f"poor_{database}").split("; "):
        send(item, sql)
    with pytest.raises(SpellingRefused, match=why):
        spelled(item, [default("int", "1")])
    with pytest.warns(UserWarning, match=why):
        assert differences(item, models("(a) > (0)")) == ()
    assert item.exec_driver_sql("select count(*) from item").scalar() == 0


def test_nothing_is_asked_where_nothing_is_in_doubt(connection: sa.Connection) -> None:
    metadata = sa.MetaData()
    stated = [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now()),
        sa.Column("name", sa.String(20), unique=True),
        sa.Column("up", sa.ForeignKey("t.id"), index=True),
    ]
    sa.Table("t", metadata, *stated)
    metadata.create_all(connection)
    connection.commit()
    send(connection, "set transaction read only")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert differences(connection, metadata) == ()
