"""Reading: kind objects made from the stored text of a table or an index."""

from __future__ import annotations

from autodiff.core.dialect import Dialect
from autodiff.core.object import Object
from autodiff.dialects.sqlite.expressions import columns_in, with_known_columns
from autodiff.dialects.sqlite.reading_columns import Place, columns
from autodiff.dialects.sqlite.rules import Reference, Rule
from autodiff.dialects.sqlite.table_text import TableText
from autodiff.kinds.check import Check
from autodiff.kinds.foreign_key import ForeignKey, match_clause
from autodiff.kinds.options import Options
from autodiff.kinds.primary_key import PrimaryKey
from autodiff.kinds.table import Table
from autodiff.kinds.unique import Unique


def table_objects(place: Place, text: TableText, dialect: Dialect) -> list[Object]:
    """The table and all that its text holds.

    A foreign key that leaves out the target's columns has none: see ``reader.with_target``.
    """
    constraints = (
        constraint(place, rule, column, text.names, dialect)
        for rule, column in text.constraint_rules
    )
    table = Table(*place, None, table_options(text))
    return [table, *columns(place, text, dialect), *constraints]


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


def constraint(
    place: Place,
    rule: Rule,
    column: str | None,
    names: dict[str, str],
    dialect: Dialect,
) -> Object:
    """The value of a constraint; ``names`` gives columns as the table writes them."""
    given = rule.columns if column is None else (column,)
    columns = tuple([names.get(each.lower(), each) for each in given])
    options = (("sqlite_on_conflict", rule.conflict),) if rule.conflict else ()
    if rule.kind == "primary":
        return PrimaryKey(*place, rule.name, columns, options)
    if rule.kind == "unique":
        return Unique(*place, rule.name, columns, options=options)
    if rule.kind == "check":
        said = dialect.expression_clause(rule.sql)
        clause = with_known_columns(said, names)
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
        match_clause(held.match),
        held.deferral,
    )
