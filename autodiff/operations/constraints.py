"""Operations that create constraints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from autodiff.core.object import Object
from autodiff.core.operation import Create, Drop, Operation
from autodiff.declared.models import constraint_object
from autodiff.errors.operations import OperationUnsupported
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.operations.exclude_rule import exclusion
from autodiff.operations.handover import dialect, hand, model, together
from autodiff.operations.keywords import strict

_OF_ALL = ("info",)


@strict(sa.PrimaryKeyConstraint, own=_OF_ALL)
def create_primary_key(
    constraint_name: str | None,
    table_name: str,
    columns: Sequence[str],
    *,
    schema: str | None = None,
    deferrable: bool | None = None,
    initially: str | None = None,
    **options: Any,
) -> None:
    """Create a primary key over ``columns``; with ``constraint_name`` None the server names it.

    ``schema`` is the table's namespace, None the default one. ``deferrable``, ``initially``
    ("DEFERRED" or "IMMEDIATE") and the dialect keywords in ``options`` are those of
    ``sa.PrimaryKeyConstraint``. Raises KeywordUnknown for any other option.
    """
    hand(
        [
            _primary_key(
                constraint_name,
                table_name,
                columns,
                schema,
                deferrable,
                initially,
                options,
            )
        ]
    )


def _primary_key(
    name: str | None,
    table_name: str,
    columns: Sequence[str],
    schema: str | None,
    deferrable: bool | None = None,
    initially: str | None = None,
    options: dict[str, Any] | None = None,
) -> Operation:
    key = sa.PrimaryKeyConstraint(
        *columns,
        name=name,
        deferrable=deferrable,
        initially=initially,
        **(options or {}),
    )
    return added(table_name, key, columns, schema)


@strict()
def set_primary_key(
    table_name: str,
    columns: Sequence[str],
    *,
    name: str | None = None,
    existing_name: str | None = None,
    existing_columns: Sequence[str] | None = None,
    schema: str | None = None,
) -> None:
    """Replace the table's primary key, if it has one, by a key over ``columns``.

    ``name`` None lets the server name the new key. ``existing_name`` and ``existing_columns``
    describe the old key: with the columns the operation can be undone, and the name is looked up
    in the database if it is not given. ``schema`` is the table's namespace, None the default one.
    """
    place = (dialect().namespace(schema), table_name)
    old = PrimaryKey(*place, existing_name, tuple(existing_columns or ()))
    unknown = frozenset() if existing_columns else frozenset({"columns", "options"})
    together(
        [
            Drop(old, unknown=unknown, if_exists=existing_columns is None),
            _primary_key(name, table_name, columns, schema),
        ]
    )


@strict(sa.UniqueConstraint, own=_OF_ALL)
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
    """Create a unique constraint; with ``constraint_name`` None the server names it.

    ``schema`` is the table's namespace, None the default one. ``deferrable`` and ``initially``
    ("DEFERRED" or "IMMEDIATE") are those of ``sa.UniqueConstraint``. ``options``:
    ``postgresql_include``, ``postgresql_nulls_not_distinct``, ``mssql_clustered``,
    ``sqlite_on_conflict``. Raises KeywordUnknown for any other option.
    """
    unique = sa.UniqueConstraint(
        *columns,
        name=constraint_name,
        deferrable=deferrable,
        initially=initially,
        **options,
    )
    hand([added(table_name, unique, columns, schema)])


@strict(sa.CheckConstraint, own=_OF_ALL)
def create_check_constraint(
    constraint_name: str | None,
    table_name: str,
    condition: Any,
    *,
    schema: str | None = None,
    deferrable: bool | None = None,
    initially: str | None = None,
    **options: Any,
) -> None:
    """Create a CHECK constraint; with ``constraint_name`` None the server names it.

    ``condition`` is text or a SQLAlchemy expression that must not be false for any row. ``schema``
    is the table's namespace, None the default one. ``deferrable``, ``initially`` and the dialect
    keywords in ``options`` are those of ``sa.CheckConstraint``; with ``postgresql_not_valid=True``
    existing rows are not checked until ``op.validate_constraint``. Raises KeywordUnknown for any
    other option.
    """
    check = sa.CheckConstraint(
        condition,
        name=constraint_name,
        deferrable=deferrable,
        initially=initially,
        **options,
    )
    hand([added(table_name, check, (), schema)])


@strict(sa.ForeignKeyConstraint, own=_OF_ALL)
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
    """Create a foreign key from ``local_cols`` to ``remote_cols`` of ``referent_table``.

    With ``constraint_name`` None the server names it. ``source_schema`` and ``referent_schema`` are
    the namespaces of the two tables, None the default one. ``onupdate`` and ``ondelete`` are SQL
    ("CASCADE", "SET NULL"), ``match`` too ("FULL"); ``deferrable``, ``initially`` and the dialect
    keywords in ``options`` are those of ``sa.ForeignKeyConstraint``. With
    ``postgresql_not_valid=True`` existing rows are not checked until ``op.validate_constraint``.
    Raises KeywordUnknown for any other option.
    """
    key = sa.ForeignKeyConstraint(
        list(local_cols),
        [f"t.{column}" for column in remote_cols],
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
    hand([_aimed(created, target)])


def _aimed(operation: Operation, target: tuple[str, str, tuple[str, ...]]) -> Operation:
    """Set the target to the names as given, since SQLAlchemy takes a dot in a table's name for a
    schema.
    """
    assert isinstance(operation, Create) and isinstance(operation.object, ForeignKey)
    namespace, table, columns = target
    value = replace(
        operation.object,
        target_namespace=namespace,
        target_table=table,
        target_columns=columns,
    )
    return replace(operation, object=value)


@strict(own=_OF_ALL)
def create_exclude_constraint(
    constraint_name: str | None,
    table_name: str,
    *elements: tuple[Any, str],
    rule: Any = None,
    where: Any = None,
    schema: str | None = None,
    deferrable: bool | None = None,
    initially: str | None = None,
    using: str | None = None,
    ops: dict[str, str] | None = None,
    **options: Any,
) -> None:
    """Create an EXCLUDE constraint (PostgreSQL): no two rows may fulfil all of ``elements``.

    ``elements`` are pairs of column or expression and operator, ``using`` is the index method (gist
    if None), ``ops`` the operator class by column, ``where`` the condition of a partial one.
    ``rule`` states all of that as text instead:
    ``EXCLUDE USING gist (room WITH =, during WITH &&)``.

    With ``constraint_name`` None the server names it. ``schema`` is the table's namespace, None the
    default one; ``deferrable`` and ``initially`` are those of SQLAlchemy's ``ExcludeConstraint``.
    Raises OperationUnsupported for ``elements`` on another database (a ``rule`` is sent as it is),
    KeywordUnknown for any other option.
    """
    if rule is not None:
        place = (dialect().namespace(schema), table_name)
        hand([Create(exclusion(place, constraint_name, rule, dialect()))])
        return
    from sqlalchemy.dialects.postgresql import ExcludeConstraint  # seldom needed

    constraint = ExcludeConstraint(
        *elements,
        name=constraint_name,
        where=where,
        deferrable=deferrable,
        initially=initially,
        using=using or "gist",
        ops=ops or {},
        **options,
    )
    names = [each for each, _ in elements if isinstance(each, str)]
    hand([added(table_name, constraint, names, schema)])


def added(
    table_name: str,
    constraint: sa.Constraint,
    columns: Sequence[str],
    schema: str | None,
) -> Create[Object]:
    """Return the create of a constraint on a table of which only ``columns``, names, are known.

    Raises OperationUnsupported if the database has no such constraint.
    """
    stand_ins = [sa.Column(name, sa.Integer) for name in dict.fromkeys(columns)]
    model(table_name, *stand_ins, constraint, schema=schema)
    for value in constraint_object(constraint, dialect()):
        return Create(value)
    what = f"{constraint.name or 'unnamed'} on {table_name}"
    raise OperationUnsupported("create", f"exclude {what}", dialect().sa.name)
