"""Knows how to make random revision graphs, and addresses that make sense in them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from autodiff.revisions.graph import Graph, closure
from autodiff.revisions.header import Header
from autodiff.revisions.squash import build_graph


@dataclass(frozen=True)
class Sample:
    """A graph, and the headers it was made from in the order they were."""

    headers: tuple[Header, ...]
    graph: Graph


def random_sample(random: Random, most: int = 12) -> Sample:
    headers: list[Header] = []
    for number in range(random.randint(1, most)):
        graph = build_graph(headers)
        headers.append(_next_header(random, number, graph))
    return Sample(tuple(headers), build_graph(headers))


def _next_header(random: Random, number: int, graph: Graph) -> Header:
    down = _down_revisions(random, graph)
    return Header(
        revision=f"{random.getrandbits(44):011x}{number % 16:x}",
        down_revisions=down,
        branch_labels=(f"line{number}",) if random.random() < 0.25 else (),
        depends_on=_depends_on(random, graph, down),
        path=f"versions/{number}.py",
        create_date=f"2026-01-{number + 1:02d}",
    )


def _down_revisions(random: Random, graph: Graph) -> tuple[str, ...]:
    heads, everything = list(graph.heads), list(graph.headers)
    dice = random.random()
    if not everything or dice < 0.12:
        return ()
    if dice < 0.32 and len(heads) > 1:
        pair = random.sample(heads, 2)
        related = closure(pair[:1], graph.needs) | closure(pair[:1], graph.needed_by)
        return (pair[0],) if pair[1] in related else tuple(pair)
    return (random.choice(heads if dice < 0.75 else everything),)


def _depends_on(random: Random, graph: Graph, down: tuple[str, ...]) -> tuple[str, ...]:
    others = sorted(graph.headers.keys() - closure(down, graph.needs))
    if not others or random.random() < 0.75:
        return ()
    chosen = random.choice(others)
    labels = graph.headers[chosen].branch_labels
    return labels if labels and random.random() < 0.5 else (chosen,)


def random_address(random: Random, command: str, graph: Graph) -> str:
    forms = {
        "upgrade": ("head", "heads", "heads", "+1", "+2", "id", "id", "id", "id+1",
                    "id-1", "label", "label@head", "label@heads", "label@+1", "label@+2",
                    "head-1", "label@head-1", "label@base+2", "label@id", "id@head",
                    "prefix", "nothing", "base", "-1", "label@base"),
        "downgrade": ("base", "-1", "-1", "-2", "-3", "id", "id", "id", "id-1", "id+1",
                      "label@-1", "label@-2", "label@base", "label@base+1", "label@id",
                      "label", "head", "heads", "prefix", "nothing", "head-1", "+1"),
        "stamp": ("head", "heads", "base", "id", "id", "id", "label", "label@head",
                  "label@heads", "label@base", "id,id", "prefix", "nothing", "label@id"),
    }  # fmt: skip
    return _spelled(random, random.choice(forms[command]), graph)


def _spelled(random: Random, form: str, graph: Graph) -> str:
    ids = list(graph.headers)
    labels = list(graph.labels) or ids
    text = form.replace("nothing", "ffffffffffffff")
    text = text.replace("prefix", random.choice(ids)[: random.randint(1, 8)])
    while "label" in text:  # no id or label contains these words
        text = text.replace("label", f"<{random.choice(labels)}>", 1)
    while "id" in text:
        text = text.replace("id", f"<{random.choice(ids)}>", 1)
    return text.replace("<", "").replace(">", "")
