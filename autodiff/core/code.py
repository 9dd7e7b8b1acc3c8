"""Code: a piece of Python source with the imports that it needs, and functions that build calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from autodiff.frozen import frozen


@frozen
class Code:
    """``text`` is an expression or statement; ``imports`` are whole import lines."""

    text: str
    imports: frozenset[str] = frozenset()


OPERATIONS = "from autodiff import op"
SQLALCHEMY = "import sqlalchemy as sa"


def literal(value: object) -> Code:
    """Return a value as source; its ``repr`` must be its source (str, int, bool, None, tuples and
    lists of these).
    """
    return Code(repr(value))


def call(
    function: str,
    arguments: Iterable[Code] = (),
    named: Mapping[str, Code | None] | None = None,
    *,
    imports: Iterable[str] = (),
) -> Code:
    """Return ``function(arguments, name=value, ...)``; a named argument that is None is left out,
    and ``imports`` are lines that the call needs.

    Ends in a trailing comma only where black will put it, so the text goes through black as is.
    """
    given = {name: code for name, code in (named or {}).items() if code is not None}
    positional = tuple(arguments)
    parts = [each.text for each in positional]
    parts += [f"{name}={code.text}" for name, code in given.items()]
    wanted = frozenset(imports).union(
        *(each.imports for each in (*positional, *given.values()))
    )
    return Code(f"{function}({', '.join(parts)})", wanted)


def with_argument(code: Code, name: str, value: Code) -> Code:
    """Return the call ``code`` with one more named argument."""
    return Code(f"{code.text[:-1]}, {name}={value.text})", code.imports | value.imports)


def op_call(
    function: str,
    arguments: Iterable[Code],
    named: Mapping[str, Code | None] | None = None,
) -> Code:
    """Return a call of ``op.function``."""
    return call(f"op.{function}", arguments, named, imports=(OPERATIONS,))


def sa_call(
    function: str,
    arguments: Iterable[Code],
    named: Mapping[str, Code | None] | None = None,
) -> Code:
    """Return a call of ``sa.function``."""
    return call(f"sa.{function}", arguments, named, imports=(SQLALCHEMY,))


_PARAMETER = re.compile(r"(?<![:\w\\]):(?=\w)")


def text_clause(sql: str) -> Code:
    """Return ``sa.text(...)`` of SQL as it is written; what ``text`` would read as a parameter is
    escaped.
    """
    return sa_call("text", [literal(_PARAMETER.sub(r"\:", sql))])
