"""How models declare a view: a note in ``metadata.info``."""

from collections.abc import Iterator

import sqlalchemy as sa

from autodiff.extending import Dialect
from autodiff_views.view import View, query_clause

Query = str | sa.Select[tuple[object, ...]]


def view(
    metadata: sa.MetaData, name: str, query: Query, schema: str | None = None
) -> None:
    """Declare the view ``name`` beside the tables of ``metadata``."""
    metadata.info.setdefault("views", []).append((name, query, schema))


def declared(metadata: sa.MetaData, dialect: Dialect) -> Iterator[View]:
    """The values of the views that ``metadata`` declares, for one database."""
    for name, query, schema in metadata.info.get("views", ()):
        sql = query if isinstance(query, str) else _compiled(query, dialect)
        yield View(dialect.namespace(schema), name, query_clause(sql))


def _compiled(query: sa.Select[tuple[object, ...]], dialect: Dialect) -> str:
    written = query.compile(dialect=dialect.sa, compile_kwargs={"literal_binds": True})
    return str(written)
