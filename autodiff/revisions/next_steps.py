"""Next steps: the commands that a user may run next, by the state of a database and its scripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autodiff.errors.addresses import merge_command
from autodiff.errors.running import command_for, opposite_of
from autodiff.frozen import frozen
from autodiff.revisions.graph import Graph
from autodiff.revisions.path import HalfApplied


@frozen
class NextStep:
    """A command, and what it is for: "join the heads"."""

    purpose: str
    command: str


FIRST = NextStep("write the first revision", 'autodiff generate -m "First version"')
FIRST_BY_HAND = NextStep(FIRST.purpose, 'autodiff revision -m "First version"')
APPLY = NextStep("apply what is pending", "autodiff upgrade head")
APPLY_ALL = NextStep("apply all as they are", "autodiff upgrade heads")
DIFFERENCES = NextStep(
    "write a revision of the differences", 'autodiff generate -m "What changed"'
)
FORGET = NextStep("fix the database by hand and forget it", "autodiff stamp current")


def join(heads: Sequence[str]) -> NextStep:
    """Return the command that merges the heads."""
    return NextStep("join the heads", merge_command(heads))


def out_of(half: HalfApplied, graph: Graph, *, undoing: bool) -> Iterator[NextStep]:
    """Yield the commands that finish, undo or forget a half-applied revision.

    Without its file it can only be forgotten. ``undoing``: the run that stopped was undoing an
    earlier run that had stopped too.
    """
    revision, direction = half.revision, half.direction
    if graph.has_file(revision):
        again = command_for(direction, revision)
        yield NextStep(f"finish the {direction} of {revision}", again)
        if not undoing:
            other = command_for(opposite_of(direction), revision)
            yield NextStep("undo what ran of it", other)
    yield FORGET


def after_writing(graph: Graph, revision: str) -> tuple[NextStep, ...]:
    """Return the commands that apply the new ``revision``."""
    if len(graph.heads) < 2:
        return (APPLY,)
    alone = NextStep("apply it alone", command_for("upgrade", revision))
    return (join(graph.heads), alone)
