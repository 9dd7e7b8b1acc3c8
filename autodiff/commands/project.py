"""The revisions in the folders that the settings name, as a graph."""

from __future__ import annotations

from autodiff.revisions.cache import read_headers
from autodiff.revisions.graph import Graph
from autodiff.revisions.squash import build_graph
from autodiff.settings import Settings

CACHE = "__pycache__/autodiff-revisions.json"
"""In the environment's folder: not under version control, and always safe to delete."""


def graph_of(settings: Settings) -> Graph:
    """Return the graph of all revision files; raises the errors of scripts and graphs."""
    locations = [str(folder) for folder in settings.version_directories]
    cache = str(settings.directory / CACHE)
    recursive = settings.recursive_version_locations
    headers = read_headers(locations, recursive, cache)
    if settings.sourceless:
        from autodiff.revisions.sourceless import compiled_headers

        headers += compiled_headers(locations, recursive)
    return build_graph(headers)
