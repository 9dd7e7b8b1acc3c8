"""Column text: one column of a stored CREATE TABLE, taken apart."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from autodiff.dialects.sqlite.column_rules import COLUMN_RULE_WORDS, column_rule
from autodiff.dialects.sqlite.rules import Rule
from autodiff.dialects.sqlite.stream import Stream
from autodiff.dialects.sqlite.tokens import tokens
from autodiff.frozen import frozen


@frozen
class ColumnText:
    """``text`` as it stands between two commas; places are places in it.

    ``type`` is the type's words ("" for none); it lies between ``name_end`` and ``type_end``.
    """

    text: str
    name: str
    name_start: int
    name_end: int
    type: str
    type_end: int
    rules: tuple[Rule, ...]

    def rule(self, kind: str) -> Rule | None:
        """The last rule of a kind: the one that holds."""
        found = [each for each in self.rules if each.kind == kind]
        return found[-1] if found else None

    @property
    def end(self) -> int:
        """Where the last token ends; comments may follow."""
        return self.rules[-1].end if self.rules else self.type_end


@lru_cache(maxsize=50_000)
def column_text(text: str) -> ColumnText:
    """A column definition taken apart. Raises SQLUnreadable."""
    stream = Stream(text, tokens(text))
    name = stream.take()
    start = stream.start
    while _in_type(stream):
        if stream.sees("("):
            stream.group()
        else:
            stream.take()
    type_ = text[start : stream.end] if stream.end > name.end else ""
    type_end = stream.end
    rules: list[Rule] = []
    while not stream.ended:
        _add(rules, column_rule(stream))
    return ColumnText(
        text, name.identifier, name.start, name.end, type_, type_end, tuple(rules)
    )


class ColumnShape(NamedTuple):
    """What a column says, without the places where it says it.

    ``said`` is its text but for the name, for which "x" stands.
    """

    said: str
    name: str
    type: str
    rules: tuple[Rule, ...]

    def rule(self, kind: str) -> Rule | None:
        """The last rule of a kind: the one that holds."""
        for rule in reversed(self.rules):
            if rule.kind == kind:
                return rule
        return None


_NAMED = re.compile(
    r"""\s* (?: (?P<plain> [A-Za-z_]\w*) | "(?P<quoted> [^"]+)" )
        (?= [\s(] | \Z ) (?P<rest> .*)""",
    re.VERBOSE | re.DOTALL,
)


def column_shape(text: str) -> ColumnShape:
    """As :func:`column_text`, faster: most columns differ from others in nothing but their name,
    so what follows a plain name is taken apart once for all.
    """
    found = _NAMED.match(text)
    if found is None:
        whole = column_text(text)
        return ColumnShape(text, whole.name, whole.type, whole.rules)
    said = "x" + found["rest"]
    alike = column_text(said)
    name = found["plain"] or found["quoted"]
    return ColumnShape(said, name, alike.type, alike.rules)


def _in_type(stream: Stream) -> bool:
    if stream.ended or stream.peek().keyword in COLUMN_RULE_WORDS:
        return False
    return not stream.sees("GENERATED", "ALWAYS")


def _add(rules: list[Rule], rule: Rule) -> None:
    """Put ``rule`` to ``rules``; a deferral that stands apart belongs to the last foreign key."""
    if rule.kind == "deferral" and rule.reference is not None:
        for index in reversed(range(len(rules))):
            held = rules[index].reference
            if held is not None:
                deferral = rule.reference.deferral
                changed = replace(held, deferral=deferral)
                rules[index] = replace(rules[index], reference=changed)
                break
    rules.append(rule)
