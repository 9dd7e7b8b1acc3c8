"""Recasting: what the values of one type become in another, by a table of the sorts of values.

What no row of the table covers is taken for a change that may alter values: only a type that is
known to hold all that the other held raises no word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from autodiff.core.recast import NO_RECAST, Recast
from autodiff.kinds.values import Values

_NUMBERS = ("whole", "decimal", "float")

CastRule = Callable[[Values, Values], Recast]


def recast(old: Values, new: Values) -> Recast:
    """Return what happens to values of ``old`` in ``new``."""
    if old.array != new.array:
        return _between_array_and_one(old, new)
    result = _rule(old, new)(old, new)
    if old.negative and not new.negative and not result.refused:
        return replace(result, refused="below 0")
    return result


def _rule(old: Values, new: Values) -> CastRule:
    rule = RULES.get((old.family, new.family))
    if rule is not None:
        return rule
    if old.family == new.family:
        return _keeps if old.name.lower() == new.name.lower() else _unknown
    if new.family == "text":
        return _to_text
    if new.family == "labels":
        return _to_labels
    return _from_text if old.family == "text" else _unknown


def _unknown(old: Values, new: Values) -> Recast:
    return Recast(f"are cast to {new.name}, which may change them")


def _between_array_and_one(old: Values, new: Values) -> Recast:
    """Treat a value as the only member of an array; an array becomes text in its own spelling."""
    if new.array:
        return recast(old, replace(new, array=False))
    return _to_text(old, new) if new.family == "text" else _unknown(old, new)


def _keeps(old: Values, new: Values) -> Recast:
    return NO_RECAST


# --- texts and bytes ------------------------------------------------------------------------------

_TEXT_LENGTHS = {"boolean": 5, "date": 10, "uuid": 32}
"""How long the texts of these are, at most."""


def _fits(length: int | None, room: int | None) -> bool:
    return room is None or (length is not None and length <= room)


def _text(old: Values, new: Values) -> Recast:
    size = 4 if new.in_bytes and not old.in_bytes else 1
    if not _fits(_times(old.length, size), new.length):
        unit = "bytes" if new.in_bytes else "characters"
        return Recast(refused=f"longer than {new.length} {unit}")
    return NO_RECAST


def _times(length: int | None, size: int) -> int | None:
    return None if length is None else length * size


def _bytes(old: Values, new: Values) -> Recast:
    if _fits(old.length, new.length):
        return NO_RECAST
    return Recast(refused=f"longer than {new.length} bytes")


def _to_text(old: Values, new: Values) -> Recast:
    if _fits(_text_length(old), new.length):
        return NO_RECAST
    return Recast(refused=f"that {new.length} characters have no room for")


def _text_length(values: Values) -> int | None:
    if values.array:
        return None
    if values.family == "whole":
        return max(len(str(values.lowest)), len(str(values.highest)))
    if values.family == "labels":
        return max(map(len, values.labels), default=None)
    if values.family == "decimal" and values.whole is not None:
        return values.whole + (values.scale or 0) + 3
    return _TEXT_LENGTHS.get(values.family)


def _from_text(old: Values, new: Values) -> Recast:
    """Refuse texts that are no such value; a number or date has one spelling, a text may have
    another ('007').
    """
    example = " (007 becomes 7)" if new.family in _NUMBERS else ""
    changed = f"take the spelling of {new.name}{example}"
    return Recast(changed, f"that are no {new.name}")


def _text_to_json(old: Values, new: Values) -> Recast:
    """Refuse texts that are no JSON; the others are kept as written."""
    return Recast(refused=f"that are no {new.name}")


def _text_to_bytes(old: Values, new: Values) -> Recast:
    """Count four bytes at most for a character."""
    length = _times(old.length, 1 if old.in_bytes else 4)
    return _bytes(replace(old, length=length), new)


def _text_of_bytes(old: Values, new: Values) -> Recast:
    return Recast(refused="that are no text")


# --- numbers --------------------------------------------------------------------------------------


def _whole(old: Values, new: Values) -> Recast:
    if new.lowest <= old.lowest and old.highest <= new.highest:
        return NO_RECAST
    return _outside(new)


def _outside(new: Values) -> Recast:
    return Recast(refused=f"outside {new.lowest} to {new.highest}")


def _whole_to_decimal(old: Values, new: Values) -> Recast:
    longest = max(-old.lowest, old.highest)
    if new.whole is None or longest < 10**new.whole:
        return NO_RECAST
    return _too_many_digits(new)


def _too_many_digits(new: Values) -> Recast:
    return Recast(refused=f"with more than {new.whole} digits before the point")


def _whole_to_float(old: Values, new: Values) -> Recast:
    if max(-old.lowest, old.highest) <= 2**new.bits:
        return NO_RECAST
    return _rounded(new)


def _rounded(new: Values) -> Recast:
    return Recast(f"are rounded to {new.digits} digits")


def _decimal(old: Values, new: Values) -> Recast:
    changed = _places(old.scale, new.scale)
    more = old.whole is None or (new.whole is not None and old.whole > new.whole)
    rounds_up = bool(changed) and old.whole == new.whole
    if new.whole is not None and (more or rounds_up):
        return Recast(changed, _too_many_digits(new).refused)
    return Recast(changed)


def _places(old: int | None, new: int | None) -> str:
    if new is None or (old is not None and old <= new):
        return ""
    if new <= 0:
        return "are rounded to whole numbers"
    return f"are rounded to {new} decimal place{'s' if new > 1 else ''}"


def _decimal_to_whole(old: Values, new: Values) -> Recast:
    changed = _places(old.scale, 0)
    most = min(-new.lowest, new.highest) if new.lowest else new.highest
    fits = old.whole is not None and 10**old.whole <= most and bool(new.lowest)
    return Recast(changed, "" if fits else _outside(new).refused)


def _decimal_to_float(old: Values, new: Values) -> Recast:
    if old.whole is not None and old.whole + (old.scale or 0) <= new.digits:
        return NO_RECAST
    return _rounded(new)


def _float(old: Values, new: Values) -> Recast:
    return NO_RECAST if old.bits <= new.bits else _rounded(new)


def _float_to_decimal(old: Values, new: Values) -> Recast:
    if new.whole is None:
        return _rounded(old)
    return Recast(_places(None, new.scale), _too_many_digits(new).refused)


def _float_to_whole(old: Values, new: Values) -> Recast:
    return Recast(_places(None, 0), _outside(new).refused)


def _number_to_boolean(old: Values, new: Values) -> Recast:
    return Recast("become true, but for 0")


# --- dates and times ------------------------------------------------------------------------------


def _moment(old: Values, new: Values) -> Recast:
    if old.zoned and not new.zoned:
        return Recast("become local times of the session's time zone")
    if new.zoned and not old.zoned:
        return Recast("are read as local times of the session's time zone")
    if old.fraction > new.fraction:
        return Recast(_seconds(new.fraction))
    return NO_RECAST


def _seconds(digits: int) -> str:
    return (
        f"keep {digits} digits of a second" if digits else "lose fractions of a second"
    )


def _moment_to_date(old: Values, new: Values) -> Recast:
    return Recast("lose their time of day")


def _moment_to_time(old: Values, new: Values) -> Recast:
    return Recast("lose their date")


def _interval(old: Values, new: Values) -> Recast:
    return NO_RECAST if new.fraction == 6 else _unknown(old, new)


def _interval_to_time(old: Values, new: Values) -> Recast:
    return Recast("lose their days")


# --- labels and JSON ------------------------------------------------------------------------------


def _to_labels(old: Values, new: Values) -> Recast:
    return Recast(refused=f"that are no {new.name}")


def _json_to_jsonb(old: Values, new: Values) -> Recast:
    return Recast(
        "lose their spacing, the order of keys and all but the last of equal keys"
    )


def _labels(old: Values, new: Values) -> Recast:
    gone = [each for each in old.labels if each not in new.labels]
    if not gone:
        return NO_RECAST if old.labels else _unknown(old, new)
    return Recast(refused=f"that are {', '.join(gone)}")


RULES: dict[tuple[str, str], CastRule] = {
    ("text", "text"): _text,
    ("text", "bytes"): _text_to_bytes,
    ("text", "json"): _text_to_json,
    ("bytes", "bytes"): _bytes,
    ("bytes", "text"): _text_of_bytes,
    ("whole", "whole"): _whole,
    ("whole", "decimal"): _whole_to_decimal,
    ("whole", "float"): _whole_to_float,
    ("decimal", "decimal"): _decimal,
    ("decimal", "whole"): _decimal_to_whole,
    ("decimal", "float"): _decimal_to_float,
    ("float", "float"): _float,
    ("float", "decimal"): _float_to_decimal,
    ("float", "whole"): _float_to_whole,
    **{(each, "boolean"): _number_to_boolean for each in _NUMBERS},
    **{("boolean", each): _keeps for each in _NUMBERS},
    ("moment", "moment"): _moment,
    ("time", "time"): _moment,
    ("moment", "date"): _moment_to_date,
    ("moment", "time"): _moment_to_time,
    ("date", "moment"): _keeps,
    ("time", "interval"): _keeps,
    ("interval", "interval"): _interval,
    ("interval", "time"): _interval_to_time,
    ("labels", "labels"): _labels,
    ("set", "set"): _labels,
    ("boolean", "boolean"): _keeps,
    ("date", "date"): _keeps,
    ("uuid", "uuid"): _keeps,
    ("json", "json"): _keeps,
    ("json", "jsonb"): _json_to_jsonb,
    ("jsonb", "json"): _keeps,
}
"""By the sorts of the old and the new values."""
