"""Type names: the server's own are the measure, and each spelling gives a type that keeps it."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from autodiff.dialects.registry import dialect_named
from autodiff.types import RawType
from tests.dialects.postgresql.zoo import TYPES

DIALECT: Any = dialect_named("postgresql")
PLAIN = [each for each in TYPES if DIALECT.named_type(each) is None]

SPELLINGS = {
    "INT4": "integer",
    "int8": "bigint",
    "float(24)": "real",
    "FLOAT(25)": "double precision",
    "dec(4)": "numeric(4,0)",
    "NUMERIC( 10 , 2 )": "numeric(10,2)",
    "varchar": "character varying",
    "character  varying (7)": "character varying(7)",
    "char": "character(1)",
    '"char"': '"char"',
    "timestamptz(3)": "timestamp(3) with time zone",
    "TIMESTAMP": "timestamp without time zone",
    "time(0) WITHOUT TIME ZONE": "time(0) without time zone",
    "timetz": "time with time zone",
    "varbit(5)": "bit varying(5)",
    "bit": "bit(1)",
    "integer[][]": "integer[]",
    "int[3]": "integer[]",
    "text ARRAY": "text[]",
    "interval(3)": "interval(3)",
    "INTERVAL YEAR TO MONTH": "interval year to month",
    "bool": "boolean",
    'varchar(5) COLLATE "C"': 'character varying(5) COLLATE "C"',
    'text[] COLLATE "C"': 'text[] COLLATE "C"',
}


@pytest.mark.parametrize(("sql", "normal"), SPELLINGS.items())
def test_a_spelling_s_normal_form(sql: str, normal: str) -> None:
    assert DIALECT.normal_type(sql) == normal
    assert DIALECT.normal_type(normal) == normal


def test_the_server_says_the_same(postgresql_url: str) -> None:
    spellings = [*SPELLINGS, *(DIALECT.compiled_type(each) for each in PLAIN)]
    columns = ", ".join(f"c{i} {sql}" for i, sql in enumerate(spellings))
    engine = sa.create_engine(postgresql_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"create table t ({columns})")
        said = connection.exec_driver_sql("""
            select format_type(atttypid, atttypmod)
                || case when attcollation <> typcollation
                    then ' COLLATE "' || collname || '"' else '' end
            from pg_attribute join pg_type y on y.oid = atttypid
            left join pg_collation c on c.oid = attcollation
            where attrelid = 't'::regclass and attnum > 0 order by attnum""").scalars()
        assert dict(zip(spellings, said, strict=True)) == {
            sql: DIALECT.normal_type(sql) for sql in spellings
        }
    engine.dispose()


@pytest.mark.parametrize("type_", PLAIN, ids=repr)
def test_a_type_comes_back_from_its_spelling(type_: Any) -> None:
    normal = DIALECT.normal_type(DIALECT.compiled_type(type_))
    found = DIALECT.type_object(normal)
    assert DIALECT.normal_type(DIALECT.compiled_type(found)) == normal
    assert not isinstance(found, RawType)


def test_a_type_that_sqlalchemy_does_not_know() -> None:
    assert repr(DIALECT.type_object("geometry(Point,4326)")) == (
        "RawType('geometry(Point,4326)')"
    )
