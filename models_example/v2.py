"""The web shop a year later: version 2 of its models (README.md lists what changed)."""

from __future__ import annotations

import enum
from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
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
    false,
    func,
    text,
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
    returned = "returned"


class PaymentMethod(enum.Enum):
    """How money came in."""

    card = "card"
    transfer = "transfer"


class Customer(Base):
    """Somebody who has an account."""

    __tablename__ = "customers"
    __table_args__ = (
        # MariaDB has no indexes on expressions.
        Index("ix_customers_name_lower", text("lower(name)")).ddl_if(
            dialect=("postgresql", "sqlite")
        ),
        {"comment": "Everybody with an account; erased on request"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True, unique=True)
    name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2), server_default="AT")
    newsletter: Mapped[bool] = mapped_column(server_default=false())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    orders: Mapped[list[Order]] = relationship(back_populates="customer")


class Address(Base):
    """Where parcels go."""

    __tablename__ = "addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(12), server_default="")
    city: Mapped[str] = mapped_column(String(80), comment="As the post spells it")


class Category(Base):
    """A shelf, which may stand on another one."""

    __tablename__ = "categories"
    __table_args__ = (UniqueConstraint("name", "parent_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("categories.id"), index=True
    )
    name: Mapped[str] = mapped_column(String(60))


class Product(Base):
    """Something on sale."""

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("price >= 0", name="price"),
        {"comment": "What is on sale"},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int | None] = mapped_column(
        ForeignKey("categories.id", ondelete="SET NULL"), index=True
    )
    sku: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(String(500), server_default="")
    price: Mapped[Decimal] = mapped_column(
        Numeric(12, 2), comment="Net, in the currency of the shop"
    )
    stock: Mapped[int] = mapped_column(BigInteger)
    weight: Mapped[int | None]
    on_sale: Mapped[bool] = mapped_column(server_default=true())


class ProductTag(Base):
    """A word that a product is found by, in one language."""

    __tablename__ = "product_tags"

    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id"), primary_key=True, index=True
    )
    tag: Mapped[str] = mapped_column(String(30), primary_key=True)
    language: Mapped[str] = mapped_column(
        String(2), primary_key=True, server_default="en"
    )


class Review(Base):
    """What a customer says about a product."""

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("customer_id", "product_id"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(
        ForeignKey("customers.id", ondelete="CASCADE")
    )
    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id", ondelete="CASCADE"), index=True
    )
    stars: Mapped[int]
    words: Mapped[str | None] = mapped_column(String(2000))


class Order(Base):
    """What a customer wants to have."""

    __tablename__ = "orders"
    __table_args__ = (
        # The packers' list. Where an index cannot be partial, it is a plain one.
        Index(
            "ix_orders_to_pack",
            "ordered_at",
            postgresql_where=text("shipped_at IS NULL"),
            sqlite_where=text("shipped_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    address_id: Mapped[int | None] = mapped_column(
        ForeignKey("addresses.id"), index=True
    )
    status: Mapped[OrderStatus] = mapped_column(
        Enum(OrderStatus, name="order_status"), server_default="open"
    )
    discount: Mapped[int] = mapped_column(server_default="0")
    note: Mapped[str | None] = mapped_column(String(200))
    ordered_at: Mapped[datetime] = mapped_column(server_default=func.now())
    shipped_at: Mapped[datetime | None]

    customer: Mapped[Customer] = relationship(back_populates="orders")
    lines: Mapped[list[OrderLine]] = relationship(passive_deletes=True)


class OrderLine(Base):
    """One product of an order."""

    __tablename__ = "order_lines"
    __table_args__ = (CheckConstraint("quantity BETWEEN 1 AND 1000", name="quantity"),)

    order_id: Mapped[int] = mapped_column(
        ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id"), primary_key=True, index=True
    )
    quantity: Mapped[int] = mapped_column(server_default="1")
    unit_price: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    total: Mapped[Decimal | None] = mapped_column(
        Numeric(12, 2), Computed("quantity * unit_price", persisted=True)
    )


class Invoice(Base):
    """The bill for an order; the database gives out the numbers."""

    __tablename__ = "invoices"

    number: Mapped[int] = mapped_column(Identity(start=1000), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2))


class Payment(Base):
    """Money that came in."""

    __tablename__ = "payments"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    method: Mapped[PaymentMethod] = mapped_column(
        Enum(PaymentMethod, name="payment_method"), server_default="card"
    )


class Visit(Base):
    """A page that somebody looked at; kept when the customer is erased."""

    __tablename__ = "visits"

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int | None] = mapped_column(index=True)
    page: Mapped[str] = mapped_column(String(200))
    seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
