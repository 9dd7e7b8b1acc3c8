"""The hooks: functions that env.py passes to ``context.configure``, and their arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.types import TypeEngine

from autodiff.core.clause import Clause
from autodiff.core.object import Object
from autodiff.frozen import frozen
from autodiff.hooks.revising import Revise
from autodiff.hooks.situation import PrintSituation, Situation
from autodiff.kinds.column import Column, Computed, Identity

ParentNames = Mapping[str, str | None]
"""``schema_name`` (None for the default one), ``table_name``, ``schema_qualified_table_name``."""

IncludeName = Callable[[str | None, str, ParentNames], bool]
"""``(name, kind, parent_names)``: whether objects of this name are compared, declared or live.

``kind`` is one of schema, table, column, index, unique_constraint, foreign_key_constraint,
check_constraint, primary_key_constraint, exclude_constraint, enum, sequence, or a package's own.
``name`` is None for the default namespace.
"""

IncludeObject = Callable[[Object, str | None, str, bool, Object | None], bool]
"""``(object, name, kind, reflected, compare_to)``: whether an object is compared.

``object`` is the declared value, or the live one where models declare none (then ``reflected`` is
true); ``compare_to`` is the live value of a declared object, or None.
"""

CompareType = Callable[
    [Situation, Column, Column, TypeEngine[Any], TypeEngine[Any]], bool | None
]
"""``(situation, live, declared, live_type, declared_type)``: whether the types differ; with None
autodiff decides. The types are SQLAlchemy's.
"""

ServerDefault = Clause | Computed | Identity | None
"""The server default of a column; a ``Clause`` is the SQL of DEFAULT."""

CompareServerDefault = Callable[
    [Situation, Column, Column, str | None, ServerDefault, str | None], bool | None
]
"""``(situation, live, declared, live_sql, declared_default, declared_sql)``: whether the defaults
(computed expressions, identities) differ; with None autodiff decides.
"""

RenderItem = Callable[[str, Any, PrintSituation], str | bool | None]
"""``(kind, object, situation)``: the Python source of an item of a script, False for autodiff's own,
None to leave the item out.

``kind`` is "type" (``object`` is SQLAlchemy's type), "server_default" (a :data:`ServerDefault`), or
column, primary_key, unique, foreign_key, check, exclude, index (a value).
"""


Revising = Revise | Sequence[Revise]
"""Hooks on revisions; every hook gets what the one before it returned."""


@frozen
class Hooks:
    """The hooks of env.py, None where it has none; booleans override the settings of their names."""

    include_schemas: bool | None = None
    include_name: IncludeName | None = None
    include_object: IncludeObject | None = None
    compare_type: bool | CompareType | None = None
    compare_server_default: bool | CompareServerDefault | None = None
    render_item: RenderItem | None = None
    process_revision_directives: Revising | None = None


NO_HOOKS = Hooks()
