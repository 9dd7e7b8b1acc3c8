"""Operations on tables and namespaces."""

from __future__ import annotations

from typing import Any

from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.kinds.namespace import Namespace
from autodiff.kinds.options import options as sorted_options
from autodiff.kinds.table import Table
from autodiff.operations.hand import dialect, hand, model, table_parts, types_first


def create_table(
    name: str,
    *items: Any,
    schema: str | None = None,
    comment: str | None = None,
    if_not_exists: bool = False,
    **options: Any,
) -> None:
    """Create a table.

    ``items`` are ``sa.Column``, constraints and ``sa.Index``, as for ``sa.Table``; so are
    ``options`` (``mysql_engine="InnoDB"``). A named enum type that a column needs and the
    database lacks is created first.
    """
    table = model(name, *items, schema=schema, comment=comment, **options)
    value, *parts = table_parts(table)
    created = Create(value, tuple(parts), if_not_exists=if_not_exists)
    hand([*types_first(table), created])


def drop_table(
    name: str, *, schema: str | None = None, if_exists: bool = False, **options: Any
) -> None:
    """Drop a table and all that stands in it."""
    unknown = frozenset({"parts", "comment", "options"})
    hand([Drop(_named(name, schema), unknown=unknown, if_exists=if_exists)])


def rename_table(
    old_table_name: str, new_table_name: str, *, schema: str | None = None
) -> None:
    """Give a table another name; rows, constraints and indexes stay."""
    before, after = _named(old_table_name, schema), _named(new_table_name, schema)
    hand([Rename(before, after, frozenset({"comment", "options"}))])


def move_table(
    name: str, *, schema: str | None = None, to_schema: str | None = None
) -> None:
    """Move a table from one namespace to another."""
    before, after = _named(name, schema), _named(name, to_schema)
    hand([Rename(before, after, frozenset({"comment", "options"}))])


def alter_table(
    name: str,
    *,
    schema: str | None = None,
    comment: str | None | bool = False,
    existing_comment: str | None | bool = False,
    **options: Any,
) -> None:
    """Change a table's comment or options.

    ``comment=None`` removes it; False leaves it. Options are SQLAlchemy's (``mysql_engine``),
    None takes one away; ``existing_...`` says what each was.
    """
    hand([altered_table(name, schema, comment, existing_comment, options)])


def altered_table(
    name: str,
    schema: str | None,
    comment: str | None | bool,
    existing_comment: str | None | bool,
    options: dict[str, Any],
) -> Operation:
    old = {
        key.removeprefix("existing_"): value
        for key, value in options.items()
        if key.startswith("existing_")
    }
    new = {
        key: value for key, value in options.items() if not key.startswith("existing_")
    }
    place = (dialect().namespace(schema), name)
    before = Table(*place, _text(existing_comment), sorted_options(old))
    after = Table(*place, _text(comment), sorted_options(new))
    unknown = set()
    if comment is False:
        unknown.add("comment")
    if not options:
        unknown.add("options")
    return Alter(before, after, frozenset(unknown))


def _text(comment: str | None | bool) -> str | None:
    return comment if isinstance(comment, str) and comment else None


def create_table_comment(
    table_name: str,
    comment: str | None,
    *,
    existing_comment: str | None = None,
    schema: str | None = None,
) -> None:
    """Set a table's comment."""
    alter_table(
        table_name, schema=schema, comment=comment, existing_comment=existing_comment
    )


def drop_table_comment(
    table_name: str, *, existing_comment: str | None = None, schema: str | None = None
) -> None:
    """Remove a table's comment."""
    alter_table(
        table_name, schema=schema, comment=None, existing_comment=existing_comment
    )


def create_schema(name: str, *, if_not_exists: bool = False) -> None:
    """Create a namespace."""
    hand([Create(Namespace(name), if_not_exists=if_not_exists)])


def drop_schema(name: str, *, if_exists: bool = False) -> None:
    """Drop an empty namespace."""
    hand([Drop(Namespace(name), if_exists=if_exists)])


def _named(name: str, schema: str | None) -> Table:
    return Table(dialect().namespace(schema), name)
