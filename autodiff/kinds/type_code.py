"""Types as source: an expression that builds a SQLAlchemy type, proved by building it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import Parameter, signature
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator, TypeEngine

from autodiff.core.code import SQLALCHEMY, Code
from autodiff.core.dialect import Dialect

RAW = "from autodiff.types import RawType"


def type_code(type_: TypeEngine[Any], sql: str, dialect: Dialect) -> Code:
    """Return the source of ``type_``, whose spelling on ``dialect`` is ``sql``.

    What people would write comes first: a user's class with its import, SQLAlchemy's general types
    (``sa.String(length=50)``), those of a database, at last the bare SQL. Each is evaluated, and
    taken only if a column of it comes out the same: constructors do not always take what a ``repr``
    shows.
    """
    for found, code in _candidates(type_, dialect):
        if builds(code, sql, dialect, found):
            return code
    return raw_code(sql)


def raw_code(sql: str) -> Code:
    """Return a type that is nothing but its SQL."""
    return Code(f"RawType({sql!r})", frozenset({RAW}))


def builds(
    code: Code, sql: str, dialect: Dialect, like: TypeEngine[Any] | None = None
) -> bool:
    """Whether a column of what ``code`` evaluates to is spelled ``sql``, wants the named type that
    ``like`` wants, and brings no CHECK along: scripts state those by themselves.
    """
    try:
        built = evaluated(code)
        table = sa.Table("t", sa.MetaData(), sa.Column("c", built))
        return (
            dialect.compiled_type(table.c.c.type) == sql
            and len(table.constraints) == 1
            and (like is None or dialect.named_type(built) == dialect.named_type(like))
        )
    except Exception:  # whatever a user's constructor raises only says: not this way
        return False


def evaluated(code: Code) -> Any:
    """Return the value of the expression in a script."""
    names: dict[str, Any] = {}
    for line in sorted(code.imports):
        exec(line, names)
    return eval(code.text, names)


# --- which types, in which order ------------------------------------------------------------------


def _candidates(
    type_: TypeEngine[Any], dialect: Dialect
) -> Iterator[tuple[TypeEngine[Any], Code]]:
    """Yield sources of ``type_`` and of its equivalents, the most readable first."""
    for found in _equivalents(type_, dialect):
        for words in _spellings(found, dialect):
            if found._variant_mapping:
                yield found, _with_variants(found, words, dialect)
            yield found, words


def _equivalents(type_: TypeEngine[Any], dialect: Dialect) -> Iterator[TypeEngine[Any]]:
    """Yield ``type_``, then its types on this database; a general type before a database's own."""
    own = _is_sqlalchemys(type(type_))
    general = _general(type_) if own else None
    if general is not None:
        yield general
    yield type_
    inner = type_
    while isinstance(inner, TypeDecorator):
        inner = inner.load_dialect_impl(dialect.sa)
        yield from _both(inner)
    yield from _both(type_.dialect_impl(dialect.sa))
    spelled = dialect.type_object(dialect.compiled_type(type_))
    if isinstance(spelled, TypeEngine):
        yield from _both(spelled)


def _both(type_: TypeEngine[Any]) -> Iterator[TypeEngine[Any]]:
    general = _general(type_)
    if general is not None:
        yield general
    yield type_


def _general(type_: TypeEngine[Any]) -> TypeEngine[Any] | None:
    """Return SQLAlchemy's CamelCase type for a database's own (``sa.VARCHAR``), or None."""
    if type_._variant_mapping:
        return None
    try:
        general = type_.as_generic()
    except (NotImplementedError, TypeError):  # no such type, or other arguments
        return None
    return None if type(general) is type(type_) else general


def _is_sqlalchemys(class_: type) -> bool:
    return class_.__module__.partition(".")[0] == "sqlalchemy"


# --- how one type is written ----------------------------------------------------------------------


def _spellings(type_: TypeEngine[Any], dialect: Dialect) -> Iterator[Code]:
    """Yield sources by its ``repr``, by the arguments of its constructor, and without arguments."""
    home = _home(type(type_))
    if home is None:
        return
    name, import_line = home
    imports = frozenset({import_line})
    if isinstance(type_, sa.ARRAY):
        yield _array(type_, name, imports, dialect)
        return
    for arguments in (_shown(type_), _constructed(type_), ""):
        if arguments is not None:
            yield Code(f"{name}({arguments})", imports)


def _home(class_: type) -> tuple[str, str] | None:
    """Return a class's name in scripts and the line that imports it; None where scripts cannot
    import it.
    """
    module, name = class_.__module__, class_.__qualname__
    if module.startswith("sqlalchemy.dialects."):
        database = module.split(".")[2]
        return f"{database}.{name}", f"from sqlalchemy.dialects import {database}"
    if getattr(sa, name, None) is class_:
        return f"sa.{name}", SQLALCHEMY
    if module == "__main__" or not _found_again(class_, module, name):
        return None
    if module == "autodiff.types":
        return name, f"from {module} import {name}"
    return f"{module}.{name}", f"import {module}"


def _found_again(class_: type, module: str, name: str) -> bool:
    """Whether the class is what its module has under its name: a local one is not."""
    found: Any = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found is class_


def _shown(type_: TypeEngine[Any]) -> str | None:
    """Return the text between the parentheses of the ``repr``, if it has the usual shape."""
    try:
        text = repr(_unconstrained(type_))
    except Exception:  # a user's __repr__ may do anything; there are other ways
        return None
    name, opening, rest = text.partition("(")
    usual = name == type(type_).__name__ and opening and rest.endswith(")")
    return rest[:-1] if usual else None


def _unconstrained(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return the type without the CHECK that ``create_constraint`` asks for."""
    if not getattr(type_, "create_constraint", False) or isinstance(
        type_, TypeDecorator
    ):
        return type_
    plain: Any = type_.copy()
    plain.create_constraint = False
    found: TypeEngine[Any] = plain
    return found


def _constructed(type_: TypeEngine[Any]) -> str | None:
    """Return the arguments that the constructor names and the type keeps under these names."""
    kinds = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
    try:
        parameters = signature(type(type_)).parameters.values()
    except (TypeError, ValueError):  # a constructor that cannot be looked into
        return None
    kept = [each for each in parameters if each.kind in kinds]
    values = {each.name: vars(type_).get(each.name, each.default) for each in kept}
    return ", ".join(
        f"{each.name}={values[each.name]!r}"
        for each in kept
        if values[each.name] is not each.default
        and values[each.name] is not Parameter.empty
    )


def _array(
    type_: sa.ARRAY[Any], name: str, imports: frozenset[str], dialect: Dialect
) -> Code:
    """Return an array, its items written as any type is."""
    item = type_.item_type
    inner = type_code(item, dialect.compiled_type(item), dialect)
    dimensions = f", dimensions={type_.dimensions}" if type_.dimensions else ""
    return Code(f"{name}({inner.text}{dimensions})", imports | inner.imports)


def _is(code: Code, type_: TypeEngine[Any]) -> bool:
    """Whether ``code`` evaluates to a type like that one, of whatever database it is."""
    try:
        return repr(evaluated(code)) == repr(type_)
    except Exception:  # as in :func:`builds`
        return False


def _with_variants(type_: TypeEngine[Any], code: Code, dialect: Dialect) -> Code:
    """Return ``code`` with the type's variants for other databases."""
    text, imports = code.text, code.imports
    for name, variant in sorted(type_._variant_mapping.items()):
        spellings = _spellings(variant, dialect)
        inner = next((each for each in spellings if _is(each, variant)), None)
        if inner is not None:
            text += f".with_variant({inner.text}, {name!r})"
            imports |= inner.imports
    return Code(text, imports)
