"""Dotted names: what people type for a table, column or label is read as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autodiff.core.dotted import dotted, name_parts, split_pair

READ = {
    "users": ("users",),
    "users.mail": ("users", "mail"),
    "users.mood.it's gloomy": ("users", "mood", "it's gloomy"),
    'users."first.name"': ("users", "first.name"),
    '"my table"."a:b"': ("my table", "a:b"),
    't."say ""no"""': ("t", 'say "no"'),
    't.q"q': ("t", 'q"q'),
    't."open': ("t", '"open'),
    "t.mood.10:30": ("t", "mood", "10:30"),
    "": ("",),
    "a..b": ("a", "", "b"),
}


@pytest.mark.parametrize("text", READ)
def test_names_between_dots(text: str) -> None:
    assert name_parts(text) == READ[text]


PAIRS = {
    "users.mail:users.email": ("users.mail", "users.email"),
    't."a:b":t.c': ('t."a:b"', "t.c"),
    "t.mood.x:t.mood.10:30": ("t.mood.x", "t.mood.10:30"),
    "users": None,
    "users:": None,
    ":users": None,
}


@pytest.mark.parametrize("text", PAIRS)
def test_pairs(text: str) -> None:
    assert split_pair(text) == PAIRS[text]


NAMES = st.lists(st.text("ab.:\" '", min_size=1), min_size=1, max_size=4)


@given(NAMES, NAMES)
def test_what_is_written_is_read_again(old: list[str], new: list[str]) -> None:
    assert name_parts(dotted(old)) == tuple(old)
    assert split_pair(f"{dotted(old)}:{dotted(new)}") == (dotted(old), dotted(new))
