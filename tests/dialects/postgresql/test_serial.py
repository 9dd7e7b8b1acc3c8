"""SERIAL: what is remembered of a type is what SQLAlchemy's compiler says of each column."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from autodiff.dialects.postgresql import PostgreSQL
from autodiff.dialects.registry import dialect_named


class OwnInteger(sa.TypeDecorator[int]):
    """A user's type; of such nothing is remembered."""

    impl = sa.BigInteger
    cache_ok = True


TYPES = (
    sa.Integer(),
    sa.SmallInteger(),
    sa.BigInteger(),
    OwnInteger(),
    sa.String(20),
    sa.Uuid(),
    postgresql.OID(),
    sa.Numeric(10, 0),
    sa.Integer().with_variant(sa.BigInteger(), "postgresql"),
)
STATED = (
    dict[str, object](),
    {"autoincrement": False},
    {"autoincrement": True},
    {"default": 5},
    {"default": sa.Sequence("numbers")},
    {"default": sa.Sequence("numbers", optional=True)},
    {"server_default": "7"},
    {"server_default": sa.Identity()},
    {"server_default": sa.FetchedValue()},
)


def _columns() -> list[sa.Column[object]]:
    """Each type with all that a primary key may state; types without numbers refuse some."""
    found: list[sa.Column[object]] = []
    for number, (type_, stated) in enumerate(
        (type_, stated) for stated in STATED for type_ in (*TYPES, *TYPES)
    ):
        column: sa.Column[object] = sa.Column(
            "id", type_, primary_key=True, **stated  # type: ignore[arg-type]
        )
        table = sa.Table(f"t{number}", sa.MetaData(), column)
        try:
            table.autoincrement_column  # noqa: B018 - it refuses
        except sa.exc.ArgumentError:
            continue
        found.append(column)
    return found


def test_what_is_remembered_is_what_the_compiler_says() -> None:
    dialect = dialect_named("postgresql")
    assert isinstance(dialect, PostgreSQL)
    columns = _columns()
    said = [dialect.autoincrements(each) for each in columns]
    numbered = [each is each.table.autoincrement_column for each in columns]
    assert said == [
        can and dialect.compiled_serial(each)
        for each, can in zip(columns, numbered, strict=True)
    ]
    assert {True, False} == set(said)
    assert len(dialect._serials) >= 3
