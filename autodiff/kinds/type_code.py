"""Types as source: an expression that builds a SQLAlchemy type, proved by building it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, TypeEngine

from autodiff.core.code import SQLALCHEMY, Code
from autodiff.core.dialect import Dialect

RAW = "from autodiff.types import RawType"


def type_code(type_: TypeEngine[Any], sql: str, dialect: Dialect) -> Code:
    """The source of ``type_``, whose spelling on ``dialect`` is ``sql``.

    A type's own words come first (``sa.String(length=50)``, a user's class with its import). They
    are evaluated, and taken only if what comes out is spelled the same: constructors do not always
    take what a ``repr`` shows. Else the type that it stands for is written, and last the bare SQL.
    """
    for code in _candidates(type_, dialect):
        if builds(code, sql, dialect):
            return code
    return raw_code(sql)


def raw_code(sql: str) -> Code:
    """A type that is nothing but its SQL."""
    return Code(f"RawType({sql!r})", frozenset({RAW}))


def builds(code: Code, sql: str, dialect: Dialect) -> bool:
    """Whether evaluating ``code`` gives a type that is spelled ``sql``."""
    names: dict[str, Any] = {}
    try:
        for line in sorted(code.imports):
            exec(line, names)
        return dialect.compiled_type(eval(code.text, names)) == sql
    except Exception:  # whatever a user's constructor raises only says: not this way
        return False


def _candidates(type_: TypeEngine[Any], dialect: Dialect) -> Iterator[Code]:
    yield _own_words(type_)
    if isinstance(type_, TypeDecorator):
        yield _own_words(type_.load_dialect_impl(dialect.sa))
    yield _own_words(type_.dialect_impl(dialect.sa))
    spelled = dialect.type_object(dialect.compiled_type(type_))
    if isinstance(spelled, TypeEngine):
        yield _own_words(spelled)


def _own_words(type_: TypeEngine[Any]) -> Code:
    return _variants(type_, _plain(type_))


def _plain(type_: TypeEngine[Any]) -> Code:
    """The type's ``repr`` with its module in front; the items of an array by themselves."""
    module, import_line = _home(type(type_))
    imports = {import_line}
    text = repr(type_)
    if isinstance(type_, sa.ARRAY):
        item = _own_words(type_.item_type)
        imports |= item.imports
        dimensions = f", dimensions={type_.dimensions}" if type_.dimensions else ""
        text = f"{type(type_).__name__}({item.text}{dimensions})"
    return Code(f"{module}.{text}", frozenset(imports))


def _home(class_: type) -> tuple[str, str]:
    """How scripts call the module of a type, and the line that imports it."""
    module = class_.__module__
    if module.startswith("sqlalchemy.dialects."):
        name = module.split(".")[2]
        return name, f"from sqlalchemy.dialects import {name}"
    if module.startswith("sqlalchemy.") and hasattr(sa, class_.__name__):
        return "sa", SQLALCHEMY
    return module, f"import {module}"


def _variants(type_: TypeEngine[Any], code: Code) -> Code:
    """``code`` with the type's variants for other databases."""
    text, imports = code.text, set(code.imports)
    for name, variant in sorted(type_._variant_mapping.items()):
        inner = _plain(variant)
        text += f".with_variant({inner.text}, {name!r})"
        imports |= inner.imports
    return Code(text, frozenset(imports))
