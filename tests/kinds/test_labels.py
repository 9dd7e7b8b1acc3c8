"""Pieces of SQL after a label of the type ``mood`` has another name."""

from __future__ import annotations

import pytest

from autodiff.core.clause import Clause
from autodiff.core.key import Key
from autodiff.kinds.labels import respelled

MOOD = Key("enum", "", "", "mood")
RELABELS = (("sad", "it's \\low"),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("'sad'::mood", "'it''s \\low'::mood"),
        ("(mood <> 'sad'::public.mood)", "(mood <> 'it''s \\low'::public.mood)"),
        ("'{sad,glad}'::mood[]", "'{\"it''s \\\\low\",glad}'::mood[]"),
        ("ARRAY['sad'::mood]", "ARRAY['it''s \\low'::mood]"),
        ("'sad'::text", "'sad'::text"),
        ("'sad'::mood_of_old", "'sad'::mood_of_old"),
        ("'sadly'::mood", "'sadly'::mood"),
        ("'{saddest}'::mood[]", "'{saddest}'::mood[]"),
    ],
)
def test_only_labels_of_the_type_are_renamed(before: str, after: str) -> None:
    found = respelled(Clause(before, before), MOOD, RELABELS)
    assert (found.normal, found.sql) == (after, after)


def test_the_spelling_may_leave_the_cast_out() -> None:
    clause = Clause("'sad'::mood", "'sad'")
    assert respelled(clause, MOOD, (("sad", "low"),)).sql == "'low'"
