"""Write USING for a new column type, where the server does not cast values by itself."""

from __future__ import annotations

from autodiff.dialects.postgresql.types import TypeName, parsed

_TEXTS = {"text", "character varying", "character", "citext", "name"}
_WHOLE = {"smallint", "integer", "bigint"}
_NUMBERS = {*_WHOLE, "numeric", "real", "double precision"}

# pg_cast of PostgreSQL 15, casts for assignment and implicit ones, by name of type.
_ASSIGNED: dict[str, set[str]] = {
    **dict.fromkeys(("integer", "bigint", "numeric"), _NUMBERS | {"money"}),
    **dict.fromkeys(("smallint", "real", "double precision"), _NUMBERS),
    "money": {"numeric"},
    "oid": {"integer", "bigint", "regclass"},
    "date": {"timestamp without time zone", "timestamp with time zone"},
    "timestamp without time zone": {
        "date",
        "time without time zone",
        "timestamp with time zone",
    },
    "timestamp with time zone": {
        "date",
        "time without time zone",
        "time with time zone",
        "timestamp without time zone",
    },
    "time without time zone": {"interval", "time with time zone"},
    "time with time zone": {"time without time zone"},
    "interval": {"time without time zone"},
    "json": {"jsonb"},
    "jsonb": {"json"},
    "cidr": {"inet"},
    "inet": {"cidr"},
    "macaddr": {"macaddr8"},
    "macaddr8": {"macaddr"},
    "bit": {"bit varying"},
    "bit varying": {"bit"},
}
_ASSIGNED["integer"] = _ASSIGNED["integer"] | {"oid"}
_ASSIGNED["bigint"] = _ASSIGNED["bigint"] | {"oid"}


def using(before: str, after: str, column: str) -> str | None:
    """Return the expression for USING in ALTER COLUMN TYPE; None where the server needs none.

    ``before`` and ``after`` are normal forms, ``column`` is quoted. Values without a counterpart
    make the statement fail; none is truncated or emptied silently.
    """
    old, new = parsed(before), parsed(after)
    if old.name == "uuid" and not old.array and _holds_hex_alone(new):
        return f"replace({column}::text, '-', '')"
    if not before or _assignable(old, new):
        return None
    target = new._replace(collation="").text
    if new.array and not old.array:
        return _wrapped_in_array(old, new, column, target)
    if old.array or new.array:
        return f"{column}::text::{target}"
    return _scalar(old, new, column, target)


def _assignable(old: TypeName, new: TypeName) -> bool:
    """Whether the server assigns values of ``old`` to ``new`` without USING."""
    if old.array != new.array:
        return not new.array and new.name in _TEXTS
    if _family(old) == _family(new):
        return True
    if old.name == "bytea":
        return False
    if new.name in _TEXTS and not old.array:
        return True
    return new.name in _ASSIGNED.get(old.name, ())


def _holds_hex_alone(type_: TypeName) -> bool:
    """Whether a text type has room for a UUID's 32 digits but not for its hyphens.

    SQLAlchemy stores a UUID like this where the database has no UUID type.
    """
    limited = type_.name in _TEXTS and type_.arguments.isdigit() and not type_.array
    return limited and 32 <= int(type_.arguments) < 36


def _family(type_: TypeName) -> str:
    if type_.name in _TEXTS:
        return "text"
    return "interval" if type_.name.startswith("interval") else type_.name


def _wrapped_in_array(old: TypeName, new: TypeName, column: str, target: str) -> str:
    """Write the array with the value of ``column`` as its only member; ``target`` is its type.

    Text is cast to other arrays, since it may be an array's own spelling.
    """
    item, member = new._replace(array=False, collation=""), column
    if not _assignable(old, item):
        if old.name in _TEXTS:
            return f"{column}::{target}"
        member = _scalar(old, item, column, item.text)
    return f"CASE WHEN {column} IS NOT NULL THEN ARRAY[{member}]::{target} END"


def _scalar(old: TypeName, new: TypeName, column: str, target: str) -> str:
    """Write the cast of ``column`` from ``old`` to ``new``, whose text is ``target``."""
    if old.name == "bytea" and new.name in _TEXTS:
        return f"convert_from({column}, 'UTF8')"
    if new.name == "bytea":
        text = column if old.name in _TEXTS else f"{column}::text"
        return f"convert_to({text}, 'UTF8')"
    if old.name in _TEXTS:
        return f"{column}::{target}"
    if old.name == "boolean" and new.name in _NUMBERS:
        return f"{column}::integer"
    if old.name in _NUMBERS and new.name == "boolean":
        return f"{column} <> 0"
    return f"{column}::text::{target}"
