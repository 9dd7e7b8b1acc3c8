"""Normal forms: one for all that SQLite reads alike, another for what it does not."""

from __future__ import annotations

import pytest

from autodiff.dialects.registry import dialect_named
from autodiff.dialects.sqlite.expressions import (
    columns_in,
    default_sql,
    is_constant,
    normal_default,
    normal_expression,
)
from autodiff.dialects.sqlite.types import affinity, normal_type
from autodiff.types import RawType
from tests.dialects.sqlite.models import TYPES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a>0", "a > 0"),
        ("a  >\n 0 -- note", "a > 0"),
        ("((a > 0))", "a > 0"),
        ('"a" > 0', "a > 0"),
        ("`A` > 0", "[a] > 0"),
        ("A IN (1, 2)", "a in (1,2)"),
        ("LOWER(a)", "lower(a)"),
        ("a == 1 AND b != 2", "a = 1 and b <> 2"),
        ("X'0A'", "x'0a'"),
    ],
)
def test_these_are_the_same(one: str, other: str) -> None:
    assert normal_expression(one) == normal_expression(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a = 'X'", "a = 'x'"),
        ("a = 'x  y'", "a = 'x y'"),
        ("a = '(1)'", "a = 1"),
        ('a = "X"', 'a = "x"'),
        ('"true" = 1', "true = 1"),
        ("(a) + (b)", "a) + (b"[:1]),
        ("a || 'b'", "a || b"),
        ("1.0", "1"),
    ],
)
def test_these_are_not(one: str, other: str) -> None:
    assert normal_expression(one) != normal_expression(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("'x'", '"x"'),
        ("'Word'", "Word"),
        ("(1 + 2)", "1+2"),
        ("(datetime('now'))", "datetime('now')"),
        ("current_timestamp", "CURRENT_TIMESTAMP"),
        ("(-1)", "-1"),
    ],
)
def test_these_defaults_are_the_same(one: str, other: str) -> None:
    assert normal_default(one) == normal_default(other)


@pytest.mark.parametrize(
    ("one", "other"), [("'5'", "5"), ("'true'", "true"), ("'a'", "'A'"), ("''", "NULL")]
)
def test_these_defaults_are_not(one: str, other: str) -> None:
    assert normal_default(one) != normal_default(other)


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("5", "5"),
        ("-5", "-5"),
        ("'a'", "'a'"),
        ("CURRENT_DATE", "CURRENT_DATE"),
        ("(1)", "(1)"),
        ("1 + 1", "(1 + 1)"),
        ("'a' || 'b'", "('a' || 'b')"),
        ("(1) + (2)", "((1) + (2))"),
        ("now()", "(now())"),
    ],
)
def test_defaults_are_written_so_that_they_parse(sql: str, written: str) -> None:
    assert default_sql(sql) == written


@pytest.mark.parametrize(
    ("sql", "constant"),
    [
        ("5", True),
        ("(-5)", True),
        ("'x'", True),
        ("NULL", True),
        ("current_time", False),
        ("(1 + 1)", False),
        ("(random())", False),
    ],
)
def test_what_add_column_takes_as_a_default(sql: str, constant: bool) -> None:
    assert is_constant(sql) is constant


def test_columns_are_found_in_an_expression() -> None:
    columns = ["a", "Big", "lower", "x"]
    assert columns_in("lower(a) || \"big\" <> 'x'", columns) == ("a", "Big")


@pytest.mark.parametrize(
    ("sql", "normal"),
    [
        ("varchar (50)", "VARCHAR(50)"),
        ("NUMERIC(10, 2)", "NUMERIC(10,2)"),
        ("double   precision", "DOUBLE PRECISION"),
        ('TEXT COLLATE "nocase"', "TEXT COLLATE NOCASE"),
        ("TEXT COLLATE binary", "TEXT"),
        ("VARCHAR(9) COLLATE RTRIM", "VARCHAR(9) COLLATE RTRIM"),
        ("", ""),
        ("decimal(+5, -2)", "DECIMAL(+5,-2)"),
    ],
)
def test_types(sql: str, normal: str) -> None:
    assert normal_type(sql) == normal


@pytest.mark.parametrize(
    ("sql", "meant"),
    [
        ("BIGINT", "INTEGER"),
        ("VARCHAR(5)", "TEXT"),
        ("CHARINT", "INTEGER"),
        ("BLOB", "BLOB"),
        ("", "BLOB"),
        ("DOUBLE", "REAL"),
        ("BOOLEAN", "NUMERIC"),
        ("DATETIME", "NUMERIC"),
        ('NUMERIC COLLATE "INTENSE"', "NUMERIC"),
    ],
)
def test_affinities(sql: str, meant: str) -> None:
    assert affinity(sql) == meant


@pytest.mark.parametrize("type_", TYPES, ids=repr)
def test_a_reflected_type_is_one_that_compiles_to_the_same(type_: object) -> None:
    dialect = dialect_named("sqlite")
    sql = dialect.compiled_type(type_)
    found = dialect.type_object(sql)
    assert dialect.compiled_type(found) == sql
    assert dialect.type_clause(sql).sql == sql


@pytest.mark.parametrize("sql", ["MONEY", "VARYING CHARACTER(9)", "DATETIME(6)", "INT"])
def test_a_type_that_sqlalchemy_does_not_have_is_raw(sql: str) -> None:
    dialect = dialect_named("sqlite")
    found = dialect.type_object(sql)
    assert isinstance(found, RawType)
    assert dialect.compiled_type(found) == sql
