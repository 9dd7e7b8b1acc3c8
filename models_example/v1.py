"""The web shop as it opened: version 1 of its models."""

from __future__ import annotations

import enum
from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Computed,
    Enum,
    ForeignKey,
    Identity,
    Index,
    MetaData,
    Numeric,
    String,
    UniqueConstraint,
    func,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """Gives every constraint a name, so that a later version can drop it."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )


class OrderStatus(enum.Enum):
    """How far an order has come."""

    open = "open"
    paid = "paid"
    shipped = "shipped"


class Salutation(enum.Enum):
    """How a customer wants to be addressed."""

    ms = "ms"
    mr = "mr"


class Customer(Base):
    """Somebody who has an account."""

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("phone"),
        {"comment": "Everybody with an account"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(120), index=True)
    name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(20))
    salutation: Mapped[Salutation | None] = mapped_column(
        Enum(Salutation, name="salutation")
    )
    country: Mapped[str] = mapped_column(String(2), server_default="DE")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    orders: Mapped[list[Order]] = relationship(back_populates="customer")


class Address(Base):
    """Where parcels go."""

    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    street: Mapped[str] = mapped_column(String(120))
    city: Mapped[str] = mapped_column(String(80))


class Product(Base):
    """Something on sale."""

    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(100), index=True)
    description: Mapped[str | None] = mapped_column(String(500))
    price: Mapped[Decimal] = mapped_column(Numeric(8, 2), comment="Net, in euros")
    stock: Mapped[int] = mapped_column(server_default="0")
    weight: Mapped[int | None] = mapped_column(comment="In grams")
    stock_value: Mapped[Decimal | None] = mapped_column(
        Numeric(12, 2), Computed("price * stock", persisted=True)
    )
    on_sale: Mapped[bool] = mapped_column(server_default=true())


class ProductTag(Base):
    """A word that a product is found by."""

    __tablename__ = "product_tags"

    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id"), primary_key=True, index=True
    )
    tag: Mapped[str] = mapped_column(String(30), primary_key=True)


class Order(Base):
    """What a customer wants to have."""

    __tablename__ = "orders"
    __table_args__ = (CheckConstraint("discount <= 50", name="discount"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    address_id: Mapped[int | None]
    status: Mapped[OrderStatus] = mapped_column(Enum(OrderStatus, name="order_status"))
    discount: Mapped[int] = mapped_column(server_default="0")
    note: Mapped[str] = mapped_column(String(200), server_default="")
    ordered_at: Mapped[datetime] = mapped_column(server_default=func.now())

    customer: Mapped[Customer] = relationship(back_populates="orders")
    lines: Mapped[list[OrderLine]] = relationship()


class OrderLine(Base):
    """One product of an order."""

    __tablename__ = "order_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id"), primary_key=True, index=True
    )
    quantity: Mapped[int] = mapped_column(server_default="1")
    unit_price: Mapped[Decimal] = mapped_column(Numeric(8, 2))


class Invoice(Base):
    """The bill for an order; the accountants give out the numbers."""

    __tablename__ = "invoices"
    __table_args__ = {"comment": "Numbered by the accountants"}

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2))


class Payment(Base):
    """Money that came in."""

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2))


class Visit(Base):
    """A page that a customer looked at."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_page_seen_at", "page", "seen_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int | None] = mapped_column(
        ForeignKey("customers.id"), index=True
    )
    page: Mapped[str] = mapped_column(String(200))
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Subscription(Base):
    """A reader of the newsletter, which nobody read."""

    __tablename__ = "subscriptions"

    email: Mapped[str] = mapped_column(String(120), primary_key=True)
    since: Mapped[datetime] = mapped_column(server_default=func.now())
