"""Edits: a table's text with one thing changed, all else standing as it was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from autodiff.dialects.sqlite.column_text import column_text
from autodiff.dialects.sqlite.rules import Rule
from autodiff.dialects.sqlite.table_text import Item, TableText
from autodiff.dialects.sqlite.tokens import Token, all_tokens, tokens

_SPACE = re.compile(r"\s*")


def with_column(text: TableText, sql: str) -> TableText:
    """A column put behind the last one. Between two changes a table may have none."""
    if not text.columns:
        return replace(text, columns=(Item(f" {sql} "),))
    *kept, last = text.columns
    before, new = _followed(last, sql, final=not text.constraints)
    return replace(text, columns=(*kept, before, new))


def with_constraint(text: TableText, sql: str) -> TableText:
    """A table constraint put at the end."""
    *kept, last = text.items
    before, new = _followed(last, sql, final=True)
    if text.constraints:
        own = (*kept[len(text.columns) :], before, new)
        return replace(text, constraints=own)
    return replace(text, columns=(*kept, before), constraints=(new,))


def _followed(last: Item, sql: str, *, final: bool) -> tuple[Item, Item]:
    """The last item and one behind it on a line of the same sort; what stood before the closing
    parenthesis stands there again where the new one is ``final``.
    """
    core, comment, ending = _core(last.text)
    space = _space_before(last.text) or " "
    new = Item(f"{space}{sql}{ending if final else ''}")
    return Item(core, last.after + comment), new


def _space_before(text: str) -> str:
    found = _SPACE.match(text)
    return found.group() if found else ""


def _core(text: str) -> tuple[str, str, str]:
    """An item cut behind its last token: itself, the comments that follow, the space at the end."""
    stream = tokens(text)
    end = stream[-1].end if stream else 0
    comment = text[end:].rstrip()
    return text[:end], comment, text[end + len(comment) :]


def without_column(text: TableText, name: str) -> TableText:
    """The table without a column."""
    kept = tuple(
        item
        for item, column in zip(text.columns, text.column_texts, strict=True)
        if column.name.lower() != name.lower()
    )
    return _closed(replace(text, columns=kept), text)


def without_constraint(text: TableText, place: int) -> TableText:
    """The table without the constraint at ``place`` among its own."""
    kept = text.constraints[:place] + text.constraints[place + 1 :]
    return _closed(replace(text, constraints=kept), text)


def _closed(text: TableText, before: TableText) -> TableText:
    """The space before the closing parenthesis as it was, if the last item has gone."""
    if not text.items or text.items[-1] == before.items[-1]:
        return text
    *_, ending = _core(before.items[-1].text)
    *kept, last = text.items
    items = (*kept, last if last.after else Item(last.text + ending))
    middle = len(text.columns)
    return replace(text, columns=items[:middle], constraints=items[middle:])


# --- within a column ------------------------------------------------------------------------------


def with_column_text(text: TableText, name: str, changed: str) -> TableText:
    """The table with other words for a column."""
    columns = tuple(
        replace(item, text=changed) if column.name.lower() == name.lower() else item
        for item, column in zip(text.columns, text.column_texts, strict=True)
    )
    return replace(text, columns=columns)


def without_rule(text: str, rule: Rule) -> str:
    """An item's text without one of its rules and the blanks before it."""
    return text[: rule.start].rstrip(" \t") + text[rule.end :]


def without_rules(text: str, *kinds: str) -> str:
    """A column's text without its rules of some kinds."""
    for rule in reversed(column_text(text).rules):
        if rule.kind in kinds:
            text = without_rule(text, rule)
    return text


def with_rule(text: str, kind: str, sql: str) -> str:
    """A column's text with ``sql`` for its rule of ``kind``: in its place, or at the end."""
    column = column_text(text)
    rule = column.rule(kind)
    if rule is not None:
        return text[: rule.start] + sql + text[rule.end :]
    return f"{text[: column.end]} {sql}{text[column.end :]}"


def with_rule_name(text: str, rule: Rule, quoted: str) -> str:
    """An item's text with another name for one of its rules."""
    inside = [each for each in tokens(text) if rule.start <= each.start < rule.end]
    if rule.name is None:
        return f"{text[: rule.start]}CONSTRAINT {quoted} {text[rule.start :]}"
    return text[: inside[1].start] + quoted + text[inside[1].end :]


def with_constraint_text(text: TableText, place: int, changed: str) -> TableText:
    """The table with other words for one of its own constraints."""
    item = replace(text.constraints[place], text=changed)
    before, after = text.constraints[:place], text.constraints[place + 1 :]
    return replace(text, constraints=(*before, item, *after))


def with_type(text: str, sql: str) -> str:
    """A column's text with another type; ``sql`` brings its collation along."""
    text = without_rules(text, "collate")
    column = column_text(text)
    words = f" {sql}" if sql else ""
    return text[: column.name_end] + words + text[column.type_end :]


# --- around the items -----------------------------------------------------------------------------


def with_options(text: TableText, words: Sequence[str]) -> TableText:
    """The table with other options behind its parenthesis."""
    space = [each.text for each in all_tokens(text.tail[1:]) if each.kind == "space"]
    kept = "".join(each for each in space if each.strip())
    stated = " " + ", ".join(words) if words else ""
    return replace(text, tail=f"){stated}{kept and ' ' + kept}")


def with_table_name(text: TableText, quoted: str) -> TableText:
    """The table under another name (``quoted`` with its namespace), which its own columns are not
    qualified with any more.
    """
    name = text.name.lower()
    return TableText(
        _head(text, quoted),
        text.name,
        tuple(_unqualified(each, name) for each in text.columns),
        tuple(_unqualified(each, name) for each in text.constraints),
        text.tail,
    )


def _head(text: TableText, quoted: str) -> str:
    name, opening = tokens(text.head)[-2:]
    return f"CREATE TABLE {quoted}{text.head[name.end : opening.end]}"


def _unqualified(item: Item, table: str) -> Item:
    stream = tokens(item.text)
    pieces: list[tuple[int, int]] = []
    for token, dot in zip(stream, stream[1:], strict=False):
        if dot.text == "." and _names(token, table):
            pieces.append((token.start, dot.end))
    return replace(item, text=without_pieces(item.text, pieces)) if pieces else item


def _names(token: Token, name: str) -> bool:
    return token.kind in ("word", "name") and token.identifier.lower() == name


def without_pieces(text: str, pieces: Sequence[tuple[int, int]]) -> str:
    """``text`` less the pieces between each start and end."""
    return with_pieces(text, [(start, end, "") for start, end in pieces])


def with_pieces(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    """``text`` with other words in place of the pieces between each start and end."""
    for start, end, words in sorted(pieces, reverse=True):
        text = text[:start] + words + text[end:]
    return text
