"""The words of the code: one meaning for a type's name, docstrings that begin with a verb, names that say
what they hold.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from tests.package_source import modules

VERBS = frozenset(
    Path(__file__).with_name("docstring_verbs.txt").read_text("utf-8").split()
)
"""What a docstring may begin with; a new verb is added to the file. "Whether" begins that of a predicate."""

VAGUE = frozenset({"each", "x", "found", "known"})
"""Names that say nothing: for one line only."""

MOST_DOCSTRINGS, MOST_LOOPS = Fraction(5, 100), Fraction(8, 100)
"""How many exceptions there may be."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function, str]]:
    """Yield each documented function or method: where it stands, its node, its docstring."""
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, Function) and (text := ast.get_docstring(node)):
                yield f"{module}.{node.name}", node, text


def begins_with_verb(docstring: str) -> bool:
    return docstring.split()[0].rstrip(",.:;") in {*VERBS, "Whether"}


def test_a_docstring_begins_with_a_verb() -> None:
    texts = {where: text for where, _, text in functions()}
    others = {
        where: text for where, text in texts.items() if not begins_with_verb(text)
    }
    assert len(others) <= len(texts) * MOST_DOCSTRINGS, "\n".join(
        f"{where}: {text.splitlines()[0]}" for where, text in others.items()
    )


# --- names of types -------------------------------------------------------------------------------


def types() -> dict[str, set[str]]:
    """Map each public type name to where it is defined; the packages of dialects have the same file
    names, and a type in them that has the same name in each is one idea.
    """
    places: dict[str, set[str]] = defaultdict(set)
    for module, tree in modules().items():
        parts = module.split(".")
        if parts[1:2] == ["dialects"] and len(parts) == 4:
            module = f"autodiff.dialects.*.{parts[3]}"
        for name in defined(tree):
            places[name].add(module)
    return places


def defined(tree: ast.Module) -> Iterator[str]:
    """Yield the public classes and type aliases of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            name = node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if not is_alias(node.value):
                continue
        else:
            continue
        if name[0].isupper() and not name.isupper():
            yield name


def is_alias(value: ast.expr) -> bool:
    """Whether an assigned value may be a type: a subscript, a union, another name."""
    return isinstance(value, ast.Subscript | ast.BinOp | ast.Name)


def test_a_type_name_has_one_meaning() -> None:
    twice = {name: places for name, places in types().items() if len(places) > 1}
    assert twice == {}


# --- names of variables ---------------------------------------------------------------------------


def scopes(tree: ast.Module) -> Iterator[tuple[ast.AST, str, int, int]]:
    """Yield each loop and comprehension of a module: its node, each of its names, and the lines
    from where to where that name lives.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.For | ast.AsyncFor):
            last = node.body[-1].end_lineno or 0
            targets, first = [node.target], node.lineno
        elif isinstance(
            node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
        ):
            targets = [generator.target for generator in node.generators]
            first, last = node.lineno, node.end_lineno or 0
        else:
            continue
        for target in targets:
            for name in ast.walk(target):
                if isinstance(name, ast.Name):
                    yield node, name.id, first, last


def test_vague_names_live_for_one_line() -> None:
    loops: set[tuple[str, int]] = set()
    vague: set[tuple[str, int]] = set()
    for module, tree in modules().items():
        for node, name, first, last in scopes(tree):
            where = (module, getattr(node, "lineno", 0))
            loops.add(where)
            if name in VAGUE and last > first:
                vague.add(where)
    assert len(vague) <= len(loops) * MOST_LOOPS, "\n".join(
        f"{module}:{line}" for module, line in sorted(vague)
    )


def assigned(function: Function) -> set[str]:
    """Return the vague names that a function assigns and uses later than on the next line."""
    lines: dict[str, list[int]] = defaultdict(list)
    stored: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id in VAGUE:
            lines[node.id].append(node.lineno)
            if isinstance(node.ctx, ast.Store):
                stored.add(node.id)
    return {name for name in stored if max(lines[name]) - min(lines[name]) > 1}


def test_vague_names_are_hardly_assigned() -> None:
    every = [
        (f"{module}.{node.name}", node)
        for module, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, Function)
    ]
    vague = [where for where, function in every if assigned(function)]
    assert len(vague) <= len(every) * MOST_LOOPS, "\n".join(vague)


def test_the_readers_see_what_is_wrong() -> None:
    """Guards the tests above: readers that saw nothing would pass them all."""
    source = """
def f():
    found = 1
    for each in (1,):
        print(each)
    return found
"""
    tree = ast.parse(source)
    function = tree.body[0]
    assert isinstance(function, Function)
    assert assigned(function) == {"found"}
    assert [(name, last - first) for _, name, first, last in scopes(tree)] == [
        ("each", 1)
    ]
    assert list(
        defined(ast.parse("class One: pass\nTwo = dict[str, One]\nThree = f()"))
    ) == [
        "One",
        "Two",
    ]
    assert begins_with_verb("Return it.") and not begins_with_verb("What it is.")
