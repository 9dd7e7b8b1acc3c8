"""Operations on existing constraints: drop, rename, validate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

import sqlalchemy as sa

from autodiff.core.clause import Clause
from autodiff.core.operation import Alter, Drop, Rename
from autodiff.errors.running import ConstraintUnclear
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.some_constraint import SomeConstraint
from autodiff.kinds.unique import Unique
from autodiff.operations.exclude_rule import exclusion
from autodiff.operations.handover import dialect, hand
from autodiff.operations.keywords import strict

SchemaAndTable = tuple[str, str]
Content = dict[str, Any]


@strict()
def drop_constraint(
    constraint_name: str | None,
    table_name: str,
    type_: str | None = None,
    *,
    schema: str | None = None,
    if_exists: bool | None = None,
    columns: Sequence[str] | None = None,
    condition: Any = None,
    referent_table: str | None = None,
    referent_columns: Sequence[str] | None = None,
    referent_schema: str | None = None,
    rule: Any = None,
) -> None:
    """Drop a constraint.

    ``type_`` is "primary", "unique", "check", "foreignkey" or "exclude". Without it the database is
    asked; offline, MySQL and SQLite require it. A constraint without a name (``constraint_name``
    None) is identified by its content: ``columns`` (of a unique constraint), ``condition`` (of a
    CHECK), ``columns`` with ``referent_table``, ``referent_columns`` and ``referent_schema`` (of a
    foreign key), ``rule`` (of an EXCLUDE). ``schema`` is the table's namespace, None the default
    one; ``if_exists`` skips a constraint that does not exist.

    Raises ConstraintUnclear if neither a name nor such content is given, or if ``type_`` is invalid
    or missing where the content is given.
    """
    content = _given(
        columns=columns,
        condition=condition,
        referent_table=referent_table,
        referent_columns=referent_columns,
        referent_schema=referent_schema,
        rule=rule,
    )
    value = named(constraint_name, table_name, type_, schema, content)
    hand([Drop(value, (), _unsaid(value, content), bool(if_exists))])


@strict()
def rename_constraint(
    table_name: str,
    old_name: str,
    new_name: str,
    *,
    type_: str | None = None,
    schema: str | None = None,
) -> None:
    """Rename a constraint; ``type_`` and ``schema`` as for :func:`drop_constraint`."""
    before = named(old_name, table_name, type_, schema, {})
    after = named(new_name, table_name, type_, schema, {})
    hand([Rename(before, after, _unsaid(before, {}))])


@strict()
def validate_constraint(
    constraint_name: str,
    table_name: str,
    type_: str = "check",
    *,
    schema: str | None = None,
) -> None:
    """Validate a constraint that was created with ``postgresql_not_valid`` (PostgreSQL).

    Existing rows are checked; reads and writes go on meanwhile. ``type_`` is "check" or
    "foreignkey"; any other raises ConstraintUnclear. ``schema`` is the table's namespace, None the
    default one.
    """
    if type_ not in ("check", "foreignkey"):
        reason = 'type_ must be "check" or "foreignkey"'
        raise ConstraintUnclear(constraint_name, table_name, reason)
    after = named(constraint_name, table_name, type_, schema, {})
    assert isinstance(after, Check | ForeignKey)
    before = replace(after, options=((dialect().not_valid, True),))
    hand([Alter(before, after, _unsaid(after, {}) - {"options"})])


def named(
    name: str | None,
    table_name: str,
    type_: str | None,
    schema: str | None,
    content: Content,
) -> Constraint:
    """Return the constraint that a script means, by name or by ``content``.

    The arguments are those of :func:`drop_constraint`; ``content`` holds those of the content that
    are given. Raises
    ConstraintUnclear if they do not identify a constraint.
    """
    place = (dialect().namespace(schema), table_name)
    if type_ is None and name is not None and not content:
        return SomeConstraint(*place, name)
    if type_ not in _BY_TYPE:
        reason = f"type_ must be one of {', '.join(_BY_TYPE)}"
        raise ConstraintUnclear(str(name), table_name, reason)
    if name is None and not content and type_ != "primary":
        reason = "its content must be given"
        raise ConstraintUnclear("without a name", table_name, reason)
    return _BY_TYPE[type_](place, name, content)


_NOTHING = Clause("", "")


def _primary(place: SchemaAndTable, name: str | None, content: Content) -> Constraint:
    return PrimaryKey(*place, name, tuple(content.get("columns", ())))


def _unique(place: SchemaAndTable, name: str | None, content: Content) -> Constraint:
    return Unique(*place, name, tuple(content.get("columns", ())))


def _check(place: SchemaAndTable, name: str | None, content: Content) -> Constraint:
    condition = content.get("condition")
    if condition is None:
        return Check(*place, name, _NOTHING)
    text = sa.text(condition) if isinstance(condition, str) else condition
    clause = dialect().expression_clause(dialect().compiled(text))
    return Check(*place, name, clause)


def _foreign_key(
    place: SchemaAndTable, name: str | None, content: Content
) -> Constraint:
    return ForeignKey(
        *place,
        name,
        tuple(content.get("columns", ())),
        dialect().namespace(content.get("referent_schema")),
        content.get("referent_table", ""),
        tuple(content.get("referent_columns", ())),
    )


def _exclude(place: SchemaAndTable, name: str | None, content: Content) -> Constraint:
    if "rule" in content:
        return exclusion(place, name, content["rule"], dialect())
    return Exclude(*place, name, _NOTHING)


_BY_TYPE: dict[str, Callable[[SchemaAndTable, str | None, Content], Constraint]] = {
    "primary": _primary,
    "unique": _unique,
    "check": _check,
    "foreignkey": _foreign_key,
    "exclude": _exclude,
}


def _given(**content: Any) -> Content:
    return {name: value for name, value in content.items() if value is not None}


def _unsaid(value: Constraint, content: Content) -> frozenset[str]:
    """Return the fields that are unknown: all but the name, and the content of a nameless one."""
    given = {"namespace", "table", "name"}
    if value.name is None and content:
        given |= {"columns", "condition", "rule"}
    return frozenset(each.name for each in fields(value)) - given
