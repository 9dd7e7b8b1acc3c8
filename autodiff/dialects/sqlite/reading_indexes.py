"""Reading indexes: kind objects made from the stored text of CREATE INDEX."""

from __future__ import annotations

from functools import lru_cache

from autodiff.core.clause import Clause
from autodiff.core.dialect import Dialect
from autodiff.dialects.sqlite.expressions import columns_in, with_known_columns
from autodiff.dialects.sqlite.index_text import IndexText, PartText
from autodiff.dialects.sqlite.table_text import TableText
from autodiff.kinds.index import Index, IndexPart


def index_object(
    namespace: str, table: TableText, text: IndexText, dialect: Dialect
) -> Index:
    """The value of an index on ``table``."""
    names = table.names
    where = _condition(text.where, names, dialect) if text.where else None
    spoken = [part.sql for part in text.parts if _plain(part, names) is None]
    return Index(
        namespace,
        table.name,
        text.name,
        tuple(index_part(part, names, dialect) for part in text.parts),
        text.unique,
        where,
        columns=_named(spoken, text.where, names),
    )


def _condition(sql: str, names: dict[str, str], dialect: Dialect) -> Clause:
    return with_known_columns(dialect.expression_clause(sql), names)


def _named(spoken: list[str], where: str, names: dict[str, str]) -> tuple[str, ...]:
    """The columns that expressions and the condition name."""
    if not spoken and not where:
        return ()
    return columns_in(f"{' , '.join(spoken)} {where}", names.values())


def index_part(part: PartText, names: dict[str, str], dialect: Dialect) -> IndexPart:
    """The value of one part; ``names`` gives columns as the table writes them, by small letters."""
    column = _plain(part, names)
    if column is not None:
        return _column_part(column, part.descending, part.collation, dialect)
    expression = _condition(part.sql, names, dialect)
    return IndexPart(expression, None, part.descending, collation=part.collation)


@lru_cache(maxsize=5_000)
def _column_part(
    column: str, descending: bool, collation: str | None, dialect: Dialect
) -> IndexPart:
    """One for all parts that are said alike: tables have columns of the same names."""
    said = _condition(dialect.quote(column), {column.lower(): column}, dialect)
    return IndexPart(said, column, descending, collation=collation)


def _plain(part: PartText, names: dict[str, str]) -> str | None:
    return None if part.column is None else names.get(part.column.lower())
