"""Names inside SQL text follow a rename; strings, other names and functions do not."""

from __future__ import annotations

import pytest

from autodiff.core.clause import Clause
from autodiff.kinds.keys import column_key
from autodiff.kinds.renamed_text import followed


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("mail <> ''", "email <> ''"),
        ("(mail)::text <> 'mail'::text", "(email)::text <> 'mail'::text"),
        ("`mail` like 'a''mail'", "`email` like 'a''mail'"),
        ('"mail" is not null', '"email" is not null'),
        ("[mail] > 0", "[email] > 0"),
        (
            "lower(mail) = mailbox and mail_2 = mail",
            "lower(email) = mailbox and mail_2 = email",
        ),
        ("mail(1) > 0", "mail(1) > 0"),
        ("other.mail = 1", "other.mail = 1"),
    ],
)
def test_the_name_follows(sql: str, expected: str) -> None:
    old, new = column_key("", "users", "mail"), column_key("", "users", "email")
    result = followed(Clause(sql, sql), old, new)
    assert (result.normal, result.sql) == (expected, expected)


def test_a_name_that_needs_quotes_gets_them() -> None:
    old, new = column_key("", "users", "mail"), column_key("", "users", "E-Mail")
    assert followed(Clause("mail > 0", "mail > 0"), old, new).sql == '"E-Mail" > 0'
