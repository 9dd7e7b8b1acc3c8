"""Edits of a table's stored text that leave all other text as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from autodiff.dialects.sqlite.rules import StoredRule
from autodiff.dialects.sqlite.table_text import BodyItem, TableText, column_text
from autodiff.dialects.sqlite.tokens import Token, all_tokens, tokens

_SPACE = re.compile(r"\s*")

Piece = tuple[int, int, str]
"""Start and end of a piece of a text, and its replacement."""


def with_pieces(text: str, pieces: Sequence[Piece]) -> str:
    """Return the text with ``pieces`` replaced."""
    for start, end, words in sorted(pieces, reverse=True):
        text = text[:start] + words + text[end:]
    return text


# --- items ----------------------------------------------------------------------------------------


def with_column(text: TableText, sql: str) -> TableText:
    """Return the table with a column after the last one; it may have none between two changes."""
    if not text.columns:
        return replace(text, columns=(BodyItem(f" {sql} "),))
    *kept, last = text.columns
    before, new = _followed(last, sql, final=not text.constraints)
    return replace(text, columns=(*kept, before, new))


def with_constraint(text: TableText, sql: str) -> TableText:
    """Return the table with a table constraint at the end."""
    *kept, last = text.items
    before, new = _followed(last, sql, final=True)
    if text.constraints:
        own = (*kept[len(text.columns) :], before, new)
        return replace(text, constraints=own)
    return replace(text, columns=(*kept, before), constraints=(new,))


def _followed(last: BodyItem, sql: str, *, final: bool) -> tuple[BodyItem, BodyItem]:
    """Return the last item and a new one after it, with the same indentation.

    If the new one is ``final``, the space before the closing parenthesis moves to it.
    """
    core, comment, ending = _core(last.text)
    space = _SPACE.match(last.text)
    indent = space.group() if space else ""
    new = BodyItem(f"{indent or ' '}{sql}{ending if final else ''}")
    return BodyItem(core, last.after + comment), new


def _core(text: str) -> tuple[str, str, str]:
    """Split an item into its text, the comments after its last token, and the space at the end."""
    stream = tokens(text)
    end = stream[-1].end if stream else 0
    comment = text[end:].rstrip()
    return text[:end], comment, text[end + len(comment) :]


def without_column(text: TableText, name: str) -> TableText:
    """Return the table without a column."""
    kept = tuple(
        item
        for item, column in zip(text.columns, text.column_texts, strict=True)
        if column.name.lower() != name.lower()
    )
    return _closed(replace(text, columns=kept), text)


def without_constraint(text: TableText, number: int) -> TableText:
    """Return the table without the table constraint at index ``number``."""
    kept = text.constraints[:number] + text.constraints[number + 1 :]
    return _closed(replace(text, constraints=kept), text)


def _closed(text: TableText, before: TableText) -> TableText:
    """Restore the space before the closing parenthesis if the last item was removed."""
    if not text.items or text.items[-1] == before.items[-1]:
        return text
    *_, ending = _core(before.items[-1].text)
    *kept, last = text.items
    items = (*kept, last if last.after else BodyItem(last.text + ending))
    middle = len(text.columns)
    return replace(text, columns=items[:middle], constraints=items[middle:])


def with_column_text(text: TableText, name: str, words: str) -> TableText:
    """Return the table with ``words`` as the text of a column."""
    columns = tuple(
        replace(item, text=words) if column.name.lower() == name.lower() else item
        for item, column in zip(text.columns, text.column_texts, strict=True)
    )
    return replace(text, columns=columns)


def with_constraint_text(text: TableText, number: int, words: str) -> TableText:
    """Return the table with ``words`` as the text of the table constraint at index ``number``."""
    item = replace(text.constraints[number], text=words)
    before, after = text.constraints[:number], text.constraints[number + 1 :]
    return replace(text, constraints=(*before, item, *after))


# --- within an item -------------------------------------------------------------------------------


def without_rule(text: str, rule: StoredRule) -> str:
    """Return an item without one of its rules and the blanks before it."""
    return text[: rule.start].rstrip(" \t") + text[rule.end :]


def without_rules(text: str, *kinds: str) -> str:
    """Return a column without its rules of some kinds."""
    for rule in reversed(column_text(text).rules):
        if rule.kind in kinds:
            text = without_rule(text, rule)
    return text


def with_rule(text: str, kind: str, sql: str) -> str:
    """Return a column with ``sql`` as its rule of ``kind``: in place of the old one, or at the end."""
    column = column_text(text)
    rule = column.rule(kind)
    if rule is not None:
        return text[: rule.start] + sql + text[rule.end :]
    return f"{text[: column.end]} {sql}{text[column.end :]}"


def with_rule_name(text: str, rule: StoredRule, quoted: str) -> str:
    """Return an item with another name of one of its rules."""
    inside = _tokens_of(text, rule)
    if rule.name is None:
        return f"{text[: rule.start]}CONSTRAINT {quoted} {text[rule.start :]}"
    return text[: inside[1].start] + quoted + text[inside[1].end :]


def _tokens_of(text: str, rule: StoredRule) -> list[Token]:
    return [token for token in tokens(text) if rule.start <= token.start < rule.end]


def with_type(text: str, sql: str) -> str:
    """Return a column with another type; ``sql`` includes its collation."""
    text = without_rules(text, "collate")
    column = column_text(text)
    words = f" {sql}" if sql else ""
    return text[: column.name_end] + words + text[column.type_end :]


# --- around the items -----------------------------------------------------------------------------


def with_options(text: TableText, words: Sequence[str]) -> TableText:
    """Return the table with other options after the closing parenthesis; comments there stay."""
    spaces = [
        token.text for token in all_tokens(text.tail[1:]) if token.kind == "space"
    ]
    comments = "".join(space for space in spaces if space.strip())
    stated = " " + ", ".join(words) if words else ""
    return replace(text, tail=f"){stated}{comments and ' ' + comments}")


def with_table_name(text: TableText, quoted: str) -> TableText:
    """Return the table with another name, ``quoted`` with its namespace.

    Columns that were qualified with the old name are written without it.
    """
    name, opening = tokens(text.head)[-2:]
    table = text.name.lower()
    return TableText(
        f"CREATE TABLE {quoted}{text.head[name.end : opening.end]}",
        text.name,
        tuple(_unqualified(item, table) for item in text.columns),
        tuple(_unqualified(item, table) for item in text.constraints),
        text.tail,
    )


def _unqualified(item: BodyItem, table: str) -> BodyItem:
    stream = tokens(item.text)
    pieces = [
        (token.start, dot.end, "")
        for token, dot in zip(stream, stream[1:], strict=False)
        if dot.text == "." and _names(token, table)
    ]
    return replace(item, text=with_pieces(item.text, pieces)) if pieces else item


def _names(token: Token, name: str) -> bool:
    return token.kind in ("word", "name") and token.identifier.lower() == name.lower()


# --- renamed columns ------------------------------------------------------------------------------


def with_renamed_column(text: TableText, old: str, quoted: str) -> TableText:
    """Return the table with ``quoted`` as the name of column ``old``, wherever it is named."""
    columns = tuple(
        _renamed_in_column(item, old, quoted, text.name) for item in text.columns
    )
    constraints = tuple(
        _renamed_in_rules(item, (rule,), old, quoted, text.name)
        for item, rule in zip(text.constraints, text.rules, strict=True)
    )
    return replace(text, columns=columns, constraints=constraints)


def index_with_renamed_column(sql: str, old: str, quoted: str) -> str:
    """Return CREATE INDEX with a renamed column; names of index and table stay."""
    stream = tokens(sql)
    opening = next(n for n, token in enumerate(stream) if token.text == "(")
    return with_pieces(sql, list(_renamed(stream[opening:], old, quoted)))


def _renamed_in_column(item: BodyItem, old: str, quoted: str, table: str) -> BodyItem:
    column = column_text(item.text)
    renamed = _renamed_in_rules(item, column.rules, old, quoted, table)
    if column.name.lower() != old.lower():
        return renamed
    before, after = item.text[: column.name_start], renamed.text[column.name_end :]
    return replace(renamed, text=f"{before}{quoted}{after}")


def _renamed_in_rules(
    item: BodyItem, rules: Sequence[StoredRule], old: str, quoted: str, table: str
) -> BodyItem:
    pieces = [
        piece
        for rule in rules
        for piece in _renamed_in_rule(item.text, rule, old, quoted, table)
    ]
    return replace(item, text=with_pieces(item.text, pieces))


def _renamed_in_rule(
    text: str, rule: StoredRule, old: str, quoted: str, table: str
) -> Iterator[Piece]:
    """Yield replacements of column ``old`` in a rule's lists and conditions, not in its name.

    ``quoted`` is the new name. ``table`` tells whether a foreign key refers to its own table.
    """
    inside = _tokens_of(text, rule)
    first = next((n for n, token in enumerate(inside) if token.text == "("), 0)
    if rule.kind == "foreignkey":
        words = [token.keyword for token in inside]
        target = words.index("REFERENCES")
        if 0 < first < target:
            yield from _renamed(inside[first:target], old, quoted)
        reference = rule.reference
        assert reference is not None
        if reference.columns and reference.table.lower() == table.lower():
            yield from _renamed(inside[target + 2 :], old, quoted)
    elif rule.kind in ("primary", "unique", "check", "generated") and first:
        yield from _renamed(inside[first:], old, quoted)


def _renamed(stream: Sequence[Token], old: str, quoted: str) -> Iterator[Piece]:
    """Yield replacements of the column; a function or collation of the same name is skipped."""
    following: list[Token | None] = [*stream[1:], None]
    preceding: list[Token | None] = [None, *stream]
    for token, after, before in zip(stream, following, preceding, strict=False):
        called = after is not None and after.text == "("
        collation = before is not None and before.keyword == "COLLATE"
        if _names(token, old) and not called and not collation:
            yield token.start, token.end, quoted
