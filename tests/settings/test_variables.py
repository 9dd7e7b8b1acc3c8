"""What references to the environment become, one line per case."""

from __future__ import annotations

import pytest

from autodiff.settings.variables import BrokenReference, UnsetVariable, expand

ENVIRON = {"NAME": "value", "EMPTY": "", "MONEY": "a$b${NAME}%(here)s"}

CASES = [
    ("${NAME}", "value"),
    ("a-${NAME}-${NAME}", "a-value-value"),
    ("${NAME:-other}", "value"),
    ("${NONE:-other}", "other"),
    ("${NONE:-}", ""),
    ("${EMPTY}", ""),
    ("${EMPTY:-other}", "other"),
    ("${here}/x", "/folder/x"),
    ("%(here)s/x", "/folder/x"),
    ("%(rev)s 100% %%", "%(rev)s 100% %%"),
    ("$$", "$"),
    ("$${NAME}", "${NAME}"),
    ("pa$word$", "pa$word$"),
    # A value from the environment is taken as it is, never expanded again.
    ("${MONEY}", "a$b${NAME}%(here)s"),
    (["${NAME}", 1], ["value", 1]),
    ({"a": {"b": "${NAME}"}}, {"a": {"b": "value"}}),
    (True, True),
]


@pytest.mark.parametrize(("value", "expected"), CASES)
def test_expand(value: object, expected: object) -> None:
    assert expand(value, ENVIRON, "/folder") == expected


def test_an_unset_variable_is_named() -> None:
    with pytest.raises(UnsetVariable, match="^NONE$"):
        expand("${NONE}", ENVIRON, "/folder")


@pytest.mark.parametrize("text", ["${", "${NAME", "${}", "${a b}", "${NAME:x}", "${1}"])
def test_a_broken_reference_is_refused(text: str) -> None:
    with pytest.raises(BrokenReference):
        expand(text, ENVIRON, "/folder")
