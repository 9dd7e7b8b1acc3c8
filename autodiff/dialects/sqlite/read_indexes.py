"""Reading indexes from stored CREATE INDEX statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """Return an index on ``table`` as an object."""
    names = table.names
    where = _expression(text.where, names, dialect) if text.where else None
    expressions = [part.sql for part in text.parts if _column(part, names) is None]
    return Index(
        namespace,
        table.name,
        text.name,
        tuple([index_part(part, names, dialect) for part in text.parts]),
        text.unique,
        where,
        columns=_columns_named(expressions, text.where, names.values()),
    )


def _expression(sql: str, names: Iterable[str], dialect: Dialect) -> Clause:
    return with_known_columns(dialect.expression_clause(sql), names)


def _columns_named(
    expressions: list[str], where: str, names: Iterable[str]
) -> tuple[str, ...]:
    """Return the columns that expressions and the condition name."""
    if not expressions and not where:
        return ()
    return columns_in(f"{' , '.join(expressions)} {where}", names)


def index_part(part: PartText, names: Mapping[str, str], dialect: Dialect) -> IndexPart:
    """Return one part; ``names`` are the columns' spellings by their names in lower case."""
    column = _column(part, names)
    if column is not None:
        return _column_part(column, part.descending, part.collation, dialect)
    expression = _expression(part.sql, names, dialect)
    return IndexPart(expression, None, part.descending, collation=part.collation)


@lru_cache(maxsize=5_000)
def _column_part(
    column: str, descending: bool, collation: str | None, dialect: Dialect
) -> IndexPart:
    """Return the part of a plain column; cached, as tables have columns of the same names."""
    expression = _expression(dialect.quote(column), [column.lower()], dialect)
    return IndexPart(expression, column, descending, collation=collation)


def _column(part: PartText, names: Mapping[str, str]) -> str | None:
    return None if part.column is None else names.get(part.column.lower())
