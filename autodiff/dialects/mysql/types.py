"""Normal forms of types: the server's spelling in its catalog.

The text is that of COLUMN_TYPE; a string type's collation follows: ``varchar(50) collate
utf8mb4_general_ci``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from autodiff.dialects.mysql.server import Server, ServerSettings

_ALIASES = {
    "bool": "tinyint(1)",
    "boolean": "tinyint(1)",
    "integer": "int",
    "int1": "tinyint",
    "int2": "smallint",
    "int3": "mediumint",
    "middleint": "mediumint",
    "int4": "int",
    "int8": "bigint",
    "dec": "decimal",
    "numeric": "decimal",
    "fixed": "decimal",
    "real": "double",
    "double precision": "double",
    "float4": "float",
    "float8": "double",
    "character": "char",
    "char varying": "varchar",
    "character varying": "varchar",
    "varcharacter": "varchar",
    "long": "mediumtext",
    "long varchar": "mediumtext",
    "long varbinary": "mediumblob",
}
WIDTHS = {"tinyint": 4, "smallint": 6, "mediumint": 9, "int": 11, "bigint": 20}
_LENGTHS = {"char": "1", "binary": "1", "bit": "1", "decimal": "10,0", "year": "4"}
_BLOBS = {255: "tinyblob", 65535: "blob", 16777215: "mediumblob"}
STRINGS = frozenset(
    ["char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set"]
)
"""Types that have a character set and a collation."""

_SHAPE = re.compile(
    r"""\s*(?P<national>national\s+)?
    (?P<name>double\s+precision|char(?:acter)?\s+varying|long\s+var(?:char|binary)|\w+)
    \s*(?:\((?P<arguments>(?:'(?:[^'\\]|\\.|'')*'|[^()'])*)\))?
    (?P<words>.*)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CHARSET = re.compile(r"\b(?:character\s+set|charset)\s+'?(\w+)'?", re.IGNORECASE)
_COLLATE = re.compile(r"\bcollate\s+'?(\w+)'?", re.IGNORECASE)
_LABEL = re.compile(r"'((?:[^'\\]|\\.|'')*)'")
COLLATE = " collate "


def normal_type(sql: str, server: Server, settings: ServerSettings) -> str:
    """Write a type as the catalog shows it; text that cannot be parsed stays as it is."""
    shape = _SHAPE.fullmatch(" ".join(sql.split()) if "'" not in sql else sql)
    if shape is None:
        return sql
    name = " ".join(shape["name"].lower().split())
    if name == "nchar" or name == "nvarchar":
        return _national(name[1:], shape["arguments"], shape["words"], server, settings)
    name = _ALIASES.get(name, name)
    if shape["national"]:
        return _national(name, shape["arguments"], shape["words"], server, settings)
    if name in STRINGS:
        head = _string_head(name, shape["arguments"])
        return head + _collation(shape["words"], server, settings)
    return _plain(name, shape["arguments"], shape["words"].lower().split(), server)


def _national(
    name: str,
    arguments: str | None,
    words: str,
    server: Server,
    settings: ServerSettings,
) -> str:
    """Write a NATIONAL type: ``arguments`` stand in its parentheses, ``words`` after them."""
    collation = _collation(f"character set utf8 {words}", server, settings)
    return _string_head(name, arguments) + collation


def _string_head(name: str, arguments: str | None) -> str:
    if name in ("enum", "set"):
        labels = (_label(text) for text in _LABEL.findall(arguments or ""))
        return f"{name}({','.join(labels)})"
    given = arguments if arguments is not None else _LENGTHS.get(name)
    return name if given is None else f"{name}({given.strip()})"


def _label(text: str) -> str:
    r"""Write a member as the catalog shows it: trailing spaces cut, \' written as ''."""
    return "'" + text.replace("\\'", "''").rstrip(" ") + "'"


def _collation(words: str, server: Server, settings: ServerSettings) -> str:
    """Return the collation that the words after a string type state; "" where it is left open."""
    collate, charset = _COLLATE.search(words), _CHARSET.search(words)
    if collate:
        return COLLATE + utf8_spelled(collate[1].lower(), server)
    if charset is None:
        return f" {words.strip().lower()}" if words.strip() else ""
    default = settings.default_collation(utf8_spelled(charset[1].lower(), server))
    return COLLATE + default if default else f" {words.strip().lower()}"


def utf8_spelled(name: str, server: Server) -> str:
    """Write a character set or collation as the server shows it: utf8 is an alias."""
    head, line, rest = name.partition("_")
    return f"{server.utf8 if head in ('utf8', 'utf8mb3') else head}{line}{rest}"


def _plain(name: str, arguments: str | None, words: list[str], server: Server) -> str:
    """Write a type without a collation: ``arguments`` stand in its parentheses, ``words`` after."""
    given = re.sub(r"\s+", "", arguments) if arguments is not None else None
    made = _SPECIAL.get(name, _as_given)(name, given, words, server)
    kept = [word for word in ("unsigned", "zerofill") if word in words]
    if "zerofill" in words and "unsigned" not in words:
        kept.insert(0, "unsigned")
    others = [word for word in words if word not in ("signed", "unsigned", "zerofill")]
    return " ".join([made, *kept, *others])


def _as_given(name: str, given: str | None, words: list[str], server: Server) -> str:
    if given is None:
        given = _LENGTHS.get(name)
    return name if given is None else f"{name}({given})"


def _integer(name: str, given: str | None, words: list[str], server: Server) -> str:
    name, _, inner = name.partition("(")
    given = inner.rstrip(")") or given
    unsigned = "unsigned" in words or "zerofill" in words
    if not server.widths and "zerofill" not in words:
        return "tinyint(1)" if (name, given) == ("tinyint", "1") else name
    narrower = 1 if unsigned and name != "bigint" else 0
    return f"{name}({given or WIDTHS[name] - narrower})"


def _decimal(name: str, given: str | None, words: list[str], server: Server) -> str:
    if given is not None and "," not in given:
        given += ",0"
    return _as_given(name, given, words, server)


def _float(name: str, given: str | None, words: list[str], server: Server) -> str:
    """Choose between the two sizes: FLOAT(p) names one of them (MySQL manual 13.1.4)."""
    if given is None or "," in given:
        return _as_given(name, given, words, server)
    return "float" if int(given) <= 24 else "double"


def _moment(name: str, given: str | None, words: list[str], server: Server) -> str:
    return name if given in (None, "0") else f"{name}({given})"


def _year(name: str, given: str | None, words: list[str], server: Server) -> str:
    return "year(4)" if server.widths else "year"


def _blob(name: str, given: str | None, words: list[str], server: Server) -> str:
    """Choose the smallest type that holds n bytes for BLOB(n)."""
    if given is None:
        return name
    fitting = (kind for most, kind in _BLOBS.items() if int(given) <= most)
    return next(fitting, "longblob")


_SPECIAL: dict[str, Callable[[str, str | None, list[str], Server], str]] = {
    **dict.fromkeys(("tinyint(1)", *WIDTHS), _integer),
    "decimal": _decimal,
    "float": _float,
    **dict.fromkeys(("datetime", "timestamp", "time"), _moment),
    "year": _year,
    "blob": _blob,
}
"""By a type's name: functions of name, arguments, words and server that write name and
arguments.
"""


def base_name(normal: str) -> str:
    """Return the type's name alone: ``varchar`` of ``varchar(50) collate utf8mb4_bin``."""
    return re.split(r"[( ]", normal, maxsplit=1)[0]


def collation_of(normal: str) -> str | None:
    """Return the collation in a string type's normal form; None where there is none."""
    return normal.rpartition(COLLATE)[2] if COLLATE in normal else None


@cache
def has_open_collation(normal: str) -> bool:
    """Whether a string type leaves its collation to the table."""
    return base_name(normal) in STRINGS and COLLATE not in normal and _is_plain(normal)


def _is_plain(normal: str) -> bool:
    return normal.endswith(")") or " " not in normal
