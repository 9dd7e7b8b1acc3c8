"""``op.alter_column``: from its arguments to the two states of the column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from autodiff.core.knowledge import only_before
from autodiff.core.operation import Alter, Operation
from autodiff.dialects.script_words import is_script_word
from autodiff.errors.operations import OperationUnsupported
from autodiff.kinds import column as column_kind
from autodiff.kinds.column import Column
from autodiff.kinds.options import options as sorted_options
from autodiff.operations.columns import (
    FIELDS,
    UNSAID,
    filling,
    renamed_column,
)
from autodiff.operations.handover import dialect, model, together
from autodiff.operations.keywords import strict
from autodiff.operations.tables import option_sides


@strict(sa.Column, shape=Alter)
def alter_column(
    table_name: str,
    column_name: str,
    *,
    nullable: bool | None = None,
    comment: str | None | bool = False,
    server_default: Any = False,
    new_column_name: str | None = None,
    type_: Any = None,
    existing_type: Any = None,
    existing_server_default: Any = False,
    existing_nullable: bool | None = None,
    existing_comment: str | None | bool = False,
    schema: str | None = None,
    autoincrement: bool | None = None,
    existing_autoincrement: bool | None = None,
    fill: Any = None,
    **options: Any,
) -> None:
    """Change a column; what is not given stays as it is.

    ``new_column_name`` renames it, ``type_`` is its new type (a SQLAlchemy type), ``nullable`` and
    ``autoincrement`` are True or False. ``server_default`` is text, ``sa.text``, a SQLAlchemy
    expression, ``sa.Computed`` or ``sa.Identity``; for it and for ``comment``, None removes and
    False (not given) keeps. ``schema`` is the table's namespace, None the default one.

    The ``existing_...`` arguments say what the column was: with them the operation can be undone
    and replayed. What they leave out is looked up in the live database if a statement depends on
    it. ``fill`` (a value or ``sa.text``) replaces NULL in the rows before NOT NULL is set.
    ``options`` are ``postgresql_using`` (an expression for the values of the new type) and the
    dialect keywords of ``sa.Column``, also with ``existing_`` before them.

    Raises KeywordUnknown if an option is none of these, OperationUnsupported for ``sa.Identity``
    if the database has no identity columns.
    """
    given = {
        "nullable": nullable,
        "type": type_,
        "server_default": server_default,
        "comment": comment,
        "autoincrement": autoincrement,
    }
    existing = {
        "nullable": existing_nullable,
        "type": existing_type,
        "server_default": existing_server_default,
        "comment": existing_comment,
        "autoincrement": existing_autoincrement,
    }
    place = (table_name, column_name, schema)
    operations = altered_column(place, given, existing, options, fill)
    if new_column_name is not None and new_column_name != column_name:
        renamed = renamed_column(table_name, column_name, new_column_name, schema)
        operations.append(renamed)
    together(operations)


def altered_column(
    place: tuple[str, str, str | None],
    given: Mapping[str, Any],
    existing: Mapping[str, Any],
    options: Mapping[str, Any],
    fill: Any = None,
) -> list[Operation]:
    """Return the ``Alter`` of a column, or no operation if nothing is given.

    ``place`` is table, column and schema. ``given`` and ``existing`` hold the arguments of
    :func:`alter_column` by field, as they become and as they were; ``options`` and ``fill`` are its
    arguments.
    """
    table, name, schema = place
    words = {k: v for k, v in options.items() if is_script_word(k, Alter)}
    sides = option_sides({k: v for k, v in options.items() if k not in words})
    usual = given["type"] or existing["type"] or sa.Integer()
    old = _said(name, existing, usual) | _options_said(name, sides[0], sides)
    new = _said(name, given, usual) | _options_said(name, sides[1], sides)
    if not new:
        return []
    unknown = FIELDS.difference(old, new) | only_before(
        FIELDS & new.keys() - old.keys()
    )
    old = {field: _unlike(field, value) for field, value in new.items()} | old
    where = (dialect().namespace(schema), table, name)
    before = Column(*where, **{"type": UNSAID, **old})
    after = Column(*where, **{"type": UNSAID, **old, **new})
    return [Alter(before, after, unknown, sorted_options(words), filling(fill))]


def _said(name: str, given: Mapping[str, Any], usual: Any) -> dict[str, Any]:
    """Return the fields of a column that one side states, by name.

    A default is written as SQL for the stated type, or for ``usual`` if none is stated.
    """
    default, type_ = given["server_default"], given["type"]
    value = _value(name, type_ or usual, None if default is False else default)
    fields: dict[str, Any] = {}
    if type_ is not None:
        fields |= {"type": value.type, "uses": value.uses}
    if default is not False:
        stated = ("default", "computed", "identity")
        fields |= {each: getattr(value, each) for each in stated}
    for field in ("nullable", "autoincrement"):
        if given[field] is not None:
            fields[field] = bool(given[field])
    if given["comment"] is not False:
        fields["comment"] = given["comment"] or None
    return fields


def _value(name: str, type_: Any, default: Any) -> Column:
    if isinstance(default, sa.Identity) and not dialect().has_identity:
        raise OperationUnsupported("make an identity of", name, dialect().sa.name)
    generated = isinstance(default, sa.Computed | sa.Identity)
    items = [default] if generated else []
    plain = {} if generated else {"server_default": default}
    column: sa.Column[Any] = sa.Column(name, type_, *items, **plain)
    return column_kind.declared(model("t", column).c[name], dialect())


def _options_said(
    name: str, side: dict[str, Any], sides: tuple[dict[str, Any], dict[str, Any]]
) -> dict[str, Any]:
    """Return the ``options`` field of one side; no field if neither side has options."""
    if not any(sides):
        return {}
    stated = sa.Column(name, sa.Integer(), **side)
    return {
        "options": column_kind.declared(model("t", stated).c[name], dialect()).options
    }


def _unlike(field: str, value: Any) -> Any:
    """Return a placeholder for a field's unknown old value that differs from the new ``value``."""
    if isinstance(value, bool):
        return not value
    if field == "type":
        return UNSAID
    if field == "default":
        return column_kind.UNSTATED if value is None else None
    if field in ("uses", "options"):
        return ()
    return "" if value is None and field == "comment" else None
