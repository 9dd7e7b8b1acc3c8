"""Conditions: what ``pg_get_expr`` will say of simple ones, told from the types of their columns.

Whatever is not known for sure is left to the server: a wrong guess here costs a question there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from autodiff.dialects.postgresql.condition_text import (
    Call,
    Comparison,
    Junction,
    Membership,
    Name,
    Negation,
    Nullness,
    Number,
    Operand,
    String,
    Tree,
    Truth,
    Unreadable,
    parsed,
)
from autodiff.dialects.postgresql.defaults import literal_of
from autodiff.dialects.postgresql.types import parsed as parsed_type
from autodiff.frozen import frozen

_INTEGERS = ("smallint", "integer", "bigint")
_TEXTS = ("text", "character varying")
_TEXT_FUNCTIONS = {
    "length": "integer",
    "char_length": "integer",
    "lower": "text",
    "upper": "text",
    "btrim": "text",
}


def predicted(
    sql: str, types: Mapping[str, str], quote: Callable[[str], str]
) -> str | None:
    """The server's text of a condition, or None where only the server knows.

    ``types`` are the normal forms of the columns' types by name.
    """
    try:
        return _Writer(types, quote).tree(parsed(sql))
    except Unreadable:
        return None


@frozen
class _Side:
    """One side of a comparison: what it is, its type, its text."""

    operand: Operand
    type: str
    text: str


class _Writer:
    def __init__(self, types: Mapping[str, str], quote: Callable[[str], str]) -> None:
        self._types = types
        self._quote = quote

    def tree(self, tree: Tree) -> str:
        match tree:
            case Junction(word=word, parts=parts):
                return f"({f' {word.upper()} '.join(map(self.tree, parts))})"
            case Negation(of=part):
                return f"(NOT {self.tree(part)})"
            case Nullness(what=what, negated=negated):
                side = self._side(what)
                return f"({side.text} IS {'NOT ' if negated else ''}NULL)"
            case Comparison():
                return self._comparison(tree)
            case Membership():
                return self._membership(tree)
            case Name():
                if self._side(tree).type != "boolean":
                    raise Unreadable(tree.text)
                return self._side(tree).text

    def _comparison(self, tree: Comparison) -> str:
        left, right = self._side(tree.left), self._side(tree.right)
        if "~~" in tree.operator and _base(left) not in _TEXTS:
            raise Unreadable(tree.operator)
        return f"({_beside(left, right)} {tree.operator} {_beside(right, left)})"

    def _membership(self, tree: Membership) -> str:
        if len(tree.items) == 1:
            sign = "<>" if tree.negated else "="
            return self._comparison(Comparison(tree.what, sign, tree.items[0]))
        what = self._side(tree.what)
        items = [self._item(self._side(each), what) for each in tree.items]
        how = "<> ALL" if tree.negated else "= ANY"
        if _base(what) == "character varying":
            array = f"(ARRAY[{', '.join(items)}])::text[]"
            return f"(({what.text})::text {how} ({array}))"
        return f"({what.text} {how} (ARRAY[{', '.join(items)}]))"

    def _item(self, item: _Side, what: _Side) -> str:
        base = _base(what)
        if base == "character varying" and isinstance(item.operand, String):
            return f"{item.text}::character varying"
        if not isinstance(item.operand, Number | String) or base == "smallint":
            raise Unreadable(item.text)
        if base in _INTEGERS and item.type != "integer":
            raise Unreadable(item.text)
        return f"({item.text})::bigint" if base == "bigint" else _beside(item, what)

    def _side(self, operand: Operand) -> _Side:
        match operand:
            case Name(text=name):
                if name not in self._types:
                    raise Unreadable(name)
                return _Side(operand, self._types[name], self._quote(name))
            case Number(text=text):
                return _number(operand, text)
            case String(literal=literal):
                return _Side(operand, "unknown", literal)
            case Truth(text=text):
                return _Side(operand, "boolean", text)
            case Call(function=function, argument=argument):
                return self._call(operand, function, argument)

    def _call(self, operand: Operand, function: str, argument: Operand) -> _Side:
        inner = self._side(argument)
        if function not in _TEXT_FUNCTIONS or _base(inner) not in _TEXTS:
            raise Unreadable(function)
        text = inner.text if inner.type == "text" else f"({inner.text})::text"
        return _Side(operand, _TEXT_FUNCTIONS[function], f"{function}({text})")


def _number(operand: Operand, text: str) -> _Side:
    if "." in text:
        if text.startswith("-"):
            raise Unreadable(text)
        return _Side(operand, "numeric", text)
    if abs(int(text)) >= 2**31:
        raise Unreadable(text)
    negative = text.startswith("-")
    return _Side(operand, "integer", f"'{text}'::integer" if negative else text)


def _base(side: _Side) -> str:
    type_ = parsed_type(side.type)
    return "array" if type_.array or type_.collation else type_.name


def _beside(side: _Side, other: _Side) -> str:
    """``side`` as it is written beside ``other``: literals and columns cast where they are."""
    mine, theirs = _base(side), _base(other)
    if mine == "unknown":
        return _string_beside(side, other, theirs)
    if mine in _TEXTS and theirs in (*_TEXTS, "unknown"):
        return side.text if mine == "text" else f"({side.text})::text"
    if mine in _INTEGERS and theirs in _INTEGERS:
        return side.text
    if mine in (*_INTEGERS, "numeric") and theirs in ("numeric", "double precision"):
        return side.text if mine == theirs else f"({side.text})::{theirs}"
    if mine in ("numeric", "double precision") and theirs in (*_INTEGERS, "numeric"):
        return side.text
    same = mine == theirs and mine not in ("character", "array", "json", "real")
    if same or theirs == "unknown":
        return side.text
    raise Unreadable(side.text)


def _string_beside(side: _Side, other: _Side, type_: str) -> str:
    if not isinstance(other.operand, Name | Call):
        raise Unreadable(side.text)
    if type_ in _TEXTS:
        return f"{side.text}::text"
    text = literal_of(side.text[1:-1], other.type)
    if text is None:
        raise Unreadable(side.text)
    return text
