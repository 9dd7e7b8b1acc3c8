"""Ids, dates and file names of new revisions."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from autodiff.errors.writing import FileTemplateBroken, TimezoneUnknown
from autodiff.revisions.header import check_revision_id
from autodiff.revisions.identifiers import file_name, new_revision_id, now_in, slug

MOMENT = datetime(2026, 3, 4, 5, 6, 7)


def test_ids_are_short_new_and_legal() -> None:
    ids = {new_revision_id() for _ in range(1000)}
    assert len(ids) == 1000
    for one in ids:
        assert len(one) == 12
        check_revision_id(one, "")


@pytest.mark.parametrize(
    ("message", "length", "expected"),
    [
        ("Create users table", 40, "create_users_table"),
        ("Add e-mail, phone!", 40, "add_e_mail_phone"),
        ("one two three", 9, "one_two"),
        ("one two three", 7, "one_two"),
        ("supercalifragilistic", 5, "super"),
        ("../../etc/passwd", 40, "etc_passwd"),
        ("Größe", 40, "größe"),
        ("", 40, ""),
    ],
)
def test_slugs(message: str, length: int, expected: str) -> None:
    assert slug(message, length) == expected


def test_slugs_are_cut_at_the_last_word_that_fits() -> None:
    assert slug("one two three", 8) == "one_two"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("%(rev)s_%(slug)s", "ae10_add_users.py"),
        ("%(year)d/%(month).2d/%(day).2d_%(rev)s", "2026/03/04_ae10.py"),
        ("%(hour).2d%(minute).2d%(second).2d_%(slug)s", "050607_add_users.py"),
        ("%(epoch)s", f"{int(MOMENT.timestamp())}.py"),
    ],
)
def test_file_names(template: str, expected: str) -> None:
    assert str(file_name("ae10", "Add users", MOMENT, template)) == expected


def test_a_file_without_a_message_has_no_loose_end() -> None:
    assert str(file_name("ae10", "", MOMENT)) == "ae10.py"


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("%(rex)s", "no 'rex' is known; nearest is rev"),
        ("%(rev)", "incomplete format"),
        ("%s %s", "not enough arguments"),
        ("../%(rev)s", "leads out"),
        ("/tmp/%(rev)s", "leads out"),
    ],
)
def test_templates_that_cannot_be_used(template: str, says: str) -> None:
    with pytest.raises(FileTemplateBroken, match=says):
        file_name("ae10", "", MOMENT, template)


def test_dates_are_local_or_in_the_zone_that_is_set() -> None:
    assert now_in().tzinfo is None
    assert now_in("utc").utcoffset() == timedelta(0)
    assert now_in("Asia/Kolkata").utcoffset() == timedelta(hours=5, minutes=30)


@pytest.mark.parametrize("name", ["Mars/Base", "", "../x", "Europe"])
def test_zones_that_are_none(name: str) -> None:
    with pytest.raises(TimezoneUnknown, match="UTC or Europe/Berlin"):
        now_in(name)
