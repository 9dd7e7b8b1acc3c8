"""How similar two names are, word by word, with the usual ways to rename."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from os.path import commonprefix

from autodiff.compare.synonyms import are_synonyms

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+|\d+")

_LIGHT: Mapping[str, float] = {
    **dict.fromkeys(("at", "on", "is", "has", "the", "of", "by", "in"), 0.15),
    **dict.fromkeys(("id", "uid", "uuid", "pk", "fk", "new", "old", "tmp"), 0.25),
    **dict.fromkeys(("flag", "no", "nr", "num", "number", "count", "key"), 0.45),
    **dict.fromkeys(("date", "time", "datetime", "ts", "last", "first"), 0.45),
    **dict.fromkeys(("name", "type", "code", "status", "value", "url"), 0.6),
}
"""The weights of words that many names have; all others weigh 1."""

_VOWELS = frozenset("aeiou")

_DIGITS = 0.3
_OF_THE_TABLE = 0.2
"""The weight of a word that is in the table's name, too."""

_SYNONYM, _PART = 0.8, 0.85
"""The likeness of synonyms; of a word and its abbreviation or misspelling."""

_WHOLE_INSIDE = 0.9
"""The likeness of two names of which one has all the words of the other."""


def likeness(old: str, new: str, table: str = "") -> float:
    """Return the likeness of two names, from 0 (nothing in common) to 1 (equal but for underscores,
    letter case and plurals).

    Words of the ``table``'s name count little.
    """
    olds, news = words_of(old), words_of(new)
    if not olds or not news:
        return float(old == new)
    if "".join(olds) == "".join(news):
        return 1.0
    of_table = words_of(table)
    before, after = _weights(olds, of_table), _weights(news, of_table)
    shared = _shared(before, after)
    old_weight, new_weight = sum(before.values()), sum(after.values())
    smaller = min(old_weight, new_weight)
    inside = shared / smaller * min(1.0, smaller / _LIGHT["name"])
    return min(1.0, max(2 * shared / (old_weight + new_weight), _WHOLE_INSIDE * inside))


@lru_cache(4096)  # a name is compared with many others
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, in lower case and the singular."""
    return tuple(_singular(word.lower()) for word in _WORD.findall(name))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _weights(words: Collection[str], of_table: Collection[str]) -> dict[str, float]:
    """Return the weight of each word; the table's words count fully where there are no others."""
    light = set(of_table) if not set(words) <= set(of_table) else set()
    return {word: _OF_THE_TABLE if word in light else _weight(word) for word in words}


def _weight(word: str) -> float:
    return _DIGITS if word.isdigit() else _LIGHT.get(word, 1.0)


def _shared(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """Return the weight of the words in common; a word is paired with the most similar one."""
    pairs = sorted(
        ((alike(word, other), word, other) for word in before for other in after),
        reverse=True,
    )
    total = 0.0
    taken: set[tuple[int, str]] = set()
    for degree, word, other in pairs:
        if degree and taken.isdisjoint({(0, word), (1, other)}):
            taken |= {(0, word), (1, other)}
            total += degree * min(before[word], after[other])
    return total


@lru_cache(4096)
def alike(one: str, other: str) -> float:
    """Return how similar two words are, from 0 to 1."""
    if one == other:
        return 1.0
    if are_synonyms(one, other):
        return _SYNONYM
    short, long = sorted((one, other), key=len)
    return _PART if _is_part(short, long) or _is_misspelled(short, long) else 0.0


def _is_part(short: str, long: str) -> bool:
    """Whether ``short`` abbreviates ``long``: ``desc`` of ``description``, ``qty`` of ``quantity``."""
    if len(short) < 3 or len(short) == len(long):
        return False
    if long.startswith(short) or (len(short) > 3 and short in long):
        return True
    letters = iter(long)
    shortened = long[:3] == short[:3] or not _VOWELS.intersection(short[1:])
    return (
        shortened and short[0] == long[0] and all(letter in letters for letter in short)
    )


def _is_misspelled(short: str, long: str) -> bool:
    """Whether one word misspells the other (``transcation``, ``phonenumbe``) or is another form of
    it (``arrived``, ``arrival``).
    """
    if len(short) < 4 or len(long) - len(short) > 2 or short[0] != long[0]:
        return False
    if len(commonprefix((short, long))) >= max(4, 0.7 * len(long)):
        return True
    if sorted(short) == sorted(long):
        return True
    return SequenceMatcher(None, short, long).ratio() >= 0.8
