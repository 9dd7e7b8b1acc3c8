"""A password never survives ``masked``; what is no secret stays readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autodiff.settings import masked

PLAIN = [
    "sqlite://",
    "sqlite:///shop.db",
    "sqlite:///C:\\data\\shop.db",
    "sqlite:////srv/shop.db?mode=ro",
    "postgresql://localhost/shop",
    "postgresql://localhost:5432/shop",
    "postgresql://one:5432,two:5433/shop",
    "postgresql://[::1]:5432/shop",
    "postgresql+psycopg://shop@localhost/shop?sslmode=require",
    "mysql:///shop?unix_socket=/run/mysqld.sock",
    "",
    "not a url",
]

SECRET = [
    ("postgresql://shop:pw@localhost/shop", "postgresql://shop:***@localhost/shop"),
    ("mysql://root:@localhost/shop", "mysql://root:***@localhost/shop"),
    ("redis://:pw@localhost", "redis://:***@localhost"),
    ("mysql://root:p@s/s@localhost/shop", "mysql://root:***@localhost/shop"),
    ("mysql://root:p?s#s@localhost/shop", "mysql://root:***@localhost/shop"),
    ("postgresql://h/shop?password=pw&a=b", "postgresql://h/shop?password=***&a=b"),
    ("postgresql://h/shop?sslPassword=pw", "postgresql://h/shop?sslPassword=***"),
    ("mssql:///?odbc_connect=PWD%3Dpw", "mssql:///?odbc_connect=***"),
    ("Server=h;PWD={a pw};Database=d", "Server=h;PWD=***;Database=d"),
    ("host=h password='a pw' dbname=d", "host=h password=*** dbname=d"),
    ("postgresql:/shop:pw@localhost", "postgresql:/shop:***@localhost"),
    ("postgresql:shop:pw@localhost", "postgresql:***@localhost"),
    ("shop:pw@localhost", "shop:***@localhost"),
    ("postgresql://shop:pw", "postgresql://shop:***"),
    ("postgresql://shop:p/w", "postgresql://shop:***"),
]


@pytest.mark.parametrize("url", PLAIN)
def test_without_a_secret_nothing_changes(url: str) -> None:
    assert masked(url) == url


@pytest.mark.parametrize(("url", "shown"), SECRET)
def test_secrets_become_stars(url: str, shown: str) -> None:
    assert masked(url) == shown


PASSWORDS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(PASSWORDS)
def test_any_password_before_the_host_is_hidden(password: str) -> None:
    url = f"postgresql://shop:{password}|MARK@localhost/shop"
    assert masked(url) == "postgresql://shop:***@localhost/shop"


@given(PASSWORDS.filter(lambda password: "&" not in password))
def test_any_password_in_the_query_is_hidden(password: str) -> None:
    from urllib.parse import quote

    url = f"postgresql://localhost/shop?password={quote(password + 'MARK')}"
    assert masked(url) == "postgresql://localhost/shop?password=***"
