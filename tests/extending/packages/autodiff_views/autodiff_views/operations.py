"""What scripts call: ``op.create_view``, ``op.alter_view`` and ``op.drop_view``."""

from autodiff.extending import Alter, Create, Drop, dialect, invoke
from autodiff_views.view import View, query_clause


def create_view(name: str, query: str, *, schema: str | None = None) -> None:
    """Create a view."""
    invoke(Create(_view(name, query, schema)))


def alter_view(
    name: str, query: str, *, existing_query: str, schema: str | None = None
) -> None:
    """Give a view another query."""
    before = _view(name, existing_query, schema)
    invoke(Alter(before, _view(name, query, schema)))


def drop_view(name: str, *, schema: str | None = None, if_exists: bool = False) -> None:
    """Drop a view; what its query was is not said, so it is named as unknown."""
    view = _view(name, "", schema)
    invoke(Drop(view, unknown=frozenset({"query"}), if_exists=if_exists))


def _view(name: str, query: str, schema: str | None) -> View:
    return View(dialect().namespace(schema), name, query_clause(query))


OPERATIONS = (create_view, alter_view, drop_view)
