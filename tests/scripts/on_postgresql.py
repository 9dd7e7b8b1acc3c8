"""Changes of models on PostgreSQL."""

from tests.scripts.case import Case

ENUM_LABELS = Case(
    "enum_labels",
    "postgresql",
    "Orders can be returned, no longer lost",
    before="""
sa.Table("orders", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("status", sa.Enum("open", "lost", "paid", name="order_status"),
        nullable=False, server_default="open"),
    sa.Column("way", sa.Enum("post", "courier", name="order_way")))
""",
    after="""
sa.Table("orders", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("status", sa.Enum("open", "paid", "returned", name="order_status"),
        nullable=False, server_default="open"),
    sa.Column("way", sa.Enum("post", "bicycle", "courier", name="order_way")))
""",
)

USING = Case(
    "using",
    "postgresql",
    "Numbers are kept as numbers",
    before="""
sa.Table("readings", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("value", sa.String(20), server_default="0"),
    sa.Column("valid", sa.Integer),
    sa.Column("details", sa.Text))
""",
    after="""
sa.Table("readings", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("value", sa.Numeric(10, 3), server_default="0"),
    sa.Column("valid", sa.Boolean),
    sa.Column("details", sa.JSON))
""",
)

CIRCLE = Case(
    "circle",
    "postgresql",
    "Departments have heads",
    before="",
    after="""
sa.Table("departments", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("head_id", sa.ForeignKey("people.id", name="fk_departments_head", ondelete="SET NULL")))
sa.Table("people", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("department_id", sa.ForeignKey("departments.id", name="fk_people_department"), nullable=False),
    sa.Column("mentor_id", sa.ForeignKey("people.id", name="fk_people_mentor")))
""",
)

POSTGRESQL_THINGS = Case(
    "postgresql_things",
    "postgresql",
    "Rooms are booked",
    before="""
sa.Table("rooms", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text))
""",
    after="""
from sqlalchemy.dialects import postgresql

numbers = sa.Sequence("booking_numbers", start=1000, metadata=metadata)
sa.Table("rooms", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, comment="As it stands on the door"),
    sa.Column("tags", postgresql.ARRAY(sa.Text), server_default="{}", nullable=False),
    sa.Column("details", postgresql.JSONB))
sa.Table("bookings", metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("number", sa.Integer, numbers, server_default=numbers.next_value()),
    sa.Column("room_id", sa.Integer, nullable=False),
    sa.Column("guest", sa.Text, nullable=False),
    sa.Column("during", postgresql.TSRANGE, nullable=False),
    sa.Column("hours", sa.Numeric,
        sa.Computed("extract(epoch from upper(during) - lower(during)) / 3600", persisted=True)),
    sa.Column("cancelled", sa.Boolean, server_default=sa.false(), nullable=False),
    sa.ForeignKeyConstraint(["room_id"], ["rooms.id"], name="fk_bookings_room",
        ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
    postgresql.ExcludeConstraint(("during", "&&"), name="ex_bookings_during",
        using="gist", where=sa.text("not cancelled")),
    comment="Who is where")
bookings = metadata.tables["bookings"]
sa.Index("ix_bookings_guest", sa.func.lower(bookings.c.guest))
sa.Index("ix_bookings_open", bookings.c.room_id, postgresql_where=~bookings.c.cancelled)
sa.Table("entries", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("words", sa.Text),
    schema="audit")
""",
)
