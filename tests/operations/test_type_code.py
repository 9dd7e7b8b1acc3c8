"""Types as source: what is printed builds the same column, in words that people would choose."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql
from sqlalchemy.types import TypeEngine

from autodiff.core.code import Code
from autodiff.dialects.registry import dialect_named
from autodiff.kinds import type_code as type_code_module
from autodiff.kinds.type_code import type_code

from .odd_types import (
    Address,
    Colour,
    Forgetful,
    Money,
    Outer,
    Painted,
    Point,
    Rude,
    local_type,
)

HERE = "tests.operations.odd_types"
DIALECTS = ("sqlite", "postgresql", "mysql", "mariadb", "mssql", "oracle")


def _untyped(class_: Any) -> Any:
    """A type whose constructor SQLAlchemy has not annotated."""
    return class_


READABLE: list[tuple[str, Any, str]] = [
    ("postgresql", sa.VARCHAR(50), "sa.String(length=50)"),
    ("postgresql", sa.String(50), "sa.String(length=50)"),
    ("postgresql", sa.INTEGER(), "sa.Integer()"),
    ("postgresql", sa.BIGINT(), "sa.BigInteger()"),
    ("postgresql", sa.NUMERIC(8, 2), "sa.Numeric(precision=8, scale=2)"),
    ("postgresql", sa.TIMESTAMP(), "sa.DateTime()"),
    ("postgresql", postgresql.TIMESTAMP(timezone=True), "sa.DateTime(timezone=True)"),
    ("postgresql", postgresql.JSONB(), "postgresql.JSONB()"),
    ("postgresql", postgresql.JSON(), "sa.JSON()"),
    ("postgresql", sa.JSON(), "sa.JSON()"),
    ("postgresql", sa.Uuid(), "sa.Uuid()"),
    ("postgresql", postgresql.UUID(), "sa.Uuid()"),
    ("postgresql", sa.Interval(), "sa.Interval()"),
    ("postgresql", sa.PickleType(), "sa.PickleType()"),
    ("postgresql", postgresql.INET(), "postgresql.INET()"),
    ("postgresql", postgresql.BIT(3), "postgresql.BIT(length=3)"),
    ("postgresql", postgresql.INT4RANGE(), "postgresql.INT4RANGE()"),
    ("postgresql", sa.ARRAY(sa.VARCHAR(5)), "sa.ARRAY(sa.String(length=5))"),
    (
        "postgresql",
        postgresql.ARRAY(Money("USD"), dimensions=2),
        f"sa.ARRAY({HERE}.Money(currency='USD'), dimensions=2)",
    ),
    ("postgresql", sa.Enum("a", "b", name="e"), "sa.Enum('a', 'b', name='e')"),
    ("postgresql", sa.Enum(Colour), "sa.Enum('RED', 'GREEN', name='colour')"),
    (
        "postgresql",
        sa.Enum(Colour, values_callable=lambda found: [each.value for each in found]),
        "sa.Enum('red', 'green', name='colour')",
    ),
    ("mysql", mysql.INTEGER(unsigned=True), "mysql.INTEGER(unsigned=True)"),
    ("mysql", mysql.TINYINT(1), "mysql.TINYINT(display_width=1)"),
    ("mysql", mysql.ENUM("x", "y"), "sa.Enum('x', 'y')"),
    ("mysql", mysql.LONGTEXT(), "mysql.LONGTEXT()"),
    ("mssql", mssql.UNIQUEIDENTIFIER(), "sa.Uuid()"),
    ("mssql", mssql.MONEY(), "mssql.MONEY()"),
    (
        "oracle",
        _untyped(oracle.NUMBER)(9),
        "oracle.NUMBER(precision=9, asdecimal=False)",
    ),
    ("sqlite", sa.DATETIME(), "sa.DateTime()"),
    ("sqlite", sa.BOOLEAN(), "sa.Boolean()"),
    ("sqlite", Money("USD"), f"{HERE}.Money(currency='USD')"),
    ("sqlite", Forgetful(9), "sa.String(length=9)"),
    ("sqlite", Address(), f"{HERE}.Address()"),
    ("sqlite", Rude(), f"{HERE}.Rude()"),
    ("sqlite", Outer.Inner(), f"{HERE}.Outer.Inner(length=7)"),
    ("sqlite", Point(5), f"{HERE}.Point(srid=5)"),
    ("sqlite", local_type(), "sa.String(length=11)"),
    (
        "mysql",
        sa.String(9).with_variant(mysql.VARCHAR(8, charset="utf8mb4"), "mysql"),
        "sa.String(length=9).with_variant"
        "(mysql.VARCHAR(charset='utf8mb4', length=8), 'mysql')",
    ),
]


@pytest.mark.parametrize(
    ("dialect_name", "type_", "words"),
    READABLE,
    ids=[f"{name} {words}" for name, _, words in READABLE],
)
def test_the_words_that_people_would_choose(
    dialect_name: str, type_: TypeEngine[Any], words: str
) -> None:
    assert written(type_, dialect_name).text == words


ODD: list[Any] = [
    *(type_ for _, type_, _ in READABLE),
    Painted(),
    sa.Boolean(create_constraint=True, name="ck"),
    sa.Enum("a", "b", name="e", create_constraint=True, native_enum=False),
    sa.Enum("it's", "100%", name="odd"),
    sa.Enum("a", "b", name="e", schema="sales"),
    sa.LargeBinary(20),
    sa.Float(53),
    sa.Double(),
    sa.Unicode(9),
    sa.String(5, collation="C"),
    sa.Time(timezone=True),
    sa.CHAR(3),
    sa.ARRAY(Address(), dimensions=1),
    postgresql.ARRAY(sa.Enum(Colour)),
    postgresql.DOMAIN("positive", sa.Integer()),
    postgresql.INTERVAL(fields="DAY"),
    mysql.SET("x", "y"),
    mysql.VARCHAR(9, charset="utf8mb4", collation="utf8mb4_bin"),
    _untyped(mssql.DATETIMEOFFSET)(3),
    oracle.TIMESTAMP(local_timezone=True),
    sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
    sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
]


@pytest.mark.parametrize("dialect_name", DIALECTS)
@pytest.mark.parametrize("type_", ODD, ids=lambda each: type(each).__name__)
def test_the_column_is_the_same(type_: TypeEngine[Any], dialect_name: str) -> None:
    dialect = dialect_named(dialect_name)
    try:
        sql = dialect.compiled_type(type_)
    except (sa.exc.CompileError, sa.exc.ArgumentError, AttributeError):
        return  # the database has no such type, so no column of it is ever printed
    built = evaluated(written(type_, dialect_name))
    table = sa.Table("t", sa.MetaData(), sa.Column("c", built))
    assert dialect.compiled_type(table.c.c.type) == sql
    assert dialect.named_type(built) == dialect.named_type(type_)
    assert len(table.constraints) == 1, "a CHECK would be stated twice"


def test_a_script_can_import_all_that_it_names() -> None:
    code = written(Money("USD"), "sqlite")
    assert code.imports == {f"import {HERE}"}


def test_what_has_no_words_is_written_as_sql() -> None:
    class Nowhere(Point):
        pass

    assert written(Nowhere(7), "sqlite").text == "RawType('POINT(7)')"


def test_printing_a_type_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from autodiff.core.clause import Clause
    from autodiff.revisions import printer as printer_module
    from autodiff.revisions.printer import ScriptPrinter

    calls = []

    def counted(*arguments: Any) -> Code:
        calls.append(arguments)
        return type_code_module.type_code(*arguments)

    monkeypatch.setattr(printer_module, "type_code", counted)
    printer = ScriptPrinter(dialect_named("sqlite"))
    for _ in range(10_000):
        printer.type(Clause("TEXT", "TEXT", Address()))
    assert len(calls) == 1


def written(type_: TypeEngine[Any], dialect_name: str) -> Code:
    dialect = dialect_named(dialect_name)
    return type_code(type_, dialect.compiled_type(type_), dialect)


def evaluated(code: Code) -> Any:
    names: dict[str, Any] = {}
    for line in code.imports:
        exec(line, names)
    return eval(code.text, names)
