"""Both versions of the shop are models that each database takes; the rows fit version 1."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, MetaData, create_engine, event, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models_example import rows, v1, v2
from models_example.rows import add_rows, count_rows

VERSIONS = {"v1": v1.Base.metadata, "v2": v2.Base.metadata}

COUNTS = {
    "addresses": 2,
    "customers": 3,
    "invoices": 1,
    "order_lines": 3,
    "orders": 2,
    "payments": 1,
    "product_tags": 3,
    "products": 3,
    "subscriptions": 1,
    "visits": 2,
}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An empty database; SQLite with its foreign keys in force."""
    engine = create_engine(database_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute(FOREIGN_KEYS))
    yield engine
    engine.dispose()


FOREIGN_KEYS = "PRAGMA foreign_keys = ON"


@pytest.mark.parametrize("version", VERSIONS)
def test_the_tables_can_be_created_and_dropped(engine: Engine, version: str) -> None:
    metadata: MetaData = VERSIONS[version]
    metadata.create_all(engine)
    assert set(inspect(engine).get_table_names()) == set(metadata.tables)
    metadata.drop_all(engine)
    assert inspect(engine).get_table_names() == []


def test_the_rows_fit_version_1(engine: Engine) -> None:
    v1.Base.metadata.create_all(engine)
    add_rows(engine)
    assert count_rows(engine) == COUNTS
    with Session(engine) as session:
        values = {p.sku: p.stock_value for p in session.query(v1.Product)}
    assert values["POT-1"] == 273


def test_version_2_works_on_its_own(engine: Engine) -> None:
    v2.Base.metadata.create_all(engine)
    with Session(engine) as session:
        line = v2.OrderLine(product_id=1, quantity=4, unit_price=5)
        session.add(v2.Product(id=1, sku="TEA-1", name="Tea", price=5, stock=1))
        session.add(v2.Customer(id=1, email="ada@example.org", name="Ada"))
        session.flush()
        session.add(v2.Order(customer_id=1, lines=[line]))
        session.commit()
        assert line.total == 20
        assert session.query(v2.Order).one().status is v2.OrderStatus.open


def test_version_2_checks_what_version_1_let_pass(engine: Engine) -> None:
    product = {"sku": "TEA-1", "name": "Tea", "price": -1, "stock": 0}
    v2.Base.metadata.create_all(engine)
    with (
        Session(engine) as session,
        pytest.raises(DBAPIError, match="ck_products_price"),
    ):
        session.add(v2.Product(**product))
        session.flush()


def test_the_rows_from_the_command_line(
    sqlite_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    v1.Base.metadata.create_all(create_engine(sqlite_url))
    assert rows.main(["add", sqlite_url]) == 0
    assert "   3 customers\n" in capsys.readouterr().out
    assert rows.main(["count", sqlite_url]) == 0
    assert "   2 visits\n" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["add"], ["remove", "sqlite://"]])
def test_a_wrong_call_is_told_how(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert rows.main(arguments) == 2
    assert "count URL" in capsys.readouterr().err
