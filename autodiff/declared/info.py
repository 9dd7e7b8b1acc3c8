"""Info: what a model says beside the schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def stated_info(item: Any) -> Mapping[Any, Any]:
    """The ``info`` of a SQLAlchemy object, empty where none was stated.

    SQLAlchemy makes the dictionary when it is first asked for one; here that would be one for
    each column.
    """
    found: Mapping[Any, Any] = vars(item).get("info") or {}
    return found
