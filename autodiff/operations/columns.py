"""Operations on columns."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from autodiff.core.clause import Clause
from autodiff.core.operation import Alter, Create, Drop, Operation, Rename
from autodiff.kinds import column as column_kind
from autodiff.kinds.column import Column
from autodiff.kinds.options import options as sorted_options
from autodiff.operations.hand import dialect, hand, model, table_parts, types_first

UNSAID = Clause("", "")
"""The type of a column that a script only names."""

_NAMED_ONLY = frozenset(
    {
        "type",
        "nullable",
        "default",
        "computed",
        "identity",
        "autoincrement",
        "comment",
        "options",
    }
)


def add_column(
    table_name: str,
    column: sa.Column[Any],
    *,
    schema: str | None = None,
    if_not_exists: bool = False,
    fill: Any = None,
) -> None:
    """Add a column to a table, with the constraints and index that it states.

    A named enum type that it needs and the database lacks is created first. ``fill`` (a value or
    ``sa.text``) is what the rows that are there get, where the column has no default.
    """
    hand(added_column(table_name, column, schema, if_not_exists, fill))


def added_column(
    table_name: str,
    column: sa.Column[Any],
    schema: str | None,
    if_not_exists: bool = False,
    fill: Any = None,
) -> list[Operation]:
    table = model(table_name, column, schema=schema)
    _, value, *parts = table_parts(table)
    filled = Create(value, if_not_exists=if_not_exists, fill=_fill(fill))
    return [*types_first(table), filled, *(Create(each) for each in parts)]


def _fill(value: Any) -> Clause | None:
    if value is None:
        return None
    stated = value if isinstance(value, sa.ClauseElement) else sa.literal(value)
    return dialect().expression_clause(dialect().compiled(stated))


def drop_column(
    table_name: str,
    column_name: str,
    *,
    schema: str | None = None,
    if_exists: bool = False,
) -> None:
    """Drop a column with its data."""
    hand([dropped_column(table_name, column_name, schema, if_exists)])


def dropped_column(
    table_name: str, column_name: str, schema: str | None, if_exists: bool = False
) -> Operation:
    value = _named(table_name, column_name, schema)
    return Drop(value, unknown=_NAMED_ONLY, if_exists=if_exists)


def rename_column(
    table_name: str, old_name: str, new_name: str, *, schema: str | None = None
) -> None:
    """Give a column another name; values, constraints and indexes stay."""
    hand([renamed_column(table_name, old_name, new_name, schema)])


def renamed_column(
    table_name: str, old: str, new: str, schema: str | None
) -> Operation:
    before, after = _named(table_name, old, schema), _named(table_name, new, schema)
    return Rename(before, after, _NAMED_ONLY)


def alter_column(
    table_name: str,
    column_name: str,
    *,
    nullable: bool | None = None,
    type_: Any = None,
    server_default: Any = False,
    new_column_name: str | None = None,
    comment: str | None | bool = False,
    autoincrement: bool | None = None,
    existing_type: Any = None,
    existing_nullable: bool | None = None,
    existing_server_default: Any = False,
    existing_comment: str | None | bool = False,
    existing_autoincrement: bool | None = None,
    schema: str | None = None,
    fill: Any = None,
    **options: Any,
) -> None:
    """Change a column; what is not given stays as it is.

    ``server_default`` and ``comment``: None takes it away, False (unsaid) leaves it. The
    ``existing_...`` arguments say what the column was: with them the operation can be undone and
    replayed; what they leave out is looked up in the live database where a statement needs it.
    ``fill`` (a value or ``sa.text``) is what rows get that hold nothing, where nothing is no longer
    allowed. ``options`` are a database's own (``postgresql_using``).
    """
    given = {name: value for name, value in locals().items() if name not in _PLACE}
    hand(altered_column(table_name, column_name, schema, given, options, fill))
    if new_column_name is not None and new_column_name != column_name:
        rename_column(table_name, column_name, new_column_name, schema=schema)


_PLACE = (
    "table_name",
    "column_name",
    "schema",
    "new_column_name",
    "fill",
    "options",
)


def altered_column(
    table_name: str,
    column_name: str,
    schema: str | None,
    given: dict[str, Any],
    options: dict[str, Any],
    fill: Any = None,
) -> list[Operation]:
    """``given`` are the arguments of :func:`alter_column`; no operation where none changes."""
    old_options, new_options, words = _options(options)
    old = _said(table_name, column_name, _without_prefix(given)) | old_options
    new = _said(table_name, column_name, _without_existing(given)) | new_options
    if not new:
        return []
    old = {name: _unlike(name, value) for name, value in new.items()} | old
    place = (dialect().namespace(schema), table_name, column_name)
    unknown = _NAMED_ONLY.difference(old, new)
    before = Column(*place, **{"type": UNSAID, **old})
    after = Column(*place, **{"type": UNSAID, **old, **new})
    return [Alter(before, after, unknown, words, _fill(fill))]


def _without_prefix(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name.removeprefix("existing_"): value
        for name, value in given.items()
        if name.startswith("existing_")
    }


def _without_existing(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name.rstrip("_"): value
        for name, value in given.items()
        if not name.startswith("existing_")
    }


def _said(table_name: str, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """The fields of a column that the arguments state."""
    default, type_ = given["server_default"], given["type"]
    stated = default if default is not False else None
    columns = [
        sa.Column(name, type_ or sa.Integer(), *_generated(stated), **_plain(stated))
    ]
    value = column_kind.declared(model(table_name, *columns).c[name], dialect())
    fields: dict[str, Any] = {}
    if type_ is not None:
        fields |= {"type": value.type, "uses": value.uses}
    if default is not False:
        fields |= {
            each: getattr(value, each) for each in ("default", "computed", "identity")
        }
    for each in ("nullable", "autoincrement"):
        if given[each] is not None:
            fields[each] = given[each]
    if given["comment"] is not False:
        fields["comment"] = given["comment"] or None
    return fields


def _generated(default: Any) -> list[Any]:
    return [default] if isinstance(default, sa.Computed | sa.Identity) else []


def _plain(default: Any) -> dict[str, Any]:
    return {} if _generated(default) else {"server_default": default}


def _unlike(name: str, value: Any) -> Any:
    """A placeholder for what a field was before, told apart from what it becomes."""
    if isinstance(value, bool):
        return not value
    if name == "type":
        return UNSAID
    if name == "default":
        return column_kind.UNSTATED if value is None else None
    return "" if value is None and name == "comment" else None


def _options(
    options: dict[str, Any],
) -> tuple[dict[str, Any], dict[str, Any], tuple[tuple[str, str], ...]]:
    """Column options as they were and become, and the words on how to alter."""
    old = _without_prefix(options)
    new = {name: value for name, value in options.items() if name in old}
    words = {
        name: value
        for name, value in options.items()
        if name not in old and not name.startswith("existing_")
    }
    if not old:
        return {}, {}, sorted_options(words)
    return (
        {"options": sorted_options(old)},
        {"options": sorted_options(new)},
        sorted_options(words),
    )


def _named(table_name: str, column_name: str, schema: str | None) -> Column:
    return Column(dialect().namespace(schema), table_name, column_name, UNSAID)
