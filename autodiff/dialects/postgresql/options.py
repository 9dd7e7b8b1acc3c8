"""Options of tables, keys and indexes: the models' way of stating them and the catalog's, as one."""

from __future__ import annotations

from typing import Any

from autodiff.kinds.options import Options, options

_WORDS_OF_MAKING = ("postgresql_concurrently",)
"""How an index is made leaves no trace in the catalog."""

_LEFT_OPEN = ("postgresql_tablespace",)
"""What a model does not state is the database's own affair."""


def agreed_options(mine: Options, theirs: Options | None) -> Options:
    """A model's options in the catalog's form; ``theirs`` are those of the live object."""
    stated = options({name: _normal(name, value) for name, value in mine})
    if theirs is None:
        return stated
    found, live = dict(stated), dict(theirs)
    for name in _LEFT_OPEN:
        if name not in found and name in live:
            found[name] = live[name]
    if "postgresql_not_valid" not in live:
        found.pop("postgresql_not_valid", None)
    bare = {k: v for k, v in found.items() if k not in _WORDS_OF_MAKING}
    return theirs if options(bare) == theirs else options(found)


def _normal(name: str, value: Any) -> Any:
    if name == "postgresql_using":
        method = str(value).lower()
        return None if method in ("btree", "heap") else method
    if name == "postgresql_with":
        return tuple(sorted((key, _parameter(each)) for key, each in value))
    if name == "postgresql_inherits":
        return (value,) if isinstance(value, str) else value
    if name == "postgresql_partition_by":
        return " ".join(value.split())
    return value


def _parameter(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "false" if value is False else "true"
    return str(value)
