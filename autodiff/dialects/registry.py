"""The dialects by database, as a written list to which packages add theirs."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy.engine import Connection, make_url
from sqlalchemy.engine import Dialect as SQLAlchemyDialect
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from autodiff.core.dialect import Dialect
from autodiff.dialects.packages import dialect_brought, kinds
from autodiff.errors.database import DialectUnknown, UrlUnusable
from autodiff.settings.masking import masked

DIALECTS: dict[str, str] = {
    "sqlite": "autodiff.dialects.sqlite:SQLite",
    "postgresql": "autodiff.dialects.postgresql:PostgreSQL",
    "mysql": "autodiff.dialects.mysql:MySQL",
    "mariadb": "autodiff.dialects.mysql:MariaDB",
    "mssql": "autodiff.dialects.mssql:SQLServer",
    "oracle": "autodiff.dialects.oracle:Oracle",
}
"""Module and class by SQLAlchemy's dialect name; all others get the standard dialect."""


def dialect_class(name: str) -> type[Dialect]:
    """Return the dialect class for SQLAlchemy's dialect ``name``; raises PackageBroken."""
    if name in DIALECTS:
        return _loaded(DIALECTS[name])
    return dialect_brought(name) or _other(name)


@cache
def _other(name: str) -> type[Dialect]:
    """Return the standard dialect under SQLAlchemy's name, which begins its keywords."""
    standard = _loaded("autodiff.dialects.standard:StandardDialect")
    return type("StandardDialect", (standard,), {"name": name})


def _loaded(place: str) -> type[Dialect]:
    module, _, attribute = place.partition(":")
    class_: type[Dialect] = getattr(import_module(module), attribute)
    return class_


def dialect_of(connection: Connection) -> Dialect:
    """Return the dialect of a live connection, with the server's version and default schema."""
    live = connection.dialect
    return _made(live.name, _compiling_copy(live))


def dialect_named(name_or_url: str) -> Dialect:
    """Return the dialect for a URL or a SQLAlchemy dialect name, without a connection.

    Raises UrlUnusable, DialectUnknown.
    """
    text = name_or_url if "://" in name_or_url else f"{name_or_url}://"
    try:
        url = make_url(text)
        class_ = url.get_dialect()
    except NoSuchModuleError:
        raise DialectUnknown(url.drivername, masked(text)) from None
    except (ArgumentError, ValueError):
        raise UrlUnusable(masked(text)) from None
    return _made(url.get_backend_name(), _fresh(class_))


def neutral_dialect() -> Dialect:
    """Return the dialect for recording scripts where no database is named.

    The keys that scripts touch hardly depend on it.
    """
    return dialect_named("sqlite")


def _made(name: str, compiling: SQLAlchemyDialect) -> Dialect:
    made = dialect_class(name)(compiling)
    made.kinds_brought = kinds
    return made


_SERVER_FACTS = (
    "server_version_info",
    "default_schema_name",
    "is_mariadb",
    "supports_identity_columns",
    "deprecate_large_types",
    "supports_native_enum",
    "supports_native_boolean",
    "supports_sequences",
    "supports_native_uuid",
    "colspecs",
    "_support_default_function",
    "_support_float_cast",
    "_backslash_escapes",
    "_server_ansiquotes",
    "supports_for_update_of",
    "_casing",
    "max_identifier_length",
)


def _compiling_copy(live: SQLAlchemyDialect) -> SQLAlchemyDialect:
    """Return a dialect object that compiles as ``live`` does, except for percent signs.

    "named" parameters leave them single, and statements are sent without parameters. What is a
    property in one release of SQLAlchemy and an attribute in another is derived from the other
    facts.
    """
    copy = _fresh(type(live))
    for name in _SERVER_FACTS:
        is_derived = isinstance(getattr(type(live), name, None), property)
        if hasattr(live, name) and not is_derived:
            setattr(copy, name, getattr(live, name))
    return copy


def _fresh(class_: type[SQLAlchemyDialect]) -> SQLAlchemyDialect:
    make: Any = class_
    dialect: SQLAlchemyDialect = make(paramstyle="named")
    return dialect
