"""The ``info`` of models: what they state about themselves that is not in the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def stated_info(item: Any) -> Mapping[Any, Any]:
    """Return the ``info`` of a SQLAlchemy object, empty where none was stated.

    SQLAlchemy creates the dictionary when it is first read, which here would be once for each
    column.
    """
    info: Mapping[Any, Any] = vars(item).get("info") or {}
    return info
