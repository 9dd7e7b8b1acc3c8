"""Changes of models on SQLite."""

from tests.scripts.case import Case

FILL = Case(
    "fill",
    "sqlite",
    "Customers say where they live",
    before="""
sa.Table("customers", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("phone", sa.String(20)))
""",
    after="""
sa.Table("customers", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("phone", sa.String(20), nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("points", sa.Integer, nullable=False, server_default="0"))
""",
    fills=(("customers.country", "'NL'"), ("customers.phone", "''")),
)

OWN_TYPES = Case(
    "own_types",
    "sqlite",
    "Products have a price and a colour",
    before="""
sa.Table("products", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("price", sa.Numeric(10, 2)))
""",
    after="""
from sqlalchemy.dialects import mysql, postgresql
from tests.scripts.application import Colour, Money

sa.Table("products", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("price", Money("EUR")),
    sa.Column("colour", Colour()),
    sa.Column("details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")))
sa.Table("prices", metadata,
    sa.Column("product_id", sa.ForeignKey("products.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("since", sa.Date, primary_key=True),
    sa.Column("price", Money("EUR"), nullable=False),
    sa.Column("note", sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")))
""",
)

UNNAMED = Case(
    "unnamed",
    "sqlite",
    "The old club is closed",
    before="""
sa.Table("clubs", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(40), unique=True))
sa.Table("members", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("club_id", sa.ForeignKey("clubs.id", ondelete="SET NULL")),
    sa.Column("mail", sa.String(80), unique=True),
    sa.Column("age", sa.Integer),
    sa.CheckConstraint("age > 17"))
""",
    after="""
sa.Table("members", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", sa.String(80)),
    sa.Column("age", sa.Integer))
""",
)
