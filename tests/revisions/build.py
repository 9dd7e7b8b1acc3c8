"""Knows how to write a graph down in a few words."""

from __future__ import annotations

from autodiff.revisions.graph import Graph
from autodiff.revisions.header import Header
from autodiff.revisions.path import Steps
from autodiff.revisions.squash import build_graph

Names = tuple[str, ...] | str


def revision(
    name: str,
    down: Names = (),
    depends: Names = (),
    label: Names = (),
    replaces: Names = (),
) -> Header:
    return Header(
        revision=name,
        down_revisions=_names(down),
        branch_labels=_names(label),
        depends_on=_names(depends),
        replaces=_names(replaces),
        doc=f"makes {name}",
        path=f"versions/{name}.py",
    )


def graph(*headers: Header) -> Graph:
    return build_graph(headers)


def line(*names: str) -> tuple[Header, ...]:
    """Revisions in a row, the first one a base."""
    downs: tuple[Names, ...] = ((), *names)
    return tuple(revision(name, down) for name, down in zip(names, downs, strict=False))


def said(path: Steps) -> list[str]:
    """The steps as ``+a1`` and ``-a1``."""
    sign = {"upgrade": "+", "downgrade": "-", "stamp": "="}
    return [sign[s.direction] + (s.header.revision if s.header else "") for s in path]


def last_rows(path: Steps) -> set[str]:
    return set(path[-1].rows_after)


def _names(names: Names) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names
