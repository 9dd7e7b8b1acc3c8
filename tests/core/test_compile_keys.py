"""Sameness: a type that is taken from the store is written as one that is compiled by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql, oracle, postgresql, sqlite
from sqlalchemy.exc import UnsupportedCompilationError
from sqlalchemy.ext.compiler import compiles, deregister

from autodiff.core.compile_keys import expression_key, type_key
from autodiff.core.dialect import Dialect

EXPRESSIONS: tuple[Any, ...] = (
    sa.text("amount >= 0"),
    sa.text("amount >= 0 AND note <> 'a%b'"),
    sa.text(r"note <> 'a\:b'"),
    sa.text("note <> :note").bindparams(note="it's"),
    sa.text("note <> :note").bindparams(note="other"),
    sa.true(),
    sa.false(),
    sa.null(),
    sa.func.now(),
    sa.func.now(3),
    sa.func.current_timestamp(),
    sa.func.localtime(),
    sa.func.lower("A"),
    sa.literal(1) + sa.literal(2),
    sa.literal_column("a"),
)

DATABASES = (postgresql, mysql, sqlite, oracle)

TYPES: tuple[Any, ...] = (
    sa.Integer(),
    sa.SmallInteger(),
    sa.BigInteger(),
    sa.Boolean(),
    sa.String(5),
    sa.String(6),
    sa.String(5, collation="C"),
    sa.Unicode(5),
    sa.Text(),
    sa.Numeric(10, 2),
    sa.Numeric(10, 3),
    sa.Numeric(1, True),
    sa.Float(),
    sa.Double(),
    sa.DateTime(),
    sa.DateTime(timezone=True),
    sa.Time(),
    sa.LargeBinary(7),
    sa.JSON(),
    sa.Uuid(),
    sa.Uuid(native_uuid=False),
    sa.Interval(),
    sa.Enum("a", "b", name="e"),
    sa.Enum("a", "bcd", name="e", native_enum=False),
)


class Shouted(sa.TypeDecorator[str]):
    """A user's type, which may be written differently each time."""

    impl = sa.String
    cache_ok = True


class Marked(sa.types.UserDefinedType[str]):
    """A user's type with an SQL of its own."""

    def get_col_spec(self, **_: Any) -> str:
        return "MARKED"


class Odd(sa.String):
    """SQLAlchemy's type, compiled in a user's way."""


@compiles(Odd)
def _odd(type_: Odd, _compiler: Any, **_: Any) -> str:
    return f"ODD({type_.length})"


@pytest.mark.parametrize("database", DATABASES, ids=lambda each: each.__name__[20:])
def test_stored_and_compiled_are_written_alike(database: Any) -> None:
    dialect = Dialect(database.dialect(paramstyle="named"))
    plain = Dialect(database.dialect(paramstyle="named"))
    for type_ in (*TYPES, *reversed(TYPES)):
        column = sa.Column("c", type_)
        assert _written(dialect.compiled_type, type_, column) == _written(
            plain.sa.type_compiler_instance.process, type_, type_expression=column
        )


def _written(write: Callable[..., Any], *of: Any, **rest: Any) -> str | None:
    """None: the database has no such type (Oracle has JSON from SQLAlchemy 2.1 on)."""
    try:
        return str(write(*of, **rest))
    except UnsupportedCompilationError:
        return None


@pytest.mark.parametrize("database", DATABASES, ids=lambda each: each.__name__[20:])
def test_stored_and_compiled_expressions_are_written_alike(database: Any) -> None:
    dialect = Dialect(database.dialect(paramstyle="named"))
    for expression in (*EXPRESSIONS, *reversed(EXPRESSIONS)):
        plain = Dialect(database.dialect(paramstyle="named"))
        alone = plain.ddl.sql_compiler.process(
            expression, include_table=False, literal_binds=True
        )
        assert dialect.compiled(expression) == alone


@pytest.mark.parametrize("database", DATABASES, ids=lambda each: each.__name__[20:])
def test_stored_defaults_are_those_of_their_column(database: Any) -> None:
    stated = ("0", "it's", "now()", *EXPRESSIONS)
    dialect = Dialect(database.dialect(paramstyle="named"))
    for default in (*stated, *reversed(stated)):
        for type_ in (sa.Integer(), sa.String(5)):
            column = sa.Column("c", type_, server_default=default)
            plain = Dialect(database.dialect(paramstyle="named"))
            clause = plain.model_type(type_, column)
            alone = plain.default_clause(
                str(plain.ddl.get_column_default_string(column)), clause
            )
            found = dialect.model_default(column, clause)
            assert found is not None
            assert (found.sql, found.normal) == (alone.sql, alone.normal)


def test_what_is_written_differently_has_different_keys() -> None:
    assert type_key(sa.String(5)) == type_key(sa.String(5)) is not None
    assert type_key(sa.String(5)) != type_key(sa.String(6))
    assert type_key(sa.Numeric(1, 1)) != type_key(sa.Numeric(1, True))


@pytest.mark.parametrize(
    "type_",
    [Shouted(), Marked(), Odd(3), sa.ARRAY(sa.Integer())],
    ids=lambda each: type(each).__name__,
)
def test_what_may_be_written_in_its_own_way_has_none(type_: Any) -> None:
    assert type_key(type_) is None


class OddText(sa.TextClause):
    """SQLAlchemy's text, perhaps compiled in a user's way."""


@pytest.mark.parametrize(
    "expression",
    [
        OddText("a"),
        sa.text(":a").bindparams(a=1),
        sa.func.now(3),
        sa.func.lower("a"),
        sa.Sequence("s").next_value(),
        sa.literal(1),
    ],
    ids=lambda each: type(each).__name__,
)
def test_expressions_that_hold_others_have_none(expression: Any) -> None:
    assert expression_key(expression) is None


def test_a_string_is_no_text_of_sql() -> None:
    assert expression_key("now()") != expression_key(sa.text("now()")) is not None


def test_compiled_in_a_registered_way_is_compiled_each_time() -> None:
    assert expression_key(sa.text("a")) is not None
    assert type_key(sa.Date()) is not None

    @compiles(sa.TextClause)
    @compiles(sa.Date)
    def _shouted(element: Any, compiler: Any, **_: Any) -> str:
        return "SHOUTED"

    try:
        assert expression_key(sa.text("a")) is None
        assert type_key(sa.Date()) is None
    finally:
        deregister(sa.TextClause)
        deregister(sa.Date)
