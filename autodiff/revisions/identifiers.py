"""The id, the date and the file name of a new revision."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from autodiff.errors.nearest import nearest
from autodiff.errors.writing import FileTemplateBroken, TimezoneUnknown

FILE_TEMPLATE = "%(rev)s_%(slug)s"
SLUG_LENGTH = 40

_WORD = re.compile(r"\w+")


def new_revision_id() -> str:
    """Return twelve random hexadecimal digits, from a UUID."""
    return uuid.uuid4().hex[-12:]


def now_in(timezone: str | None = None) -> datetime:
    """Return the time for a revision's date: in ``timezone``, or local and naive without one.

    The name may be written in lower case where the zone's is in capitals (``utc``).
    Raises ``TimezoneUnknown``.
    """
    if timezone is None:
        return datetime.now()
    for name in (timezone, timezone.upper()):
        try:
            return datetime.now(UTC).astimezone(ZoneInfo(name))
        except (LookupError, ValueError, OSError):
            continue  # not installed, no zone's name, or the name of a folder of zones
    raise TimezoneUnknown(timezone)


def slug(message: str, length: int = SLUG_LENGTH) -> str:
    """Return the words of a message as part of a file name, cut at a word."""
    words = "_".join(_WORD.findall(message)).lower()
    if len(words) <= length:
        return words
    return words[: length + 1].rpartition("_")[0].rstrip("_") or words[:length]


def file_name(
    revision: str,
    message: str,
    moment: datetime,
    template: str = FILE_TEMPLATE,
    slug_length: int = SLUG_LENGTH,
) -> PurePosixPath:
    """Return the path of a new revision's file inside its version location.

    ``revision``, ``message`` (as a slug of at most ``slug_length`` letters) and ``moment`` fill
    ``template``, which uses rev, slug, epoch, year, month, day, hour, minute and second as in
    ``%(year)d/%(month).2d/%(rev)s_%(slug)s``. Raises ``FileTemplateBroken``.
    """
    tokens = _tokens(revision, slug(message, slug_length), moment)
    path = PurePosixPath(_filled(template, tokens).rstrip("_") + ".py")
    if path.is_absolute() or ".." in path.parts:
        raise FileTemplateBroken(template, "it leads out of the version location")
    return path


def _tokens(revision: str, words: str, moment: datetime) -> dict[str, str | int]:
    return {
        "rev": revision,
        "slug": words,
        "epoch": int(moment.timestamp()),
        "year": moment.year,
        "month": moment.month,
        "day": moment.day,
        "hour": moment.hour,
        "minute": moment.minute,
        "second": moment.second,
    }


def _filled(template: str, tokens: Mapping[str, str | int]) -> str:
    try:
        return template % tokens
    except KeyError as error:
        unknown = str(error.args[0])
        hint = "".join(f"; nearest is {one}" for one in nearest(unknown, tokens, 1))
        raise FileTemplateBroken(template, f"no '{unknown}' is known{hint}") from None
    except (TypeError, ValueError) as error:
        raise FileTemplateBroken(template, str(error)) from None
