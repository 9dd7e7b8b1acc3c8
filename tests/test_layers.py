"""The house: imports go downward only, nothing runs in circles, the core names no kind."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import pytest

from autodiff.kinds import KINDS
from tests.package_source import PACKAGE, imports, modules

# The parts of the package, lowest first. A part may import those of lower layers.
LAYERS: tuple[tuple[str, ...], ...] = (
    ("__init__", "errors", "frozen", "resources"),
    ("core", "settings"),
    ("kinds", "types"),
    ("dialects", "declared", "connect"),
    ("compare",),
    ("revisions", "execute"),
    ("lint", "hooks"),
    ("environment", "operations", "write_hooks"),
    ("op", "context", "commands", "extending"),
    ("api", "project"),
    ("cli", "__main__"),
)

# Parts of one layer that may import each other all the same, and why.
NEIGHBOURS: dict[tuple[str, str], str] = {
    ("connect", "dialects"): "an engine comes with the dialect of its database",
    ("execute", "revisions"): "the runner runs steps, and steps are made of revisions",
    ("kinds", "types"): "a type that SQLAlchemy lacks is written into scripts",
    ("__main__", "cli"): "python -m autodiff is the command line",
}

LAYER = {part: number for number, layer in enumerate(LAYERS) for part in layer}


def part(module: str) -> str:
    """``core`` for ``autodiff.core.diff``; ``__init__`` for the package itself."""
    return module.split(".")[1] if "." in module else "__init__"


def may_import(importer: str, imported: str) -> bool:
    return (
        importer == imported
        or LAYER[imported] < LAYER[importer]
        or (importer, imported) in NEIGHBOURS
    )


def edges() -> list[tuple[str, str]]:
    return sorted(
        (name, other) for name, others in imports().items() for other in others
    )


def test_every_part_has_a_layer() -> None:
    assert {part(module) for module in modules()} <= LAYER.keys()


def test_imports_go_downward() -> None:
    upward = [
        f"{importer} imports {imported}"
        for importer, imported in edges()
        if not may_import(part(importer), part(imported))
    ]
    assert upward == []


def test_no_module_imports_itself_through_others() -> None:
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_the_reader_of_imports_sees_them() -> None:
    """Guards the tests above: a reader that found nothing would pass them all."""
    assert "autodiff.core.schema" in imports()["autodiff.core.diff"]
    assert "autodiff.kinds.table" in imports()[f"{PACKAGE}.kinds"]


@pytest.mark.parametrize("module", modules())
def test_no_import_is_hidden_behind_type_checking(module: str) -> None:
    assert "TYPE_CHECKING" not in set(names(modules()[module]))


@pytest.mark.parametrize("module", [name for name in modules() if part(name) == "core"])
def test_the_core_names_no_kind(module: str) -> None:
    kinds = {name for kind in KINDS for name in (kind.kind, kind.__name__)}
    assert set(texts(modules()[module])) & kinds == set()


def names(tree: ast.Module) -> Iterator[str]:
    """Every name that the source mentions as a name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name


def texts(tree: ast.Module) -> Iterator[str]:
    """Every string that stands in the source."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
