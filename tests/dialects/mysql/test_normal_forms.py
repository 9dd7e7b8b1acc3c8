"""Spellings and what the server shows for them; MariaDB 10.11 was asked, MySQL 8.4's manual read."""

from __future__ import annotations

import pytest

from autodiff.dialects.mysql.literals import normal_default, written_default
from autodiff.dialects.mysql.server import Server, ServerSettings
from autodiff.dialects.mysql.types import normal_type

MARIADB = Server(mariadb=True, version=(10, 11, 6))
MYSQL = Server(mariadb=False, version=(8, 4, 0))
SETTINGS = ServerSettings(
    collations={"latin1": "latin1_swedish_ci", "utf8mb3": "utf8mb3_general_ci"}
)

TYPES = [
    # spelling, MariaDB, MySQL
    ("INTEGER", "int(11)", "int"),
    ("INTEGER(5)", "int(5)", "int"),
    ("INTEGER UNSIGNED", "int(10) unsigned", "int unsigned"),
    (
        "BIGINT(20) ZEROFILL",
        "bigint(20) unsigned zerofill",
        "bigint(20) unsigned zerofill",
    ),
    ("BIGINT UNSIGNED", "bigint(20) unsigned", "bigint unsigned"),
    ("BOOL", "tinyint(1)", "tinyint(1)"),
    ("BOOLEAN", "tinyint(1)", "tinyint(1)"),
    ("TINYINT", "tinyint(4)", "tinyint"),
    ("NUMERIC(10, 2)", "decimal(10,2)", "decimal(10,2)"),
    ("NUMERIC", "decimal(10,0)", "decimal(10,0)"),
    ("DECIMAL(5)", "decimal(5,0)", "decimal(5,0)"),
    ("FLOAT(24)", "float", "float"),
    ("FLOAT(53)", "double", "double"),
    ("FLOAT(7, 3)", "float(7,3)", "float(7,3)"),
    ("DOUBLE PRECISION", "double", "double"),
    ("CHAR", "char(1)", "char(1)"),
    ("VARCHAR(50)", "varchar(50)", "varchar(50)"),
    (
        "VARCHAR(50) COLLATE utf8mb4_bin",
        "varchar(50) collate utf8mb4_bin",
        "varchar(50) collate utf8mb4_bin",
    ),
    (
        "VARCHAR(9) CHARACTER SET latin1",
        "varchar(9) collate latin1_swedish_ci",
        "varchar(9) collate latin1_swedish_ci",
    ),
    (
        "TEXT CHARACTER SET utf8",
        "text collate utf8mb3_general_ci",
        "text collate utf8mb3_general_ci",
    ),
    (
        "NATIONAL VARCHAR(3)",
        "varchar(3) collate utf8mb3_general_ci",
        "varchar(3) collate utf8mb3_general_ci",
    ),
    ("ENUM('a', 'b''c (d)','e  ')", "enum('a','b''c (d)','e')", None),
    ("BLOB(200)", "tinyblob", "tinyblob"),
    ("BLOB(70000)", "mediumblob", "mediumblob"),
    ("DATETIME(0)", "datetime", "datetime"),
    ("TIMESTAMP(6)", "timestamp(6)", "timestamp(6)"),
    ("YEAR", "year(4)", "year"),
    ("BIT", "bit(1)", "bit(1)"),
    ("JSON", "json", "json"),
]


@pytest.mark.parametrize(("sql", "mariadb", "mysql"), TYPES)
def test_types(sql: str, mariadb: str, mysql: str | None) -> None:
    assert normal_type(sql, MARIADB, SETTINGS) == mariadb
    assert normal_type(sql, MYSQL, SETTINGS) == (mysql or mariadb)


@pytest.mark.parametrize("normal", sorted({row[1] for row in TYPES}))
def test_a_normal_form_is_its_own(normal: str) -> None:
    assert normal_type(normal, MARIADB, SETTINGS) == normal


DEFAULTS = [
    # spelling, type, what the server shows
    ("'0'", "int(11)", "0"),
    ("007", "int(11)", "7"),
    ("-1", "int(11)", "-1"),
    ("true", "tinyint(1)", "1"),
    ("'1.5'", "decimal(10,2)", "1.50"),
    ("'2.50'", "decimal(10,0)", "3"),
    ("'2001'", "year(4)", "2001"),
    ("' x '", "char(9) collate utf8mb4_bin", "' x'"),
    ("'10:11:12'", "time(2)", "'10:11:12.00'"),
    ("'2020-01-01 10:11:12'", "datetime", "'2020-01-01 10:11:12'"),
    ("'2020-01-01 10:11:12'", "timestamp(3)", "'2020-01-01 10:11:12.000'"),
    ("now()", "datetime", "current_timestamp()"),
    ("now()", "datetime(3)", "current_timestamp(3)"),
    (
        "CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
        "timestamp(3)",
        "current_timestamp(3) on update current_timestamp(3)",
    ),
    ("CURRENT_TIMESTAMP", "timestamp", "current_timestamp()"),
    ("CURRENT_TIMESTAMP(3)", "datetime(3)", "current_timestamp(3)"),
]


@pytest.mark.parametrize(("sql", "type_", "shown"), DEFAULTS)
def test_the_most_usual_defaults_are_told_without_the_server(
    sql: str, type_: str, shown: str
) -> None:
    assert normal_default(sql, type_) == shown
    assert normal_default(shown, type_) == shown


@pytest.mark.parametrize(
    ("sql", "type_"),
    [
        ("uuid()", "char(36) collate utf8mb4_bin"),
        ("'10:11'", "time(2)"),
        ("1.5", "int(11)"),
        ("5", "varchar(9) collate utf8mb4_bin"),
        ("'a  b'", "varchar(9) collate utf8mb4_bin"),
        ("'2020-01-01'", "datetime"),
        ("1.50", "double"),
        ("(1+2)", "int(11)"),
    ],
)
def test_other_defaults_are_left_to_the_server(sql: str, type_: str) -> None:
    assert normal_default(sql, type_) == sql


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("'x'", "'x'"),
        ("5", "5"),
        ("b'101'", "b'101'"),
        ("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
        ("now(3)", "now(3)"),
        ("CURRENT_TIMESTAMP ON UPDATE now()", "CURRENT_TIMESTAMP ON UPDATE now()"),
        ("uuid()", "(uuid())"),
        ("1 + 2", "(1 + 2)"),
        ("(1 + 2)", "(1 + 2)"),
    ],
)
def test_an_expression_is_written_in_parentheses(sql: str, written: str) -> None:
    assert written_default(sql) == written
