"""Normal forms of column defaults: a spelling as the server shows it in its catalog."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from autodiff.dialects.mysql.expressions import is_call, predicted
from autodiff.dialects.mysql.tokens import quoted, unquoted
from autodiff.dialects.mysql.types import STRINGS, base_name

ON_UPDATE = " on update "
NULL = "NULL"
"""The default of a column that has none, where it is written all the same."""

_NOW = re.compile(
    r"(?:now|current_timestamp|localtime|localtimestamp)\s*(?:\(\s*(\d*)\s*\))?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(?P<value>.*?)\s+on\s+update\s+(?P<update>.*)", re.I | re.DOTALL)
_STRING = re.compile(r"'(?:[^'\\]|\\.|'')*'", re.DOTALL)
_NUMBER = re.compile(r"[-+]?\s*(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")
_BRACKETED = re.compile(rf"\(\s*({_STRING.pattern}|{_NUMBER.pattern})\s*\)", re.DOTALL)
_WHOLE = frozenset(["tinyint", "smallint", "mediumint", "int", "bigint"])
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


@lru_cache(4096)
def normal_default(sql: str, type_normal: str) -> str:
    """``sql`` as the catalog would show it for a column of that type; what is not understood
    stays as it is.
    """
    text = sql.strip()
    parts = None if text.startswith("'") else _PARTS.fullmatch(text)
    if parts:
        value = normal_default(parts["value"], type_normal)
        return value + ON_UPDATE + normal_default(parts["update"], type_normal)
    if text.upper() == NULL:
        return NULL
    if moment := _NOW.fullmatch(text):
        digits = moment[1] or ""
        return f"current_timestamp({'' if digits == '0' else digits})"
    if bare := _BRACKETED.fullmatch(text):
        text = bare[1]
    return _literal(text, type_normal) or _expression(text) or text


def _literal(text: str, type_normal: str) -> str | None:
    if _STRING.fullmatch(text):
        return _typed(unquoted(text), type_normal)
    if _NUMBER.fullmatch(text):
        return _typed(text.replace(" ", ""), type_normal)
    if text.lower() in ("true", "false") and base_name(type_normal) in _WHOLE:
        return "1" if text.lower() == "true" else "0"
    return None


def _typed(value: str, type_normal: str) -> str | None:
    base = base_name(type_normal)
    if base in _WHOLE or base in ("decimal", "double", "float"):
        return _number(value, base, type_normal)
    if base in STRINGS or base in ("json", "uuid", "inet6", "inet4"):
        return quoted(value)
    if base in ("date", "datetime", "timestamp"):
        return _moment(value, type_normal)
    return None


def _number(value: str, base: str, type_normal: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if base in _WHOLE:
        return str(int(number)) if number == int(number) else None
    if base == "decimal":
        scale = re.match(r"decimal\(\d+,(\d+)\)", type_normal)
        return str(round(number, int(scale[1]))) if scale else None
    if number == int(number) and abs(number) < 10**15:
        return str(int(number))
    text = str(number.normalize())
    return text if "E" not in text and len(text) < 8 else None


def _moment(value: str, type_normal: str) -> str | None:
    date, moment = _DATE.fullmatch(value), _MOMENT.fullmatch(value)
    if type_normal == "date":
        return quoted(value) if date else None
    digits = re.search(r"\((\d)\)", type_normal)
    tail = f".{'0' * int(digits[1])}" if digits else ""
    if date:
        return quoted(f"{value} 00:00:00{tail}")
    return quoted(value + tail) if moment else None


def _expression(text: str) -> str | None:
    """An expression is shown in parentheses, a lone function call without them."""
    told = predicted(text)
    if told is None or is_call(told):
        return told
    return f"({told})" if text.startswith("(") else None


_BARE = re.compile(r"[-+]?[\w.]*|[bx]'[^']*'", re.IGNORECASE)


def written_default(sql: str) -> str:
    """``sql`` as it can follow DEFAULT: an expression that is more than the moment stands in
    parentheses, which MySQL demands and MariaDB allows.
    """
    text = sql.strip()
    if text[:1] in "'\"(" or _BARE.fullmatch(text) or _NOW.fullmatch(text):
        return sql
    return sql if _PARTS.fullmatch(text) else f"({text})"
