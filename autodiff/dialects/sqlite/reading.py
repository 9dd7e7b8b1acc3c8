"""Reading: kind objects made from the stored text of a table or an index."""

from __future__ import annotations

from collections.abc import Iterable

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.core.key import Key
from autodiff.core.object import Object
from autodiff.dialects.sqlite.column_text import ColumnShape
from autodiff.dialects.sqlite.expressions import columns_in
from autodiff.dialects.sqlite.index_text import IndexText, PartText
from autodiff.dialects.sqlite.rules import Reference, Rule
from autodiff.dialects.sqlite.table_text import TableText
from autodiff.kinds.check import Check
from autodiff.kinds.column import Column, Computed
from autodiff.kinds.foreign_key import ForeignKey
from autodiff.kinds.index import Index, IndexPart
from autodiff.kinds.options import Options
from autodiff.kinds.place import column_key
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique

Place = tuple[str, str]
"""Namespace and table."""


def table_objects(place: Place, text: TableText, dialect: Dialect) -> list[Object]:
    """The table and all that its text holds.

    A foreign key that leaves out the target's columns has none: see :func:`with_targets`.
    """
    names = {each.name.lower(): each.name for each in text.shapes}
    solid = not_null_by_key(text)
    objects: list[Object] = [Table(*place, None, table_options(text))]
    for each in text.shapes:
        objects.append(_column(place, each, names, solid, dialect))
    for rule, column in text.constraint_rules:
        objects.append(constraint(place, rule, column, names, dialect))
    return objects


def table_options(text: TableText) -> Options:
    """The options as SQLAlchemy calls them."""
    values: list[tuple[str, bool]] = []
    if any(rule.autoincrement for rule, _ in text.constraint_rules):
        values.append(("sqlite_autoincrement", True))
    if "STRICT" in text.options:
        values.append(("sqlite_strict", True))
    if "WITHOUT ROWID" in text.options:
        values.append(("sqlite_with_rowid", False))
    return tuple(values)


def key_rule(text: TableText) -> tuple[Rule, tuple[str, ...]] | None:
    """The primary key's rule and its columns."""
    for rule, column in text.constraint_rules:
        if rule.kind == "primary":
            return rule, rule.columns if column is None else (column,)
    return None


def rowid_column(text: TableText) -> ColumnShape | None:
    """The column that is another name of the rowid: INTEGER PRIMARY KEY
    (https://sqlite.org/lang_createtable.html#rowid), not DESC where written at the column.
    """
    found = key_rule(text)
    if found is None or "WITHOUT ROWID" in text.options:
        return None
    rule, columns = found
    column = text.shape(columns[0]) if len(columns) == 1 else None
    if column is None or column.type.upper() != "INTEGER" or rule.descending:
        return None
    return column


def not_null_by_key(text: TableText) -> frozenset[str]:
    """Columns, in small letters, that hold no NULL since they are the primary key."""
    found = key_rule(text)
    if found is None:
        return frozenset()
    if rowid_column(text) or text.options & {"STRICT", "WITHOUT ROWID"}:
        return frozenset(each.lower() for each in found[1])
    return frozenset()


def _column(
    place: Place,
    text: ColumnShape,
    names: dict[str, str],
    solid: frozenset[str],
    dialect: Dialect,
) -> Column:
    type_ = dialect.type_clause(type_sql(text))
    not_null, default = text.rule("notnull"), text.rule("default")
    computed = _computed(text, dialect)
    conflict = not_null.conflict if not_null is not None else None
    return Column(
        *place,
        text.name,
        type_,
        not_null is None and text.name.lower() not in solid,
        _default(default, type_, dialect),
        computed,
        options=(("sqlite_on_conflict_not_null", conflict),) if conflict else (),
        uses=uses(place, computed, names.values()),
    )


def uses(
    place: Place, computed: Computed | None, names: Iterable[str]
) -> tuple[Key, ...]:
    """The columns that a computed one is made from."""
    if computed is None:
        return ()
    found = columns_in(computed.expression.sql, names)
    return tuple(column_key(*place, each) for each in found)


def type_sql(text: ColumnShape) -> str:
    """A column's type with its collation, as SQLAlchemy spells the two."""
    collation = text.rule("collate")
    if collation is None:
        return text.type
    return f'{text.type} COLLATE "{collation.sql}"'.lstrip()


def _default(rule: Rule | None, type_: Clause, dialect: Dialect) -> Clause | None:
    """DEFAULT NULL is no default."""
    if rule is None:
        return None
    clause = dialect.default_clause(rule.sql, type_)
    return None if clause.normal == "null" else clause


def _computed(text: ColumnShape, dialect: Dialect) -> Computed | None:
    rule = text.rule("generated")
    if rule is None:
        return None
    return Computed(dialect.expression_clause(rule.sql), rule.stored)


def constraint(
    place: Place,
    rule: Rule,
    column: str | None,
    names: dict[str, str],
    dialect: Dialect,
) -> Object:
    """The value of a constraint; ``names`` gives columns as the table writes them."""
    given = rule.columns if column is None else (column,)
    columns = tuple(names.get(each.lower(), each) for each in given)
    options = (("sqlite_on_conflict", rule.conflict),) if rule.conflict else ()
    if rule.kind == "primary":
        return PrimaryKey(*place, rule.name, columns, options)
    if rule.kind == "unique":
        return Unique(*place, rule.name, columns, options=options)
    if rule.kind == "check":
        clause = dialect.expression_clause(rule.sql)
        used = columns_in(rule.sql, names.values())
        return Check(*place, rule.name, clause, options, used)
    assert rule.reference is not None
    return _foreign_key(place, rule.name, columns, rule.reference)


def _foreign_key(
    place: Place, name: str | None, columns: tuple[str, ...], held: Reference
) -> ForeignKey:
    return ForeignKey(
        *place,
        name,
        columns,
        place[0],
        held.table,
        held.columns,
        held.on_delete,
        held.on_update,
        held.match,
        held.deferral,
    )


def index_object(
    namespace: str, table: TableText, text: IndexText, dialect: Dialect
) -> Index:
    """The value of an index on ``table``."""
    names = {each.name.lower(): each.name for each in table.shapes}
    where = dialect.expression_clause(text.where) if text.where else None
    spoken = " , ".join(part.sql for part in text.parts if _plain(part, names) is None)
    return Index(
        namespace,
        table.name,
        text.name,
        tuple(index_part(part, names, dialect) for part in text.parts),
        text.unique,
        where,
        columns=columns_in(f"{spoken} {text.where}", names.values()),
    )


def index_part(part: PartText, names: dict[str, str], dialect: Dialect) -> IndexPart:
    """The value of one part; ``names`` as in :func:`constraint`."""
    column = _plain(part, names)
    sql = dialect.quote(column) if column else part.sql
    return IndexPart(
        dialect.expression_clause(sql),
        column,
        part.descending,
        collation=part.collation,
    )


def _plain(part: PartText, names: dict[str, str]) -> str | None:
    return None if part.column is None else names.get(part.column.lower())
