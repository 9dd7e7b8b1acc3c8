"""Write options of tables, keys and indexes as the catalog does."""

from __future__ import annotations

from typing import Any

from autodiff.kinds.options import DialectOptions, options

_HOW_CREATED = ("postgresql_concurrently",)
"""How an index is created leaves no trace in the catalog."""

_LEFT_OPEN = ("postgresql_tablespace",)
"""Options that belong to the database where a model does not state them."""


def agreed_options(
    mine: DialectOptions, theirs: DialectOptions | None
) -> DialectOptions:
    """Write a model's options ``mine`` in the catalog's form; ``theirs`` are the live object's."""
    stated = options({name: _normal(name, value) for name, value in mine})
    if theirs is None:
        return stated
    agreed, live = dict(stated), dict(theirs)
    for name in _LEFT_OPEN:
        if name not in agreed and name in live:
            agreed[name] = live[name]
    if "postgresql_not_valid" not in live:
        agreed.pop("postgresql_not_valid", None)
    bare = {k: v for k, v in agreed.items() if k not in _HOW_CREATED}
    return theirs if options(bare) == theirs else options(agreed)


def _normal(name: str, value: Any) -> Any:
    if name == "postgresql_using":
        method = str(value).lower()
        return None if method in ("btree", "heap") else method
    if name == "postgresql_with":
        return tuple(sorted((name, _parameter(stated)) for name, stated in value))
    if name == "postgresql_inherits":
        return (value,) if isinstance(value, str) else value
    if name == "postgresql_partition_by":
        return " ".join(value.split())
    return value


def _parameter(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "false" if value is False else "true"
    return str(value)
