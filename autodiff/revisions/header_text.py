"""The rewriting of a revision file for other parents, which changes two places of its text."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from autodiff.errors.scripts import RevisionSyntax
from autodiff.errors.writing import HeaderUnwritable

_REVISES = re.compile(rb"^([ \t]*Revises:)[^\r\n]*", re.MULTILINE)

_Edit = tuple[int, int, bytes]


def with_parents(source: bytes, parents: tuple[str, ...], path: str) -> bytes:
    """Return the file's text with ``parents`` in ``down_revision`` and in the line ``Revises:``.

    Raises RevisionSyntax, or HeaderUnwritable where ``down_revision`` is not assigned once.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    text = source.decode(encoding).encode()
    try:
        tree = ast.parse(text.decode())
    except SyntaxError as error:
        raise RevisionSyntax(path, error.lineno or 1, error.msg) from None
    edits = [_assigned(tree, text, parents, path), *_documented(tree, text, parents)]
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text.decode().encode(encoding)


def _assigned(
    tree: ast.Module, text: bytes, parents: tuple[str, ...], path: str
) -> _Edit:
    nodes = [node for node in tree.body if _names_parents(node)]
    if len(nodes) != 1:
        raise HeaderUnwritable(path, len(nodes))
    (node,) = nodes
    assert isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
    return (*_span(node.value, text), _written(parents).encode())


def _names_parents(node: ast.stmt) -> bool:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets = [node.target]
    return any(isinstance(x, ast.Name) and x.id == "down_revision" for x in targets)


def _written(parents: tuple[str, ...]) -> str:
    if len(parents) > 1:
        return f"({', '.join(map(_quoted, parents))})"
    return _quoted(parents[0]) if parents else "None"


def _quoted(name: str) -> str:
    """Return ``name`` in double quotes as black writes it, unless it contains one or a backslash."""
    return repr(name) if set(name) & {'"', "\\"} else f'"{name}"'


def _documented(
    tree: ast.Module, text: bytes, parents: tuple[str, ...]
) -> Iterator[_Edit]:
    first = tree.body[0] if ast.get_docstring(tree) else None
    if not isinstance(first, ast.Expr):
        return
    start, end = _span(first.value, text)
    match = _REVISES.search(text, start, end)
    if match:
        names = ", ".join(parents).encode()
        yield match.end(1), match.end(), b" " + names if names else b""


def _span(node: ast.expr, text: bytes) -> tuple[int, int]:
    """Return the start and end of a node in bytes; Python counts lines as ``splitlines`` of bytes."""
    lines = text.splitlines(keepends=True)
    assert node.end_lineno is not None and node.end_col_offset is not None
    starts = [
        sum(map(len, lines[: line - 1])) for line in (node.lineno, node.end_lineno)
    ]
    return starts[0] + node.col_offset, starts[1] + node.end_col_offset
