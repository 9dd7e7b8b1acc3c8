"""What the command line says of possible renames, and how to answer by another command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import join
from typing import Any

from autodiff.cli.difference import operation_json
from autodiff.cli.rerun_command import again
from autodiff.commands.renaming import rename_hint
from autodiff.compare.candidates import Candidate
from autodiff.core.operation import Alter, AnyOperation, Drop
from autodiff.errors.meaning import RenamesOpen, rename_options


def with_command(problem: RenamesOpen) -> RenamesOpen:
    """The same refusal with the user's own command, which says yes to all."""
    command = again(rename_options(problem.pairs))
    return RenamesOpen(problem.lines, problem.pairs, problem.others, command)


def rename_notes(candidates: Sequence[Candidate]) -> Iterator[str]:
    """What is told of drops and creates that may be renames."""
    for each in candidates:
        hint = " ".join(rename_hint(each).split())
        yield f"{hint[0].upper()}{hint[1:]}."


def rewriting_notes(revisions: Sequence[Any]) -> Iterator[str]:
    """How to have other scripts in place of these, of which one drops what may be renamed: while
    they wait, no other is written.
    """
    candidates = revisions[0].candidates
    if candidates:
        yield from rename_notes(candidates)
        gone = join(["rm", *(str(each.path) for each in revisions)])
        options = rename_options([each.pair for each in candidates])
        whose = "it as a rename" if len(candidates) == 1 else "all of these as renames"
        yield f"To write {whose}, run:"
        yield f"  {gone} && {again(options)}"


def difference_json(
    operation: AnyOperation, candidates: Sequence[Candidate]
) -> dict[str, Any]:
    """An operation for programs, with the renames that it may be a part of, if any."""
    found = operation_json(operation)
    perhaps = [each for each in candidates if _loses(operation, each)]
    if perhaps:
        found["perhaps_renamed"] = [_json(each) for each in perhaps]
    return found


def _loses(operation: AnyOperation, candidate: Candidate) -> bool:
    """Whether the operation takes away what may have another name."""
    return (
        isinstance(operation, Drop | Alter) and operation.object.key in candidate.places
    )


def _json(candidate: Candidate) -> dict[str, Any]:
    old, new = candidate.pair
    return {
        "old": old,
        "new": new,
        "score": candidate.score,
        "evidence": list(candidate.evidence),
        "description": rename_hint(candidate),
    }
