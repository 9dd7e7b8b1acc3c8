"""A question: one declared object whose spelling only the database knows."""

from __future__ import annotations

from autodiff.core.object import Object
from autodiff.frozen import frozen


@frozen
class Question:
    """One object that the database is asked to spell; equal questions are asked once.

    ``subject`` is a declared object reduced to what the database spells (``Object.question``):
    without names, table and namespace. ``columns`` are those that it mentions, reduced to name and
    type. ``table`` is the name of its own table where its text mentions that, else "".
    """

    subject: Object
    columns: tuple[Object, ...] = ()
    table: str = ""


class SpellingRefused(Exception):
    """The database does not let this connection ask; the text says why."""
