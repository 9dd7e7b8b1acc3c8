"""A new revision file: its place in the graph, its text, and the hooks that run on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.engine import Connection

from autodiff.commands.database import Options
from autodiff.commands.hooks import ready_hooks
from autodiff.commands.project import graph_of
from autodiff.compare.candidates import Candidate
from autodiff.core.operation import AnyOperation
from autodiff.environment import Environment, EnvironmentOptions, run_environment
from autodiff.errors import AutodiffError
from autodiff.errors.writing import VersionPathUnknown
from autodiff.frozen import frozen
from autodiff.lint.finding import Finding
from autodiff.revisions.extend import (
    check_new_names,
    dependencies_for_new,
    parents_for_new,
)
from autodiff.revisions.graph import Graph
from autodiff.revisions.identifiers import file_name, new_revision_id, now_in
from autodiff.revisions.new_file import write_new
from autodiff.revisions.next_steps import APPLY, NextStep, after_writing
from autodiff.revisions.template import Draft, Part, rendered
from autodiff.settings import Settings

TEMPLATE = "script.py.mako"


@frozen
class GraphPosition:
    """The position of a new revision in the graph, and its folder."""

    head: Sequence[str] = ("head",)
    splice: bool = False
    branch_label: str | None = None
    version_path: str | None = None
    rev_id: str | None = None
    depends_on: Sequence[str] = ()


USUAL = GraphPosition()


@frozen
class NewRevision:
    """A revision file that was written; ``followers`` are those that a hook added after it.

    ``findings`` are those of the rules: ``obstacles`` are rows that block its upgrade,
    ``unrestorable`` are constraints that its downgrade cannot restore, ``losses`` are what either
    direction takes from rows.
    """

    revision: str
    path: Path
    operations: tuple[AnyOperation, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    findings: tuple[Finding, ...] = ()
    followers: tuple[NewRevision, ...] = ()

    @property
    def obstacles(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.effect == "blocked")

    @property
    def unrestorable(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.effect == "unrestorable")

    @property
    def losses(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.is_loss)


def new_draft(
    settings: Settings, graph: Graph, message: str, place: GraphPosition
) -> Draft:
    """Return an empty revision with ``message`` at ``place`` in the graph. Raises the errors of
    addresses, NotAHead, NameTaken and NameIllegal.
    """
    check_new_names(graph, place.rev_id, place.branch_label)
    parents = parents_for_new(graph, list(place.head), splice=place.splice)
    return Draft(
        place.rev_id or new_revision_id(),
        parents,
        message,
        now_in(settings.timezone),
        branch_labels=(place.branch_label,) if place.branch_label else (),
        depends_on=dependencies_for_new(graph, place.depends_on),
        parts=tuple(Part(suffix) for suffix in settings.suffixes if suffix),
    )


def text_of(settings: Settings, draft: Draft) -> str:
    """Return the script's text, rendered by the project's template; raises TemplateMissing or
    TemplateBroken.
    """
    return rendered(draft, settings.directory / TEMPLATE, {"settings": settings})


def save(
    settings: Settings,
    draft: Draft,
    version_path: str | None,
    text: str,
    stem: str | None = None,
) -> Path:
    """Write the ``text`` to a file in ``version_path``, run the hooks on it and return its path;
    ``stem`` is its name without ``.py``, where the settings shall not decide it.

    Raises HookImpossible, FileExists or FileNotWritten before the file is written, HookFailed after
    it.
    """
    hooks = ready_hooks(settings)
    name = file_name(
        draft.revision,
        draft.message,
        draft.created,
        settings.file_template,
        settings.truncate_slug_length,
    )
    path = _folder(settings, version_path) / (f"{stem}.py" if stem else name)
    write_new(path, text, settings.output_encoding)
    for hook in hooks:
        hook(path)
    return path


def next_steps(settings: Settings, revision: str) -> tuple[NextStep, ...]:
    """Return the steps to a database with the ``revision`` that was just written.

    Where the project's template or hook broke the file, the next command says so.
    """
    try:
        return after_writing(graph_of(settings), revision)
    except AutodiffError:
        return (APPLY,)


def write_empty(
    settings: Settings,
    draft: Draft,
    version_path: str | None,
    wishes: Options,
    *,
    offline: bool = True,
) -> NewRevision:
    """Write ``draft`` as it is, in the folder ``version_path``. If the settings say so
    (``revision_environment``), env.py is run around it, with ``offline`` without a database.
    """
    written: list[NewRevision] = []

    def work(_: Connection | None, options: EnvironmentOptions) -> None:
        if not written:  # env.py may run the work once for each of its databases
            path = save(settings, draft, version_path, text_of(settings, draft))
            written.append(NewRevision(draft.revision, path))

    if settings.revision_environment:
        run_environment(
            Environment(settings, work, offline=offline, x_arguments=wishes.x_arguments)
        )
    else:
        work(None, EnvironmentOptions())
    return written[0]


def _folder(settings: Settings, version_path: str | None) -> Path:
    locations = settings.version_directories
    if version_path is None:
        return locations[0]
    folder = (settings.here / version_path).resolve()
    allowed = [each.resolve() for each in locations]
    inside = settings.recursive_version_locations and any(
        folder.is_relative_to(location) for location in allowed
    )
    if folder not in allowed and not inside:
        raise VersionPathUnknown(str(folder), ", ".join(map(str, locations)))
    return folder
