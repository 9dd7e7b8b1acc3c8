"""What scripts hand over, known without running them on a database."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from autodiff.core.dialect import Dialect
from autodiff.errors import AutodiffError
from autodiff.errors.writing import ScriptNotRecorded
from autodiff.execute import script
from autodiff.execute.item import Item
from autodiff.execute.record import recorded
from autodiff.revisions.header import Header


def items_of(
    header: Header,
    name: str,
    dialect: Dialect,
    arguments: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[Item, ...]:
    """What the script's function ``name`` hands over; raises ScriptNotRecorded.

    Where it looks at live data, the record ends in an ``Opaque``.
    """
    function = script.function_of(script.loaded(header), name)
    try:
        return recorded(partial(function, **arguments), dialect)
    except AutodiffError as problem:
        raise ScriptNotRecorded(header.revision, header.path, str(problem)) from problem
    except Exception as problem:
        words = script.said(problem, header.path)
        raise ScriptNotRecorded(header.revision, header.path, words) from problem


def text_items(
    text: str, name: str, revision: str, dialect: Dialect
) -> tuple[Item, ...]:
    """What the function ``name`` of a script that is not written yet hands over."""
    names: dict[str, Any] = {}
    exec(compile(text, f"the new script {revision}", "exec"), names)
    return recorded(names[name], dialect)
