"""The rules, one file each. The docstring of a file says what its rule reports and what to do."""

from autodiff.lint.rule import Rule, SchemaRule
from autodiff.lint.rules import (
    check_on_existing,
    column_required,
    drop_column,
    drop_table,
    enum_value_removed,
    fk_on_existing,
    fk_parent_key,
    lossy_downgrade,
    narrowing_cast,
    nullable_to_required,
    unique_on_existing,
    unrestorable_constraint,
)

RULES: tuple[Rule, ...] = (
    drop_table.RULE,
    drop_column.RULE,
    narrowing_cast.RULE,
    enum_value_removed.RULE,
    lossy_downgrade.RULE,
    unique_on_existing.RULE,
    column_required.RULE,
    nullable_to_required.RULE,
    check_on_existing.RULE,
    fk_on_existing.RULE,
    unrestorable_constraint.RULE,
)

SCHEMA_RULES: tuple[SchemaRule, ...] = (fk_parent_key.RULE,)
