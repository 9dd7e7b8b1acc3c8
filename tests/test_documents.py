"""The documents name only files and folders that are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.package_source import CHECKOUT, PACKAGE
from tests.test_layers import LAYERS

DOCUMENTS = sorted(
    [*CHECKOUT.glob("docs/*.md"), CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md"]
)
ROOTS = (CHECKOUT, CHECKOUT / PACKAGE)
"""Where a path may begin: ``tests/core/walk.py`` in the checkout, ``core/order.py`` in the package."""

PATH = re.compile(r"(?<![\w/.:<-])(?:[\w.-]+/)+(?:[\w-][\w.-]*)?")
PLACEHOLDER = re.compile(r"(?<![A-Za-z])[A-Z]{3,}(?![A-Za-z])")


def folders() -> frozenset[str]:
    """Return the names of the folders that a path of ours may begin with."""
    return frozenset(
        place.name
        for root in ROOTS
        for place in root.iterdir()
        if place.is_dir() and not place.name.startswith((".", "_"))
    )


def paths_named(text: str) -> Iterator[str]:
    """Yield the paths in ``text`` that begin with a folder of ours."""
    own = folders()
    for match in PATH.finditer(text):
        if match[0].partition("/")[0] in own:
            yield match[0].rstrip(".")


def exists(path: str) -> bool:
    """Tell whether there is such a file or folder; NAME stands for any name."""
    pattern = PLACEHOLDER.sub("*", path.rstrip("/"))
    return any(True for root in ROOTS for _ in root.glob(pattern))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_each_path_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    assert [path for path in paths_named(text) if not exists(path)] == []


def test_a_wrong_path_is_noticed() -> None:
    """Guards the test above: a reader that sees no path would pass every document."""
    text = (
        "See `core/order.py`, `lint/losses.py`, autodiff/op.py, `tests/sources/` and\n"
        "(docs/nowhere.md). In `dialects/NAME/spell.py` and `dialects/NAME/settle.py`;\n"
        "not https://example.org/docs/nowhere.md, ../core/x.py or migrations/env.py."
    )
    assert [path for path in paths_named(text) if not exists(path)] == [
        "lint/losses.py",
        "tests/sources/",
        "docs/nowhere.md",
        "dialects/NAME/settle.py",
    ]
    assert len(list(paths_named(text))) == 7


def test_most_documents_name_paths() -> None:
    """Guards the test above: the pages for people who change the code name many."""
    for name in ("docs/architecture.md", "CONTRIBUTING.md"):
        assert len(list(paths_named((CHECKOUT / name).read_text("utf-8")))) > 20


def test_the_page_on_the_architecture_has_the_layers() -> None:
    page = (CHECKOUT / "docs/architecture.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)(?:\.py|/)`.* \| (\d+) \|$", page, re.MULTILINE)
    layers = {
        part: number
        for number, parts in enumerate(LAYERS)
        for part in parts
        if not part.startswith("__")
    }
    assert {part: int(number) for part, number in rows} == layers
