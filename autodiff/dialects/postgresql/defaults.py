"""Column defaults: what ``pg_get_expr`` will say of the usual ones, told without the server."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from autodiff.dialects.postgresql.types import TypeName, parsed

_STRING = re.compile(r"^'((?:[^']|'')*)'$", re.S)
_CAST = re.compile(r"^('(?:[^']|'')*')::([\w \"]+(?:\([\d, ]+\))?(?:\[\])?)$", re.S)
_WHOLE = re.compile(r"^-?(?:0|[1-9]\d{0,17})$")
_DECIMAL = re.compile(r"^-?(?:0|[1-9]\d*)\.\d+$")
_FLOAT = re.compile(r"^-?(?:0|[1-9]\d{0,5})(?:\.\d{0,4}[1-9])?$")
_CALL = re.compile(r"^[a-z_]\w*\(\)$", re.I)
_NEXTVAL = re.compile(r"^nextval\(('(?:[^']|'')+')(?:::regclass)?\)$", re.I)
_DATE = re.compile(r"^\d{4}-\d\d-\d\d$")
_UUID = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_KEYWORDS = {
    "current_timestamp",
    "current_date",
    "current_user",
    "session_user",
    "localtimestamp",
}
_TRUE = {"t", "true", "y", "yes", "on", "1"}
_FALSE = {"f", "false", "n", "no", "off", "0"}
_INTEGERS = {"smallint", "integer", "bigint"}
_NUMBERS = {*_INTEGERS, "numeric", "real", "double precision"}


@lru_cache(4096)
def predicted(sql: str, type_normal: str) -> str:
    """The server's spelling of a default, where it is known for sure; else ``sql`` as it is."""
    text = sql.strip()
    type_ = parsed(type_normal)
    if found := _CAST.match(text):
        return _cast(found[1], parsed(found[2]), type_) or text
    if found := _STRING.match(text):
        return _string(found[1], type_) or text
    if found := _NEXTVAL.match(text):
        return f"nextval({found[1]}::regclass)"
    if text.lower() in _KEYWORDS:
        return text.upper()
    if _CALL.match(text):
        return text.lower()
    if type_.array:
        return text
    if type_.name == "boolean" and text.lower() in ("true", "false"):
        return text.lower()
    return _number(text, type_) or text


def _number(text: str, type_: TypeName) -> str | None:
    if type_.name not in _NUMBERS:
        return None
    if _WHOLE.match(text) and abs(int(text)) < 2**31:
        return _signed(text, "integer")
    if _DECIMAL.match(text):
        return _signed(text, "numeric")
    return None


def _signed(text: str, type_: str) -> str:
    """The server writes a negative number as a cast of a string."""
    return f"'{text}'::{type_}" if text.startswith("-") else text


def _cast(literal: str, cast: TypeName, type_: TypeName) -> str | None:
    """A literal with a cast to the column's own type is read like the literal alone."""
    if (cast.name, cast.array) != (type_.name, type_.array):
        return None
    if cast.name in _LITERALS and not cast.array:
        return None
    return _string(literal[1:-1], type_)


def literal_of(text: str, type_normal: str) -> str | None:
    """A string literal (its text) as the server writes it once it is of a type, if that is known."""
    return _string(text, parsed(type_normal))


def _string(text: str, type_: TypeName) -> str | None:
    if type_.array:
        return f"'{text}'::{type_.name}[]" if text == "{}" else None
    how = _LITERALS.get(type_.name)
    if how is not None:
        return how(text, type_.name)
    known = type_.name in _SERVER_KNOWS or type_.name.startswith("interval")
    return None if known else f"'{text}'::{type_.item}"


def _text(text: str, type_: str) -> str:
    return f"'{text}'::{'bpchar' if type_ == 'character' else type_}"


def _whole(text: str, type_: str) -> str | None:
    if not _WHOLE.match(text):
        return None
    plain = type_ == "integer" and not text.startswith("-")
    return text if plain else f"'{text}'::{type_}"


def _numeric(text: str, type_: str) -> str | None:
    if _DECIMAL.match(text) and not text.startswith("-"):
        return text
    known = _WHOLE.match(text) or _DECIMAL.match(text)
    return f"'{text}'::numeric" if known else None


def _float(text: str, type_: str) -> str | None:
    return f"'{text}'::{type_}" if _FLOAT.match(text) else None


def _boolean(text: str, type_: str) -> str | None:
    if text.lower() in _TRUE:
        return "true"
    return "false" if text.lower() in _FALSE else None


def _if_matches(pattern: re.Pattern[str]) -> Callable[[str, str], str | None]:
    return lambda text, type_: f"'{text}'::{type_}" if pattern.match(text) else None


_LITERALS: dict[str, Callable[[str, str], str | None]] = {
    "text": _text,
    "character varying": _text,
    "character": _text,
    "smallint": _whole,
    "integer": _whole,
    "bigint": _whole,
    "numeric": _numeric,
    "real": _float,
    "double precision": _float,
    "boolean": _boolean,
    "date": _if_matches(_DATE),
    "uuid": _if_matches(_UUID),
    "json": _text,
    "jsonb": _if_matches(re.compile(r"^(?:\{\}|\[\])$")),
}
_SERVER_KNOWS = frozenset(
    {
        "bit",
        "bit varying",
        "bytea",
        "cidr",
        "daterange",
        "inet",
        "int4range",
        "int8range",
        "interval",
        "macaddr",
        "macaddr8",
        "money",
        "numrange",
        "oid",
        "regclass",
        "time with time zone",
        "time without time zone",
        "timestamp with time zone",
        "timestamp without time zone",
        "tsquery",
        "tsrange",
        "tstzrange",
        "tsvector",
        "xml",
    }
)
"""Types whose input is rewritten in ways that only the server knows."""
