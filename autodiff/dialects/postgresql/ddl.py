"""The DDL tables: PostgreSQL's exceptions to the standard emitters and definitions, by kind."""

from __future__ import annotations

from autodiff.core.dialect import Definitions, Emitters
from autodiff.dialects.postgresql import (
    write_column,
    write_constraint,
    write_enum,
    write_index,
    write_sequence,
    write_table,
)

EMITTERS: Emitters = {
    **write_column.EMITTERS,
    **write_table.EMITTERS,
    **write_constraint.EMITTERS,
    **write_index.EMITTERS,
    **write_enum.EMITTERS,
    **write_sequence.EMITTERS,
}
DEFINITIONS: Definitions = {
    **write_column.DEFINITIONS,
    **write_table.DEFINITIONS,
    **write_constraint.DEFINITIONS,
}
