"""Plain forms: what SQLAlchemy writes most, read by pattern where the whole text has that form.

Taking text apart token by token costs most of the time of reading a large schema. These patterns
accept plain names only, and nothing that could be read in another way; the rest goes the long way.
"""

from __future__ import annotations

import re
from functools import lru_cache

from autodiff.dialects.sqlite.rules import Reference, Rule

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_NAMES = rf"{_NAME}(?:, {_NAME})*"

_ACTION = "CASCADE|SET NULL|SET DEFAULT|RESTRICT"

_HEAD = re.compile(rf"CREATE TABLE (?P<name>{_NAME}) ?\(\Z")
_FOREIGN_KEY = re.compile(
    rf"\s*(?:CONSTRAINT (?P<name>{_NAME}) )?FOREIGN KEY ?\((?P<here>{_NAMES})\) "
    rf"REFERENCES (?P<table>{_NAME}) ?\((?P<there>{_NAMES})\)"
    rf"(?: ON DELETE (?P<delete>{_ACTION}))?(?: ON UPDATE (?P<update>{_ACTION}))?\s*\Z"
)
_KEY = re.compile(
    rf"\s*(?:CONSTRAINT (?P<name>{_NAME}) )?(?:(?P<unique>UNIQUE)|PRIMARY KEY) "
    rf"?\((?P<columns>{_NAMES})\)\s*\Z"
)
_CHECK = re.compile(
    rf"""\s*(?:CONSTRAINT[ ](?P<name>{_NAME})[ ])?
        CHECK[ ]?\((?P<sql>[\w<>=!+*%,. ]+)\)\s*\Z""",
    re.VERBOSE,
)
_INDEX = re.compile(
    rf"CREATE (?P<unique>UNIQUE )?INDEX (?P<name>{_NAME}) ON (?P<table>{_NAME}) "
    rf"\((?P<columns>{_NAMES})\)\Z"
)


def plain_name(head: str) -> str | None:
    """The table's name in ``CREATE TABLE name (``, if it is that plain."""
    found = _HEAD.match(head)
    return found["name"] if found else None


@lru_cache(maxsize=20_000)
def plain_rule(text: str) -> Rule | None:
    """A table constraint that has a plain form, without its places; None where it has not."""
    if found := _FOREIGN_KEY.match(text):
        return Rule(
            "foreignkey",
            0,
            name=found["name"],
            columns=_split(found["here"]),
            reference=Reference(
                found["table"],
                _split(found["there"]),
                found["delete"],
                found["update"],
            ),
        )
    if found := _CHECK.match(text):
        return Rule("check", 0, name=found["name"], sql=found["sql"].strip())
    if found := _KEY.match(text):
        kind = "unique" if found["unique"] else "primary"
        return Rule(kind, 0, name=found["name"], columns=_split(found["columns"]))
    return None


def plain_index(sql: str) -> re.Match[str] | None:
    """The groups ``unique``, ``name``, ``table`` and ``columns`` of a plain CREATE INDEX."""
    return _INDEX.match(sql)


def _split(names: str) -> tuple[str, ...]:
    return tuple(names.split(", "))
