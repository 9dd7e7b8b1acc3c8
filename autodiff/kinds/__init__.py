"""The kinds of object that schemas hold, as written lists; one file a kind."""

from __future__ import annotations

from autodiff.core.dialect import Definitions, Emitters
from autodiff.core.object import Object
from autodiff.kinds import (
    check,
    column,
    enum,
    exclude,
    foreign_key,
    index,
    namespace,
    primary_key,
    sequence,
    some_constraint,
    table,
    unique,
)

KINDS: tuple[type[Object], ...] = (
    namespace.Namespace,
    enum.Enum,
    sequence.CountingSequence,
    table.Table,
    column.Column,
    primary_key.PrimaryKey,
    unique.Unique,
    check.Check,
    exclude.Exclude,
    index.Index,
    foreign_key.ForeignKey,
)

EMITTERS: Emitters = {
    **namespace.EMITTERS,
    **enum.EMITTERS,
    **sequence.EMITTERS,
    **table.EMITTERS,
    **column.EMITTERS,
    **primary_key.EMITTERS,
    **unique.EMITTERS,
    **check.EMITTERS,
    **exclude.EMITTERS,
    **index.EMITTERS,
    **foreign_key.EMITTERS,
    **some_constraint.EMITTERS,
}
"""How each operation on each kind is done in standard SQL."""

DEFINITIONS: Definitions = {
    **table.DEFINITIONS,
    **column.DEFINITIONS,
    **primary_key.DEFINITIONS,
    **unique.DEFINITIONS,
    **check.DEFINITIONS,
    **exclude.DEFINITIONS,
    **foreign_key.DEFINITIONS,
}
"""How each kind is written inside CREATE TABLE in standard SQL."""
