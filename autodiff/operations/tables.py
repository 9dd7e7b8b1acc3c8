"""Operations on tables and namespaces."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from autodiff.core.knowledge import only_before
from autodiff.core.object import Object
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.kinds.namespace import Namespace
from autodiff.kinds.table import Table
from autodiff.operations.handover import dialect, hand, model, table_parts, types_first
from autodiff.operations.keywords import strict

_UNSAID = frozenset({"comment", "options"})
_OF_TABLES = ("info", "prefixes", "quote", "quote_schema", "keep_existing")
"""Keywords of ``sa.Table`` that scripts may use; of these only ``prefixes`` changes the SQL."""


@strict(sa.Table, own=_OF_TABLES)
def create_table(
    table_name: str,
    *columns: Any,
    schema: str | None = None,
    comment: str | None = None,
    if_not_exists: bool | None = None,
    **options: Any,
) -> sa.Table:
    """Create a table.

    ``columns`` are ``sa.Column``, constraints and ``sa.Index``, as for ``sa.Table``; so are
    ``options`` (``mysql_engine="InnoDB"``, ``prefixes=["TEMPORARY"]``). ``comment`` is the table's
    comment, ``schema`` its namespace, None the default one; ``if_not_exists`` skips a table that
    exists. A foreign key with ``use_alter`` is created in the same statement. A named enum type
    that a column depends on is created first if the database does not have it, unless it has
    ``create_type=False``.

    Returns the table, for ``op.bulk_insert``. Raises KeywordUnknown for any other option.
    """
    table = model(table_name, *columns, schema=schema, comment=comment, **options)
    value, *parts = table_parts(table)
    created = Create(
        _prefixed(value, table), tuple(parts), if_not_exists=bool(if_not_exists)
    )
    hand([*types_first(table), created])
    return table


def _prefixed(value: Object, table: sa.Table) -> Table:
    """Return the table with its ``prefixes`` (TEMPORARY) as an option."""
    assert isinstance(value, Table)
    words = tuple(str(each) for each in table._prefixes)
    stated = dict(value.options) | ({"prefixes": words} if words else {})
    return replace(value, options=tuple(sorted(stated.items())))


@strict(sa.Table, own=_OF_TABLES)
def drop_table(
    table_name: str,
    *,
    schema: str | None = None,
    if_exists: bool | None = None,
    **options: Any,
) -> None:
    """Drop a table with its rows, constraints and indexes; enum types stay (``op.drop_enum``).

    ``schema`` is the table's namespace, None the default one; ``if_exists`` skips a table that does
    not exist. ``options`` of ``create_table`` are accepted without effect, so that a call can be
    copied from it; any other raises KeywordUnknown.
    """
    unknown = _UNSAID | {"parts"}
    hand([Drop(_named(table_name, schema), (), unknown, bool(if_exists))])


@strict()
def rename_table(
    old_table_name: str, new_table_name: str, *, schema: str | None = None
) -> None:
    """Rename a table; rows, constraints, indexes and foreign keys to it stay.

    ``schema`` is its namespace, None the default one.
    """
    hand([_renamed(old_table_name, schema, new_table_name, schema)])


@strict()
def move_table(
    table_name: str, *, schema: str | None = None, to_schema: str | None = None
) -> None:
    """Move a table from one namespace (``schema``) to another; None is the default one."""
    hand([_renamed(table_name, schema, table_name, to_schema)])


def _renamed(old: str, schema: str | None, new: str, to: str | None) -> Operation:
    return Rename(_named(old, schema), _named(new, to), _UNSAID)


@strict(sa.Table, own=("prefixes",))
def alter_table(
    table_name: str,
    *,
    schema: str | None = None,
    comment: str | None | bool = False,
    existing_comment: str | None | bool = False,
    **options: Any,
) -> None:
    """Change a table's comment or options.

    ``comment`` None removes the comment, False (not given) keeps it. ``options`` are SQLAlchemy's
    (``mysql_engine``, ``postgresql_with``, ``sqlite_strict``); None removes one. The
    ``existing_...`` arguments say what comment and options were, also of an option that stays;
    without them the operation cannot be undone. ``schema`` is the table's namespace, None the
    default one. Raises KeywordUnknown for any other option.
    """
    operation = altered_table(table_name, schema, comment, existing_comment, options)
    if operation is not None:
        hand([operation])


alter_table_options = alter_table
"""Another name of :func:`alter_table`."""


def altered_table(
    table_name: str,
    schema: str | None,
    comment: str | None | bool,
    existing_comment: str | None | bool,
    options: dict[str, Any],
) -> Operation | None:
    """Return the ``Alter`` of a table, or None if nothing changes.

    The arguments are those of :func:`alter_table`.
    """
    before, after = option_sides(options)
    if comment is False and before == after:
        return None
    unknown = frozenset[str]()
    if comment is False:
        unknown |= {"comment"}
    elif existing_comment is False:
        unknown |= only_before(["comment"])
    if not options:
        unknown |= {"options"}
    old = _text(existing_comment)
    if comment is not False and existing_comment is False:
        old = None if _text(comment) else ""
    return Alter(
        _stated(table_name, schema, old, before),
        _stated(table_name, schema, _text(comment), after),
        unknown,
    )


def option_sides(options: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return options as they were (the ``existing_`` ones) and as they become.

    An option of which only the ``existing_`` value is given stays.
    """
    before = {
        name.removeprefix("existing_"): value
        for name, value in options.items()
        if name.startswith("existing_")
    }
    changes = {
        name: value
        for name, value in options.items()
        if not name.startswith("existing_")
    }
    sides = (before, before | changes)
    old, new = ({k: v for k, v in side.items() if v is not None} for side in sides)
    return old, new


def _stated(
    name: str, schema: str | None, comment: str | None, options: dict[str, Any]
) -> Table:
    table = model(name, schema=schema, **options)
    namespace = dialect().namespace(schema)
    return Table(namespace, name, comment, dialect().table_options(table))


def _text(comment: str | None | bool) -> str | None:
    return comment if isinstance(comment, str) and comment else None


@strict()
def create_table_comment(
    table_name: str,
    comment: str | None,
    *,
    existing_comment: str | None | bool = False,
    schema: str | None = None,
) -> None:
    """Set a table's comment; None removes it.

    ``existing_comment`` is the one before: with it the operation can be undone. ``schema`` is the
    table's namespace, None the default one.
    """
    alter_table(
        table_name, schema=schema, comment=comment, existing_comment=existing_comment
    )


@strict()
def drop_table_comment(
    table_name: str,
    *,
    existing_comment: str | None | bool = False,
    schema: str | None = None,
) -> None:
    """Remove a table's comment; the arguments are those of :func:`create_table_comment`."""
    alter_table(
        table_name, schema=schema, comment=None, existing_comment=existing_comment
    )


@strict()
def create_schema(name: str, *, if_not_exists: bool = False) -> None:
    """Create a namespace (CREATE SCHEMA); ``if_not_exists`` skips one that exists."""
    hand([Create(Namespace(name), if_not_exists=if_not_exists)])


@strict()
def drop_schema(name: str, *, if_exists: bool = False) -> None:
    """Drop an empty namespace (DROP SCHEMA); ``if_exists`` skips one that does not exist."""
    hand([Drop(Namespace(name), if_exists=if_exists)])


def _named(name: str, schema: str | None) -> Table:
    return Table(dialect().namespace(schema), name)
