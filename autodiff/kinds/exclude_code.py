"""An exclusion's rule taken apart, so that scripts say it in SQLAlchemy's words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from autodiff.core.code import Code, literal, text_clause
from autodiff.frozen import frozen

_HEAD = re.compile(r"^EXCLUDE\s+(?:USING\s+(?P<using>\w+)\s+)?\(", re.I)
_ELEMENT = re.compile(r"^(?P<what>.+)\s+WITH\s+(?P<operator>\S+)$", re.I | re.S)
_TAIL = re.compile(
    r"^\s*(?:WHERE\s+(?P<where>\(.*\)))?\s*(?P<deferrable>DEFERRABLE)?"
    r"\s*(?P<deferred>INITIALLY DEFERRED)?\s*$",
    re.I | re.S,
)
_NAME = re.compile(r'[a-z_][\w$]*|"(?:[^"]|"")+"')


@frozen
class ExcludeParts:
    """``EXCLUDE USING using (what WITH operator, ...) WHERE (where)``."""

    using: str | None
    elements: tuple[tuple[str, str], ...]
    where: str | None
    deferrable: bool
    deferred: bool

    def element_codes(self) -> list[Code]:
        return [_element_code(what, operator) for what, operator in self.elements]

    def detail_codes(self) -> dict[str, Code | None]:
        return {
            "using": literal(self.using) if self.using else None,
            "where": text_clause(self.where) if self.where else None,
            "deferrable": literal(True) if self.deferrable else None,
            "initially": literal("DEFERRED") if self.deferred else None,
        }


def parsed_rule(sql: str) -> ExcludeParts | None:
    """Return the parts of a rule; None for one that SQLAlchemy cannot express."""
    head = _HEAD.match(sql)
    if head is None:
        return None
    end = _closing(sql, head.end() - 1)
    tail = _TAIL.match(sql[end + 1 :])
    matches = [_ELEMENT.match(each.strip()) for each in _split(sql[head.end() : end])]
    elements = tuple((each["what"], each["operator"]) for each in matches if each)
    if tail is None or len(elements) != len(matches):
        return None
    where = tail["where"]
    return ExcludeParts(
        head["using"],
        elements,
        where[1:-1] if where else None,
        bool(tail["deferrable"]),
        bool(tail["deferred"]),
    )


def _element_code(what: str, operator: str) -> Code:
    """Return a column by its name, anything else as text."""
    if not _NAME.fullmatch(what):
        code = text_clause(what)
    else:
        bare = what[1:-1].replace('""', '"') if what.startswith('"') else what
        code = literal(bare)
    return Code(f"({code.text}, {operator!r})", code.imports)


def _letters(sql: str) -> Iterator[tuple[int, str, int]]:
    """Yield position, letter and depth of parentheses of the text outside quotes."""
    depth, quoted = 0, ""
    for position, letter in enumerate(sql):
        if quoted:
            quoted = "" if letter == quoted else quoted
            continue
        if letter in "'\"":
            quoted = letter
            continue
        depth += {"(": 1, ")": -1}.get(letter, 0)
        yield position, letter, depth


def _closing(sql: str, start: int) -> int:
    """Return the position of the parenthesis that closes the one at ``start``."""
    for position, letter, depth in _letters(sql[start:]):
        if letter == ")" and depth == 0:
            return start + position
    return len(sql)


def _split(inner: str) -> list[str]:
    """Split at the commas outside parentheses and quotes."""
    cuts = [at for at, letter, depth in _letters(inner) if letter == "," and depth == 0]
    ends = [-1, *cuts, len(inner)]
    return [
        inner[a + 1 : b] for a, b in zip(ends, ends[1:], strict=False) if inner.strip()
    ]
