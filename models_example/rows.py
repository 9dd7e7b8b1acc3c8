"""A day's worth of rows for version 1 of the shop, and a count of what a database holds.

python -m models_example.rows add URL      puts the rows in
python -m models_example.rows count URL    tells how many rows each table has
"""

from __future__ import annotations

import sys
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    func,
    inspect,
    select,
    table,
)
from sqlalchemy.orm import Session

from models_example.v1 import (
    Address,
    Base,
    Customer,
    Invoice,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    Product,
    ProductTag,
    Salutation,
    Subscription,
    Visit,
)

Row = TypeVar("Row", bound=Base)


def add_rows(bind: Engine | Connection) -> None:
    """Put the rows into a database whose schema is that of version 1, and commit."""
    with Session(bind) as session:
        customers = _added(session, _customers())
        addresses = _added(session, _addresses(*customers))
        products = _added(session, _products())
        orders = _added(session, _orders(customers, addresses, products))
        _added(session, [*_tags(*products), *_money(orders[0])])
        _added(session, _traces(customers[0]))
        session.commit()


def count_rows(bind: Engine | Connection) -> dict[str, int]:
    """How many rows each table has, by its name; whatever tables there are."""
    names = sorted(inspect(bind).get_table_names())
    with Session(bind) as session:
        return {
            name: session.scalars(select(func.count()).select_from(table(name))).one()
            for name in names
        }


def _added(session: Session, rows: list[Row]) -> list[Row]:
    """The rows, with the keys that the database gave them."""
    session.add_all(rows)
    session.flush()
    return rows


def _customers() -> list[Customer]:
    return [
        Customer(
            email="ada@example.org",
            name="Ada",
            phone="+43 1 5550101",
            salutation=Salutation.ms,
            country="AT",
        ),
        Customer(email="brian@example.org", name="Brian O'Hara"),
        Customer(email="chloe@example.org", name="Chloé", country="FR"),
    ]


def _addresses(ada: Customer, _: Customer, chloe: Customer) -> list[Address]:
    return [
        Address(customer_id=ada.id, street="Rathausplatz 1", city="Wien"),
        Address(customer_id=chloe.id, street="4, rue de l'Église", city="Paris"),
    ]


def _products() -> list[Product]:
    return [
        Product(
            sku="TEA-1",
            name="Green tea",
            description="100 % leaves",
            price=Decimal("4.90"),
            stock=120,
            weight=100,
        ),
        Product(
            sku="POT-1",
            name="Teapot",
            description="Holds one litre",
            price=Decimal("39.00"),
            stock=7,
        ),
        Product(
            sku="CUP-1",
            name="Cup",
            description="Blue",
            price=Decimal("8.50"),
            on_sale=False,
        ),
    ]


def _tags(tea: Product, pot: Product, _: Product) -> list[Base]:
    return [
        ProductTag(product_id=tea.id, tag="drink"),
        ProductTag(product_id=tea.id, tag="green"),
        ProductTag(product_id=pot.id, tag="gift"),
    ]


def _orders(
    customers: list[Customer], addresses: list[Address], products: list[Product]
) -> list[Order]:
    tea, pot, cup = (product.id for product in products)
    shipped = Order(
        customer=customers[0],
        address_id=addresses[0].id,
        status=OrderStatus.shipped,
        note="Leave it at the door",
        lines=[
            OrderLine(product_id=tea, quantity=3, unit_price=Decimal("4.90")),
            OrderLine(product_id=pot, unit_price=Decimal("35.00")),
        ],
    )
    still_open = Order(
        customer=customers[2],
        status=OrderStatus.open,
        discount=10,
        lines=[OrderLine(product_id=cup, quantity=2, unit_price=Decimal("8.50"))],
    )
    return [shipped, still_open]


def _money(order: Order) -> list[Base]:
    return [
        Invoice(number=1, order_id=order.id, amount=Decimal("49.70")),
        Payment(order_id=order.id, amount=Decimal("49.70")),
    ]


def _traces(customer: Customer) -> list[Base]:
    return [
        Visit(customer_id=customer.id, page="/tea"),
        Visit(page="/"),
        Subscription(email=customer.email),
    ]


def main(arguments: list[str]) -> int:
    """Do what the two words after the module's name ask for; the exit code."""
    if len(arguments) != 2 or arguments[0] not in ("add", "count"):
        print(__doc__, file=sys.stderr)
        return 2
    engine = create_engine(arguments[1])
    if arguments[0] == "add":
        add_rows(engine)
    for name, count in count_rows(engine).items():
        print(f"{count:4} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
