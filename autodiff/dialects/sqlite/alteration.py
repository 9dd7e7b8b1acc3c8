"""Alteration: a column's text after its type, default, nullability or numbering has changed."""

from __future__ import annotations

from autodiff.core.dialect import Dialect
from autodiff.core.operation import Alter
from autodiff.dialects.sqlite import edits
from autodiff.dialects.sqlite.column_text import column_text
from autodiff.dialects.sqlite.definitions import not_null
from autodiff.dialects.sqlite.expressions import default_sql
from autodiff.dialects.sqlite.keys import key_rule
from autodiff.dialects.sqlite.table_text import TableText
from autodiff.errors.sqlite import PartUnknown
from autodiff.kinds.column import Column, computed_sql


def altered_column(text: TableText, operation: Alter, dialect: Dialect) -> TableText:
    """The table with the fields of a column changed in which the operation's two sides differ."""
    before, after = operation.before, operation.after
    assert isinstance(before, Column) and isinstance(after, Column)
    column = text.column(after.name)
    if column is None:
        raise PartUnknown(str(after.key), text.name)
    changed = before.changed_fields(after)
    words = column.text
    if "type" in changed:
        words = edits.with_type(words, after.type.sql)
    if "default" in changed:
        words = _with_default(words, after)
    if {"nullable", "options"}.intersection(changed):
        words = _with_nullable(words, after)
    if "computed" in changed:
        words = _with_computed(words, after)
    text = edits.with_column_text(text, column.name, words)
    return with_counting(text, after.autoincrement) if _counts(changed) else text


def _counts(changed: tuple[str, ...]) -> bool:
    return "autoincrement" in changed


def _with_default(words: str, after: Column) -> str:
    if after.default is None:
        return edits.without_rules(words, "default")
    return edits.with_rule(
        words, "default", f"DEFAULT {default_sql(after.default.sql)}"
    )


def _with_nullable(words: str, after: Column) -> str:
    words = edits.without_rules(words, "null")
    if after.nullable:
        return edits.without_rules(words, "notnull")
    return edits.with_rule(words, "notnull", not_null(after))


def _with_computed(words: str, after: Column) -> str:
    if after.computed is None:
        return edits.without_rules(words, "generated")
    return edits.with_rule(words, "generated", computed_sql(after.computed))


def with_counting(text: TableText, counts: bool) -> TableText:
    """The table with AUTOINCREMENT at its key, or without. A table whose key it cannot have stays
    as it is: SQLite has it for a single INTEGER column only.
    """
    found = key_rule(text)
    if found is None or found[0].autoincrement == counts or len(found[1]) != 1:
        return text
    column = text.column(found[1][0])
    if column is None:
        return text
    words = _key_at_column(column.text, found[0].name, counts)
    for number, rule in enumerate(text.rules):
        if rule.kind == "primary":
            text = edits.without_constraint(text, number)
    return edits.with_column_text(text, column.name, words)


def _key_at_column(words: str, name: str | None, counts: bool) -> str:
    rule = column_text(words).rule("primary")
    quoted = '"' + name.replace('"', '""') + '"' if name else ""
    named = f"CONSTRAINT {quoted} " if name else ""
    conflict = f" ON CONFLICT {rule.conflict}" if rule and rule.conflict else ""
    ending = " AUTOINCREMENT" if counts else ""
    return edits.with_rule(words, "primary", f"{named}PRIMARY KEY{conflict}{ending}")
