"""The database: reaching it, and what its own words are."""

from __future__ import annotations

from autodiff.errors.tree import Failed, WrongUsage


class UrlUnusable(WrongUsage):
    """A database URL that SQLAlchemy cannot make sense of."""

    url: str

    happened = "The database URL cannot be understood: {url}."
    now = "No database was contacted."
    advice = (
        "Write it as dialect://user:password@host:port/database, such as "
        "postgresql://me@localhost/shop or sqlite:///shop.db; special characters in "
        "a password are percent-encoded."
    )


class DriverMissing(WrongUsage):
    """No Python driver for the database of the URL."""

    database: str
    modules: str

    happened = "No driver for {database} is installed ({modules})."
    now = "No database was contacted."
    advice = "Install one, for instance: pip install 'autodiff[{database}]'."


class DatabaseUnreachable(Failed):
    """The database did not let us in."""

    url: str
    said: str

    happened = "The database {url} cannot be reached: {said}."
    now = "Nothing was changed."
    advice = "Check that the server runs, and the host, name, user and password."
