"""Operations on constraints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ExcludeConstraint

from autodiff.core.clause import Clause
from autodiff.core.operation import Create, Drop, Operation, Rename
from autodiff.errors import ConstraintUnclear
from autodiff.kinds.check import Check
from autodiff.kinds.constraint import Constraint
from autodiff.kinds.exclude import Exclude
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.unique import Unique
from autodiff.operations.hand import dialect, hand, model
from autodiff.sources.models import constraint_object


def create_primary_key(
    constraint_name: str | None,
    table_name: str,
    columns: Sequence[str],
    *,
    schema: str | None = None,
    **options: Any,
) -> None:
    """Make ``columns`` the table's primary key."""
    key = sa.PrimaryKeyConstraint(*columns, name=constraint_name, **options)
    hand(added(table_name, key, columns, schema))


def create_unique_constraint(
    constraint_name: str | None,
    table_name: str,
    columns: Sequence[str],
    *,
    schema: str | None = None,
    deferrable: bool | None = None,
    initially: str | None = None,
    **options: Any,
) -> None:
    """Let each combination of values of ``columns`` occur once."""
    unique = sa.UniqueConstraint(
        *columns,
        name=constraint_name,
        deferrable=deferrable,
        initially=initially,
        **options,
    )
    hand(added(table_name, unique, columns, schema))


def create_check_constraint(
    constraint_name: str | None,
    table_name: str,
    condition: Any,
    *,
    schema: str | None = None,
    **options: Any,
) -> None:
    """Demand ``condition`` (text, or a SQLAlchemy expression) of every row."""
    check = sa.CheckConstraint(condition, name=constraint_name, **options)
    hand(added(table_name, check, (), schema))


def create_foreign_key(
    constraint_name: str | None,
    source_table: str,
    referent_table: str,
    local_cols: Sequence[str],
    remote_cols: Sequence[str],
    *,
    onupdate: str | None = None,
    ondelete: str | None = None,
    deferrable: bool | None = None,
    initially: str | None = None,
    match: str | None = None,
    source_schema: str | None = None,
    referent_schema: str | None = None,
    **options: Any,
) -> None:
    """Demand that the values of ``local_cols`` occur in ``remote_cols`` of another table."""
    there = f"{referent_schema}.{referent_table}" if referent_schema else referent_table
    key = sa.ForeignKeyConstraint(
        list(local_cols),
        [f"{there}.{column}" for column in remote_cols],
        name=constraint_name,
        onupdate=onupdate,
        ondelete=ondelete,
        deferrable=deferrable,
        initially=initially,
        match=match,
        **options,
    )
    created = added(source_table, key, local_cols, source_schema)
    target = (dialect().namespace(referent_schema), referent_table, tuple(remote_cols))
    hand(_aimed(each, target) for each in created)


def _aimed(operation: Operation, target: tuple[str, str, tuple[str, ...]]) -> Operation:
    """The target as it was given: a dot in a table's name is no schema."""
    assert isinstance(operation, Create) and isinstance(operation.object, ForeignKey)
    namespace, table, columns = target
    value = replace(
        operation.object,
        target_namespace=namespace,
        target_table=table,
        target_columns=columns,
    )
    return replace(operation, object=value)


def create_exclude_constraint(
    constraint_name: str | None,
    table_name: str,
    *elements: tuple[Any, str],
    where: Any = None,
    schema: str | None = None,
    deferrable: bool | None = None,
    initially: str | None = None,
    using: str | None = None,
    **options: Any,
) -> None:
    """PostgreSQL: no two rows may fulfil all of ``elements``, pairs of expression and operator."""
    rule = ExcludeConstraint(
        *elements,
        name=constraint_name,
        where=where,
        deferrable=deferrable,
        initially=initially,
        using=using or "gist",
        **options,
    )
    hand(added(table_name, rule, (), schema))


def drop_constraint(
    constraint_name: str | None,
    table_name: str,
    type_: str | None = None,
    *,
    schema: str | None = None,
    if_exists: bool = False,
    **content: Any,
) -> None:
    """Drop a constraint.

    ``type_``: "primary", "unique", "check", "foreignkey" or "exclude". A constraint without a
    name (SQLite keeps none) is told by its ``content``: ``columns``, ``condition``,
    ``referent_table`` and ``referent_columns``.
    """
    value = named(constraint_name, table_name, type_, schema, content)
    hand([Drop(value, unknown=_unsaid(value, content), if_exists=if_exists)])


def rename_constraint(
    table_name: str,
    old_name: str,
    new_name: str,
    *,
    type_: str | None = None,
    schema: str | None = None,
) -> None:
    """Give a constraint another name."""
    before = named(old_name, table_name, type_, schema, {})
    after = named(new_name, table_name, type_, schema, {})
    hand([Rename(before, after, _unsaid(before, {}))])


def added(
    table_name: str,
    constraint: sa.Constraint,
    columns: Sequence[str],
    schema: str | None,
) -> list[Operation]:
    """The create of a constraint on a table of which only the columns' names are known."""
    stand_ins = [sa.Column(name, sa.Integer) for name in dict.fromkeys(columns)]
    model(table_name, *stand_ins, constraint, schema=schema)
    return [Create(each) for each in constraint_object(constraint, dialect())]


_NOTHING = Clause("", "")


def _primary(
    place: tuple[str, str], name: str | None, content: dict[str, Any]
) -> Constraint:
    return PrimaryKey(*place, name, tuple(content.get("columns", ())))


def _unique(
    place: tuple[str, str], name: str | None, content: dict[str, Any]
) -> Constraint:
    return Unique(*place, name, tuple(content.get("columns", ())))


def _check(
    place: tuple[str, str], name: str | None, content: dict[str, Any]
) -> Constraint:
    condition = content.get("condition")
    if condition is None:
        return Check(*place, name, _NOTHING)
    text = sa.text(condition) if isinstance(condition, str) else condition
    clause = dialect().expression_clause(dialect().compiled(text))
    return Check(*place, name, clause)


def _foreign_key(
    place: tuple[str, str], name: str | None, content: dict[str, Any]
) -> Constraint:
    return ForeignKey(
        *place,
        name,
        tuple(content.get("columns", ())),
        dialect().namespace(content.get("referent_schema")),
        content.get("referent_table", ""),
        tuple(content.get("referent_columns", ())),
    )


def _exclude(
    place: tuple[str, str], name: str | None, content: dict[str, Any]
) -> Constraint:
    return Exclude(*place, name, _NOTHING)


_BY_TYPE: dict[
    str, Callable[[tuple[str, str], str | None, dict[str, Any]], Constraint]
] = {
    "primary": _primary,
    "unique": _unique,
    "check": _check,
    "foreignkey": _foreign_key,
    "exclude": _exclude,
}


def named(
    name: str | None,
    table_name: str,
    type_: str | None,
    schema: str | None,
    content: dict[str, Any],
) -> Constraint:
    """A constraint that a script names; raises ConstraintUnclear where it cannot be told."""
    if type_ not in _BY_TYPE:
        known = ", ".join(_BY_TYPE)
        raise ConstraintUnclear(str(name), table_name, f"type_ must be one of {known}")
    if name is None and not content and type_ != "primary":
        raise ConstraintUnclear(
            "without a name", table_name, "its content must be given"
        )
    return _BY_TYPE[type_]((dialect().namespace(schema), table_name), name, content)


def _unsaid(value: Constraint, content: dict[str, Any]) -> frozenset[str]:
    if content:
        return frozenset()
    known = {"namespace", "table", "name"}
    return frozenset(value.__dataclass_fields__) - known
