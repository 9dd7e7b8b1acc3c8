"""Asking the server: it answers as it keeps things, in few tables, and leaves nothing behind."""

from __future__ import annotations

import itertools
import random

import pytest
import sqlalchemy as sa

from autodiff.core.clause import Clause
from autodiff.core.operation import Alter
from autodiff.core.question import Question
from autodiff.core.schema import Schema
from autodiff.dialects.mysql.literals import normal_default
from autodiff.dialects.mysql.show_create import shown_table
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column
from tests.cases.journey import differences
from tests.dialects.mysql.conditions import Generator
from tests.dialects.mysql.live import Live, live
from tests.dialects.mysql.test_normal_forms import DEFAULTS as CERTAIN

# --- what the server answers ----------------------------------------------------------------------

DEFAULTS = [
    # spelling, type, what the server shows
    ("'0'", "int(11)", "0"),
    ("007", "int(11)", "7"),
    ("true", "tinyint(1)", "1"),
    ("'1.5'", "decimal(10,2)", "1.50"),
    ("1.50", "double", "1.5"),
    ("5", "varchar(9) collate utf8mb4_bin", "'5'"),
    ("'it''s \\\\ %'", "varchar(9) collate utf8mb4_bin", "'it''s \\\\ %'"),
    ("'a\nb'", "varchar(9) collate utf8mb4_bin", "'a\\nb'"),
    ("'a  b'", "varchar(9) collate utf8mb4_bin", "'a  b'"),
    ("'é'", "varchar(9) collate latin1_bin", "'é'"),
    ("now()", "datetime", "current_timestamp()"),
    ("CURRENT_TIMESTAMP(3)", "datetime(3)", "current_timestamp(3)"),
    (
        "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
        "timestamp",
        "current_timestamp() on update current_timestamp()",
    ),
    ("'2020-01-01'", "datetime", "'2020-01-01 00:00:00'"),
    ("'2020-01-01'", "datetime(3)", "'2020-01-01 00:00:00.000'"),
    ("'2020-01-01'", "date", "'2020-01-01'"),
    ("(uuid())", "varchar(36) collate utf8mb4_bin", "uuid()"),
    ("(1+2)", "int(11)", "(1 + 2)"),
    ("('{}')", "json", "'{}'"),
    ("b'101'", "bit(3)", "b'101'"),
]


def default_question(sql: str, type_: str) -> Question:
    clause = Clause(type_, type_)
    return Question(Column("", "", "", clause, default=Clause(sql, sql)))


def check_question(
    condition: str, *columns: tuple[str, str], table: str = ""
) -> Question:
    mentioned = tuple(
        Column("", "", name, Clause(type_, type_)) for name, type_ in columns
    )
    check = Check("", "", None, Clause(condition, condition))
    return Question(check, mentioned, table)


def asked(database: Live, *questions: Question) -> dict[Question, str]:
    """Give the server's text for each question that it answers."""
    answers = database.dialect.spell(database.connection, questions, Schema())
    texts = {}
    for question, answer in answers.items():
        if isinstance(answer, Column):
            assert answer.default is not None
            assert answer.type == question.subject.type  # type: ignore[attr-defined]
            texts[question] = answer.default.normal
        elif isinstance(answer, Check):
            texts[question] = answer.condition.normal
    return texts


def test_defaults(mariadb_url: str) -> None:
    for sql, type_, text in [*DEFAULTS, *CERTAIN]:
        assert normal_default(sql, type_) in (sql, text)
    shown = {
        default_question(sql, type_): text for sql, type_, text in [*DEFAULTS, *CERTAIN]
    }
    with live(mariadb_url) as database:
        assert asked(database, *shown) == shown


AB = (("a", "int"), ("b", "int"))
ST = (("s", "varchar(20)"), ("t", "varchar(30)"))


@pytest.mark.parametrize("seed", range(5))
def test_random_conditions_are_spelled_as_a_table_keeps_them(
    mariadb_url: str, seed: int
) -> None:
    generator = Generator(seed)
    conditions = {f"c{number}": generator.condition(number % 4) for number in range(60)}
    with live(mariadb_url) as database:
        columns = ", ".join(f"{name} {type_}" for name, type_ in AB + ST)
        database.send(f"CREATE TABLE kept ({columns})")
        kept = {}
        for name, condition in conditions.items():
            if _accepted(database, name, condition):
                kept[name] = condition
        assert len(kept) > 40
        texts = {
            check.name: check.condition.normal
            for check in database.read().values()
            if isinstance(check, Check)
        }
        questions = {name: check_question(kept[name], *AB, *ST) for name in kept}
        answers = asked(database, *questions.values())
        assert {name: answers[questions[name]] for name in kept} == texts


def _accepted(database: Live, name: str, condition: str) -> bool:
    try:
        database.send(f"ALTER TABLE kept ADD CONSTRAINT {name} CHECK ({condition})")
    except sa.exc.DBAPIError:
        return False
    return True


def test_the_types_of_columns_are_a_part_of_the_question(mariadb_url: str) -> None:
    latin = check_question(
        "s = t",
        ("s", "varchar(9) collate latin1_bin"),
        ("t", "varchar(9) collate utf8mb4_bin"),
    )
    same = check_question(
        "s = t",
        ("s", "varchar(9) collate utf8mb4_bin"),
        ("t", "varchar(9) collate utf8mb4_bin"),
    )
    with live(mariadb_url) as database:
        assert asked(database, latin, same) == {
            latin: "convert(`s` using utf8mb4) = `t`",
            same: "`s` = `t`",
        }


def test_a_condition_may_mention_its_own_table(mariadb_url: str) -> None:
    question = check_question("users.a > 3", ("a", "int"), table="users")
    with live(mariadb_url) as database:
        database.send("CREATE TABLE users (b int)")
        assert asked(database, question) == {question: "`a` > 3"}
        assert "`b`" in database.shown("users")


def test_columns_are_found_in_any_case_of_letters(mariadb_url: str) -> None:
    questions = [
        check_question("A > 1", ("a", "int")),
        check_question("a > 2", ("A", "int")),
    ]
    with live(mariadb_url) as database:
        assert len(asked(database, *questions)) == 2


def test_a_default_may_be_of_a_sequence(mariadb_url: str) -> None:
    question = default_question("(nextval(numbers))", "bigint(20)")
    with live(mariadb_url) as database:
        database.send("CREATE SEQUENCE numbers")
        (text,) = asked(database, question).values()
        assert text.startswith("nextval(`") and text.endswith("`numbers`)")


MYSQL = """CREATE TEMPORARY TABLE `q` (
  `a` int DEFAULT '7',
  `s` varchar(9) COLLATE utf8mb4_bin DEFAULT (_utf8mb4'x (y'),
  `d` timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  `g` int GENERATED ALWAYS AS ((`a` + 1)) VIRTUAL,
  KEY `i_0` ((lower(`s`))),
  CONSTRAINT `c``d` CHECK ((`a` > 0))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci"""


def test_what_mysql_shows_is_understood() -> None:
    shown = shown_table(MYSQL, "`")
    assert {name: each.default for name, each in shown.columns.items()} == {
        "a": "'7'",
        "s": "(_utf8mb4'x (y')",
        "d": "CURRENT_TIMESTAMP on update CURRENT_TIMESTAMP",
        "g": None,
    }
    assert shown.columns["s"].type == "varchar(9) collate utf8mb4_bin"
    assert shown.columns["g"].expression == "(`a` + 1)"
    assert shown.checks == {"c`d": "(`a` > 0)"}
    assert shown.expressions == {"i_0": "lower(`s`)"}


# --- in how many tables ---------------------------------------------------------------------------


def statements(database: Live, *questions: Question) -> list[str]:
    """Ask, and give the first words of what was sent."""
    sent: list[str] = []

    def note(*arguments: object) -> None:
        sent.append(" ".join(str(arguments[2]).split()[:2]))

    sa.event.listen(database.connection, "before_cursor_execute", note)
    assert len(asked(database, *questions)) == len(questions)
    sa.event.remove(database.connection, "before_cursor_execute", note)
    return sent


def test_a_hundred_questions_are_one_table(mariadb_url: str) -> None:
    checks = [check_question(f"a > {number}", ("a", "int")) for number in range(60)]
    defaults = [default_question(f"({n} + 1)", "int(11)") for n in range(40)]
    with live(mariadb_url) as database:
        sent = statements(database, *checks, *defaults)
    assert sent == ["CREATE TEMPORARY", "SHOW CREATE", "DROP TEMPORARY"]


def test_columns_of_one_name_and_several_types_are_several_tables(
    mariadb_url: str,
) -> None:
    types = ("int", "bigint", "decimal(9,2)")
    questions = [
        check_question(f"a > {number}", ("a", type_))
        for number, type_ in itertools.product(range(20), types)
    ]
    random.Random(0).shuffle(questions)
    with live(mariadb_url) as database:
        assert len(statements(database, *questions)) == 3 * len(types)


def test_rows_that_are_too_long_for_one_table_are_asked_in_several(
    mariadb_url: str,
) -> None:
    type_ = "varchar(4000) collate utf8mb4_bin"
    questions = [default_question(f"'{number}'", type_) for number in range(100)]
    with live(mariadb_url) as database:
        assert len(statements(database, *questions)) < 200


def test_one_that_is_refused_spoils_no_other(mariadb_url: str) -> None:
    good = [check_question(f"a > {number}", ("a", "int")) for number in range(30)]
    bad = [check_question(f"missing > {number}", ("a", "int")) for number in range(3)]
    questions = [*good, *bad]
    random.Random(0).shuffle(questions)
    with live(mariadb_url) as database:
        assert asked(database, *questions).keys() == set(good)


# --- whole models ---------------------------------------------------------------------------------


def models(quote: str = "`") -> sa.MetaData:
    """Models that the server must be asked about."""
    metadata = sa.MetaData()
    sa.Table(
        "t",
        metadata,
        sa.Column("a", sa.Integer, sa.CheckConstraint("a > b")),
        sa.Column("b", sa.Integer, server_default=sa.text("(NULL)")),
        sa.Column("s", sa.Text(50)),
        sa.Column("j", sa.JSON),
        sa.Column("open", sa.String(20), server_default="x  y"),
        sa.Column("closed", sa.String(20, collation="utf8mb4_bin")),
        sa.Column("slashed", sa.String(30), server_default="a\\b'c\"d"),
        sa.Column("d", sa.String(40), server_default=sa.text("hex(1 | 2)")),
        sa.Column("g", sa.Integer, sa.Computed("CASE WHEN a > 1 THEN 2 ELSE 3 END")),
        sa.Column(
            "h",
            sa.String(50),
            sa.Computed("concat(`open`, closed)".replace("`", quote)),
        ),
        sa.Column("Big", sa.Integer),
        sa.CheckConstraint("NOT (a = 3)", name="ck_not"),
        sa.CheckConstraint("a REGEXP '^[0-9]'"),
        sa.CheckConstraint("BINARY s <> '100%'"),
        sa.CheckConstraint("t.a > 3 and b > 2", name="ck_own"),
        sa.CheckConstraint("big > 0", name="ck_letters"),
        sa.CheckConstraint(f"{quote}open{quote} = closed", name="ck_mixed"),
        sa.CheckConstraint("d || slashed <> 'x'", name="ck_pipes"),
    )
    return metadata


def test_a_question_ends_all_doubt(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        models().create_all(database.connection)
        assert differences(database.connection, models()) == ()


@pytest.mark.parametrize("charset", ["utf8mb4", "latin1"])
@pytest.mark.parametrize(
    "mode",
    ["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT", "NO_TABLE_OPTIONS"],
)
def test_whatever_the_session_is_set_to(
    mariadb_url: str, mode: str, charset: str
) -> None:
    url = sa.make_url(mariadb_url).update_query_dict({"charset": charset})
    engine = sa.create_engine(url, connect_args={"sql_mode": mode})
    metadata = models('"' if mode == "ANSI_QUOTES" else "`")
    metadata.tables["t"].dialect_kwargs["mysql_charset"] = charset
    with engine.begin() as connection:
        metadata.create_all(connection)
        assert differences(connection, metadata) == ()
    engine.dispose()


def test_a_change_is_found(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        models().create_all(database.connection)
        changed = models()
        changed.tables["t"].c.d.server_default = sa.DefaultClause(sa.text("hex(1 | 3)"))
        (change,) = differences(database.connection, changed)
        assert isinstance(change, Alter) and change.after.key.name == "d"


def test_a_change_of_white_space_within_a_string_is_found(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        models().create_all(database.connection)
        changed = models()
        changed.tables["t"].c.open.server_default = sa.DefaultClause("x y")
        (change,) = differences(database.connection, changed)
        assert isinstance(change, Alter) and change.after.key.name == "open"


def test_nothing_stays_and_nothing_is_committed(mariadb_url: str) -> None:
    engine = sa.create_engine(mariadb_url)
    with engine.begin() as connection:
        models().create_all(connection)
        connection.exec_driver_sql(
            "ALTER TABLE t DROP COLUMN d, DROP CONSTRAINT ck_pipes"
        )
        connection.exec_driver_sql("CREATE TABLE kept (a int)")
    with engine.connect() as connection:
        connection.exec_driver_sql("INSERT INTO kept VALUES (1)")
        assert differences(connection, models())
        connection.rollback()
        rows = connection.exec_driver_sql("SELECT count(*) FROM kept").scalar()
        assert rows == 0
        with pytest.raises(sa.exc.ProgrammingError, match="1146"):
            connection.exec_driver_sql("SHOW CREATE TABLE autodiff_temporary_question")
    engine.dispose()


def test_one_bad_apple_spoils_only_itself(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        models().create_all(database.connection)
        changed = models()
        changed.tables["t"].append_constraint(
            sa.CheckConstraint("no_such_column > 1", name="ck_bad")
        )
        (change,) = differences(database.connection, changed)
        assert change.object.key.name == "ck_bad"


# --- where the server may not be asked ------------------------------------------------------------


def plain_models() -> sa.MetaData:
    """Models whose words alone say that they are the live ones."""
    metadata = sa.MetaData()
    sa.Table(
        "t",
        metadata,
        sa.Column("a", sa.Integer, server_default="5"),
        sa.Column("s", sa.String(20)),
        sa.CheckConstraint("a > 3 AND a IN (4, 5)", name="ck_a"),
    )
    return metadata


def test_a_missing_right_is_said_with_what_to_grant(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        plain_models().create_all(database.connection)
        name = database.connection.engine.url.database
        database.send(
            "CREATE USER IF NOT EXISTS reader@'%' IDENTIFIED BY ''",
            f"GRANT SELECT, SHOW VIEW ON `{name}`.* TO reader@'%'",
        )
    url = sa.make_url(mariadb_url).set(username="reader", password="")
    engine = sa.create_engine(url)
    with (
        engine.connect() as connection,
        pytest.warns(UserWarning, match="grant CREATE TEMPORARY TABLES"),
    ):
        assert differences(connection, plain_models()) == ()
    engine.dispose()


def test_a_read_only_transaction_is_said(mariadb_url: str) -> None:
    with live(mariadb_url) as database:
        plain_models().create_all(database.connection)
    engine = sa.create_engine(mariadb_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("START TRANSACTION READ ONLY")
        with pytest.warns(UserWarning, match="READ ONLY"):
            assert differences(connection, plain_models()) == ()
    engine.dispose()


def test_without_a_default_database_that_of_the_models_is_used(
    mariadb_url: str,
) -> None:
    url = sa.make_url(mariadb_url)
    metadata = sa.MetaData(schema=url.database)
    for table in plain_models().tables.values():
        table.to_metadata(metadata, schema=url.database)
    engine = sa.create_engine(url.set(database=""))
    with engine.begin() as connection:
        metadata.create_all(connection)
        assert differences(connection, metadata) == ()
    engine.dispose()
