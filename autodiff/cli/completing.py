"""Shell completion of addresses."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from autodiff.cli.session import Session
from autodiff.errors import AutodiffError

_WORDS = {
    "head": "the newest revision",
    "heads": "the newest of each line",
    "base": "before the first revision",
    "current": "the database's current revisions",
}


def complete_address(
    ctx: click.Context, _param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the words, labels and ids that begin with ``incomplete``; only the words where there
    is no project.
    """
    offers = _WORDS | _revisions(ctx)
    return [
        CompletionItem(name, help=text)
        for name, text in offers.items()
        if name.startswith(incomplete)
    ]


def _revisions(ctx: click.Context) -> dict[str, str]:
    """Return labels and ids with their messages, newest first; asks no database."""
    from autodiff.cli.settings import settings_of
    from autodiff.commands.project import graph_of

    params = ctx.find_root().params
    configs = params.get("configs") or (None,)
    try:
        graph = graph_of(
            settings_of(Session(configs[0], params.get("name"), params.get("url"), ()))
        )
    except AutodiffError:  # reported by the command itself, when it is run
        return {}
    headers = [graph.headers[each] for each in reversed(graph.order)]
    labels = {name: each.doc for each in headers for name in each.branch_labels}
    return labels | {each.revision: each.doc for each in headers}
