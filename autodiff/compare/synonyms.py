"""Synonyms: words for one thing in the names of columns and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

GROUPS: tuple[str, ...] = (
    "account user member customer client buyer person people profile contact",
    "active enabled live",
    "address location place",
    "amount total sum price cost fee value",
    "avatar image picture photo img pic",
    "author creator owner writer",
    "begin start from since opened",
    "birthday birthdate dob born",
    "category kind type class sort group variety",
    "comment note remark memo annotation",
    "company firm organization organisation organisations org business",
    "confirmed verified approved",
    "content text body message description details info",
    "count quantity number no num nr qty amount",
    "created inserted added registered",
    "deleted removed archived",
    "email mail",
    "employee staff worker",
    "end finish until to stop closed",
    "flag marker",
    "hash digest",
    "hidden invisible private",
    "id uid uuid guid key identifier",
    "item article product good",
    "link url uri href",
    "login username handle nickname nick",
    "modified updated changed edited",
    "order purchase",
    "parent superior",
    "password passwd pwd secret",
    "phone telephone tel mobile cell",
    "position rank sequence ordinal",
    "postcode postal zip plz",
    "read viewed seen",
    "region state province",
    "review rating",
    "role permission",
    "salary wage pay",
    "sex gender",
    "shop store",
    "size length",
    "state status condition",
    "team squad group",
    "time date day at on ts timestamp datetime",
    "title heading subject caption",
    "vendor supplier seller",
    "weight mass",
)
"""Words for one thing; a word may be in several groups."""


def _by_word() -> Iterator[tuple[str, frozenset[int]]]:
    numbers: dict[str, set[int]] = {}
    for number, group in enumerate(GROUPS):
        for word in group.split():
            numbers.setdefault(word, set()).add(number)
    yield from ((word, frozenset(groups)) for word, groups in numbers.items())


_NUMBERS: Mapping[str, frozenset[int]] = dict(_by_word())


def are_synonyms(one: str, other: str) -> bool:
    """Whether two words, in lower case and the singular, are used for one thing."""
    groups, other_groups = _NUMBERS.get(one), _NUMBERS.get(other)
    return bool(groups and other_groups and groups & other_groups)
