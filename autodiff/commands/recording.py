"""The items that scripts hand over, recorded without a database."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Any

from autodiff.core.dialect import Dialect
from autodiff.errors.users_code import users_code
from autodiff.execute import record, script
from autodiff.execute.item import Item
from autodiff.execute.script import Script
from autodiff.revisions.header import Header

NEW = "the new script"


def items_of(
    header: Header,
    name: str,
    dialect: Dialect,
    arguments: Mapping[str, Any] = MappingProxyType({}),
) -> tuple[Item, ...]:
    """Return what the script's function ``name`` hands over, called with ``arguments``; raises
    ScriptNotRecorded.

    Where it looks at live data, the record ends in an ``Opaque``.
    """
    return record.items_of(script.loaded(header), name, dialect, arguments)


def text_items(text: str, name: str, dialect: Dialect) -> tuple[Item, ...]:
    """Return what the function ``name`` of a script that is not written yet hands over."""
    return record.items_of(script_of(text), name, dialect)


def script_of(text: str) -> Script:
    """Return a script that is not written yet, loaded from its text; raises CodeEnded."""
    module = ModuleType("autodiff_revision_new")
    with users_code("The new script", "It was not written."):
        exec(compile(text, NEW, "exec"), module.__dict__)
    revision = str(getattr(module, "revision", ""))
    return Script(Header(revision, path=NEW), module, "")
