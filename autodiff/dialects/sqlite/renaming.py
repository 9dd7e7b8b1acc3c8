"""Renaming: a column's new name written into the texts of its table and indexes, as SQLite would do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from autodiff.dialects.sqlite.column_text import column_text
from autodiff.dialects.sqlite.edits import with_pieces
from autodiff.dialects.sqlite.rules import Rule
from autodiff.dialects.sqlite.table_text import Item, TableText
from autodiff.dialects.sqlite.tokens import Token, tokens

Piece = tuple[int, int, str]


def with_renamed_column(text: TableText, old: str, quoted: str) -> TableText:
    """The table with the column ``old`` called ``quoted`` wherever its text names it."""
    columns = tuple(_column(each, old, quoted, text.name) for each in text.columns)
    constraints = tuple(
        _constraint(item, rule, old, quoted, text.name)
        for item, rule in zip(text.constraints, text.rules, strict=True)
    )
    return replace(text, columns=columns, constraints=constraints)


def index_with_renamed_column(sql: str, old: str, quoted: str) -> str:
    """A CREATE INDEX with the column called otherwise; its own and the table's name stay."""
    stream = tokens(sql)
    opening = next(n for n, token in enumerate(stream) if token.text == "(")
    return with_pieces(sql, list(_named(stream[opening:], old, quoted)))


def _column(item: Item, old: str, quoted: str, table: str) -> Item:
    column = column_text(item.text)
    pieces: list[Piece] = []
    if column.name.lower() == old.lower():
        pieces.append((column.name_start, column.name_end, quoted))
    for rule in column.rules:
        pieces += _in_rule(item.text, rule, old, quoted, table)
    return replace(item, text=with_pieces(item.text, pieces))


def _constraint(item: Item, rule: Rule, old: str, quoted: str, table: str) -> Item:
    pieces = list(_in_rule(item.text, rule, old, quoted, table))
    return replace(item, text=with_pieces(item.text, pieces))


def _in_rule(
    text: str, rule: Rule, old: str, quoted: str, table: str
) -> Iterator[Piece]:
    """Places of the column in a rule: in lists and conditions, not in the constraint's name."""
    inside = [each for each in tokens(text) if rule.start <= each.start < rule.end]
    first = next((n for n, each in enumerate(inside) if each.text == "("), len(inside))
    if rule.kind == "foreignkey":
        yield from _in_foreign_key(inside, rule, old, quoted, table)
    elif rule.kind in ("primary", "unique", "check", "generated"):
        yield from _named(inside[first:], old, quoted)


def _in_foreign_key(
    inside: Sequence[Token], rule: Rule, old: str, quoted: str, table: str
) -> Iterator[Piece]:
    references = next(
        n for n, each in enumerate(inside) if each.keyword == "REFERENCES"
    )
    named = next((n for n, each in enumerate(inside) if each.text == "("), 0)
    if 0 < named < references:
        yield from _named(inside[named:references], old, quoted)
    held = rule.reference
    if held is not None and held.columns and held.table.lower() == table.lower():
        yield from _named(inside[references + 2 :], old, quoted)


def _named(stream: Sequence[Token], old: str, quoted: str) -> Iterator[Piece]:
    """Where the column is named; a function of that name has a parenthesis behind it."""
    ahead: list[Token | None] = [*stream[1:], None]
    before: list[Token | None] = [None, *stream]
    for token, following, last in zip(stream, ahead, before, strict=False):
        called = following is not None and following.text == "("
        collation = last is not None and last.keyword == "COLLATE"
        if (
            token.kind in ("word", "name")
            and token.identifier.lower() == old.lower()
            and not called
            and not collation
        ):
            yield token.start, token.end, quoted
