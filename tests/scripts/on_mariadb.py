"""Changes of models on MariaDB."""

from tests.scripts.case import Case

FIRST = Case(
    "first",
    "mariadb",
    "The shop opens",
    before="",
    after="""
sa.Table("customers", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("email", sa.String(200), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()))
sa.Table("orders", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("customer_id", sa.ForeignKey("customers.id", name="fk_orders_customer"),
        nullable=False, index=True),
    sa.Column("status", sa.Enum("open", "paid", name="order_status"),
        nullable=False, server_default="open"),
    sa.Column("placed_at", sa.DateTime, nullable=False, server_default=sa.func.now()))
sa.Table("order_lines", metadata,
    sa.Column("order_id", sa.ForeignKey("orders.id", name="fk_lines_order", ondelete="CASCADE"),
        primary_key=True),
    sa.Column("position", sa.SmallInteger, primary_key=True),
    sa.Column("quantity", sa.Integer, nullable=False, server_default="1"),
    sa.Column("price", sa.Numeric(10, 2), nullable=False),
    sa.CheckConstraint("quantity > 0", name="ck_lines_quantity"))
""",
)

RENAMED = Case(
    "renamed",
    "mariadb",
    "Users have an email address",
    before="""
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("mail", sa.String(50), nullable=False))
""",
    after="""
sa.Table("users", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("email", sa.String(254), nullable=False))
""",
    renames=(("users.mail", "users.email"),),
)

BATCH = Case(
    "batch",
    "mariadb",
    "Articles know their author and their language",
    before="""
sa.Table("authors", metadata,
    sa.Column("id", sa.Integer, primary_key=True))
sa.Table("articles", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("title", sa.String(100)),
    sa.Column("body", sa.Text),
    sa.Column("old_author", sa.String(40)),
    sa.Index("ix_articles_old_author", "old_author"))
""",
    after="""
sa.Table("authors", metadata,
    sa.Column("id", sa.Integer, primary_key=True))
sa.Table("articles", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("title", sa.String(200), nullable=False, server_default=""),
    sa.Column("body", sa.Text),
    sa.Column("author_id", sa.ForeignKey("authors.id", name="fk_articles_author", ondelete="SET NULL"),
        index=True),
    sa.Column("language", sa.String(2), nullable=False, server_default="en", comment="ISO 639-1"),
    sa.UniqueConstraint("title", "language", name="uq_articles_title"))
""",
)

MYSQL_THINGS = Case(
    "mysql_things",
    "mariadb",
    "Pages are kept in their own way",
    before="""
from sqlalchemy.dialects import mysql

sa.Table("visits", metadata,
    sa.Column("id", mysql.INTEGER(unsigned=True), primary_key=True),
    sa.Column("seen_at", sa.TIMESTAMP, server_default=sa.func.now()))
""",
    after="""
from sqlalchemy.dialects import mysql

sa.Table("visits", metadata,
    sa.Column("id", mysql.BIGINT(unsigned=True), primary_key=True),
    sa.Column("seen_at", sa.TIMESTAMP,
        server_default=sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP")))
sa.Table("pages", metadata,
    sa.Column("id", mysql.INTEGER(unsigned=True), primary_key=True),
    sa.Column("path", sa.String(1000), nullable=False),
    sa.Column("code", mysql.VARCHAR(20, charset="ascii", collation="ascii_bin")),
    sa.Column("size", mysql.MEDIUMINT(unsigned=True), server_default="0"),
    sa.Index("ix_pages_path", "path", mysql_length=100),
    mysql_engine="Aria", mysql_charset="latin1", comment="What visitors see")
""",
)
