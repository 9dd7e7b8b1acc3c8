"""What the package's source files say of themselves: their modules and whom each imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
PACKAGE = "autodiff"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package, parsed, by its dotted name."""
    files = sorted((CHECKOUT / PACKAGE).rglob("*.py"))
    return {_name(file): ast.parse(file.read_text(), str(file)) for file in files}


def _name(file: Path) -> str:
    parts = file.relative_to(CHECKOUT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports() -> dict[str, frozenset[str]]:
    """For each module, the modules of the package that it imports, anywhere in it."""
    return {
        name: frozenset(_imported(name, tree)) - {name}
        for name, tree in modules().items()
    }


def _imported(module: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (_module(alias.name) for alias in node.names if _own(alias.name))
        elif isinstance(node, ast.ImportFrom):
            source = _source(module, node)
            if _own(source):
                yield from (_module(f"{source}.{alias.name}") for alias in node.names)


def _source(module: str, node: ast.ImportFrom) -> str:
    """The absolute name of what ``from … import`` names, its dots resolved."""
    if not node.level:
        return node.module or ""
    is_package = any(other.startswith(f"{module}.") for other in modules())
    parts = module.split(".")
    base = parts[: len(parts) - node.level + is_package]
    return ".".join([*base, node.module] if node.module else base)


def _own(name: str) -> bool:
    return name.split(".")[0] == PACKAGE


def _module(name: str) -> str:
    """The module that a dotted name lies in: the name itself, or what it is a part of."""
    while name not in modules() and "." in name:
        name = name.rpartition(".")[0]
    return name
