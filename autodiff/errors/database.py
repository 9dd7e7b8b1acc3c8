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


class DialectUnknown(WrongUsage):
    """A database that neither we nor SQLAlchemy have heard of."""

    name: str
    url: str

    happened = "No database that is known here is called {name}: {url}."
    now = "No database was contacted."
    advice = (
        "The usual ones are sqlite, postgresql, mysql, mariadb, mssql and oracle; a "
        "driver may follow, as in postgresql+psycopg. Others come with a package."
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

    happened = "The database {url} cannot be reached: {said}{stop}"
    now = "Nothing was changed."
    advice = "Check that the server runs, and the host, name, user and password."

    def facts(self) -> dict[str, object]:
        return {**vars(self), "stop": "" if self.said.endswith(("?", ".")) else "."}


class ConnectionUnusable(WrongUsage):
    """What was given to the Python API as a connection is none, or none that is open."""

    kind: str

    happened = "No database can be reached by {kind}, which was given as connection."
    now = "No database was contacted."
    advice = (
        "Give a Connection, an Engine or an open AsyncConnection of SQLAlchemy: of a "
        "Session, session.connection(); of an AsyncEngine, what `async with "
        "engine.connect() as connection` opens."
    )


class ConnectionOfRunningLoop(WrongUsage):
    """An asynchronous connection was given inside its event loop, which would wait for itself."""

    happened = (
        "An AsyncConnection was given inside of a running event loop, which cannot wait "
        "for it while it waits for this call."
    )
    now = "Nothing was changed."
    advice = (
        "Await the call inside of run_sync, such as: await connection.run_sync(lambda "
        'inner: project.upgrade("head", connection=inner)). Or await it in another '
        'thread: await asyncio.to_thread(project.upgrade, "head", connection=connection).'
    )
