"""The names that a revision file assigns at its top level, and their literal values.

Three ways, each falling back to the next, all with the same result: the usual shape of a
revision file is recognised by one regular expression; else the part above the first
function is parsed, if it is Python by itself; else the whole file is. Parsing is nearly
all of what a first start over thousands of files costs: the expression takes a tenth of
the time of the parser, the shortened text half the time of the whole.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from inspect import cleandoc

from autodiff.errors.scripts import RevisionSyntax
from autodiff.frozen import frozen

NAMES = ("revision", "down_revision", "branch_labels", "depends_on", "replaces")
NOT_LITERAL = ...

_NAMES = "|".join(NAMES)
_BODY = re.compile(rb"^(?:def|class|async def|@)", re.MULTILINE)
_LATE = re.compile(rf"^(?:{_NAMES})\b".encode(), re.MULTILINE)
# Only what cannot mean anything else: no backslash, no bracket over lines, no semicolon.
_IMPORT = r"(?:import|from) [\w., ]+"
_VALUE = r"""None|"[^"\\\n]*"|'[^'\\\n]*'"""
_ASSIGN = rf"(\w+)(?: *: *[\w\[\], |.]+)? *= *({_VALUE})"
_LINE = rf"(?:{_IMPORT}|{_ASSIGN})?[ \t]*(?:#[^\n]*)?\n"
_USUAL = re.compile(rf'(?:"""([^\\]*?)"""[ \t]*\n)?((?:{_LINE})*)', re.ASCII)
_ASSIGNMENT = re.compile(rf"^{_ASSIGN}", re.ASCII | re.MULTILINE)


@frozen
class Literal:
    """A value written out in the file (``NOT_LITERAL`` if it is not), and its line."""

    value: object
    line: int


@frozen
class ModuleTop:
    """The docstring of a module, and the names of a header that it assigns."""

    docstring: str
    literals: Mapping[str, Literal]


def module_top(source: bytes, path: str) -> ModuleTop:
    """Return docstring and assignments at the top level of a file. Raises ``RevisionSyntax``."""
    cut = _BODY.search(source)
    if cut and not _LATE.search(source, cut.start()):
        part = source[: cut.start()]
        return usual_top(part) or _parsed_part(part) or parsed_top(source, path)
    return parsed_top(source, path)


def usual_top(source: bytes) -> ModuleTop | None:
    """Return the top level by regular expression; None if the text has an unusual shape."""
    if b"coding" in source[:200] or b"\r" in source or b"\0" in source:
        return None
    text = source.decode("utf-8", "replace")
    match = _USUAL.fullmatch(text)
    if match is None or "\ufffd" in text or '"""' in (match[1] or ""):
        return None
    literals = {
        line[1]: Literal(_unquoted(line[2]), text.count("\n", 0, line.start()) + 1)
        for line in _ASSIGNMENT.finditer(text, match.start(2))
        if line[1] in NAMES
    }
    return ModuleTop(cleandoc(match[1] or ""), literals)


def _unquoted(value: str) -> str | None:
    return None if value == "None" else value[1:-1]


def _parsed_part(source: bytes) -> ModuleTop | None:
    try:
        return _top_of(ast.parse(source))
    except (SyntaxError, ValueError):
        return None


def parsed_top(source: bytes, path: str) -> ModuleTop:
    """Return the top level by parsing the whole file. Raises ``RevisionSyntax``."""
    try:
        return _top_of(ast.parse(source))
    except SyntaxError as error:
        raise RevisionSyntax(path, error.lineno or 1, error.msg) from None
    except (ValueError, RecursionError) as error:  # a null byte; absurd nesting
        raise RevisionSyntax(path, 1, str(error)) from None


def _top_of(tree: ast.Module) -> ModuleTop:
    literals = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets, value = [node.target], node.value
        else:
            continue
        for target in targets:
            if isinstance(target, ast.Name) and target.id in NAMES:
                literals[target.id] = Literal(_literal(value), node.lineno)
    return ModuleTop(ast.get_docstring(tree) or "", literals)


def _literal(node: ast.expr) -> object:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError):
        return NOT_LITERAL
