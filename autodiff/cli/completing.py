"""Completing: the addresses that a shell offers when the tabulator key is pressed."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from autodiff.cli.session import Session
from autodiff.errors import AutodiffError

_WORDS = {
    "head": "the newest revision",
    "heads": "the newest of each line",
    "base": "before the first revision",
    "current": "what the database stands on",
}


def complete_address(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The words, labels and ids that begin like this; the words alone where there is no project."""
    found = _WORDS | _revisions(ctx)
    return [
        CompletionItem(name, help=text)
        for name, text in found.items()
        if name.startswith(incomplete)
    ]


def _revisions(ctx: click.Context) -> dict[str, str]:
    """Labels and ids with what they are about, newest first. No database is asked."""
    from autodiff.cli.settings import settings_of
    from autodiff.commands.project import graph_of

    said = ctx.find_root().params
    configs = said.get("configs") or (None,)
    try:
        graph = graph_of(
            settings_of(Session(configs[0], said.get("name"), said.get("url"), ()))
        )
    except AutodiffError:  # to be told by the command, when it is run
        return {}
    headers = [graph.headers[each] for each in reversed(graph.order)]
    labels = {name: each.doc for each in headers for name in each.branch_labels}
    return labels | {each.revision: each.doc for each in headers}
