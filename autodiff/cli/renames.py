"""Possible renames: hints, JSON, and the commands that answer them."""

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
    """Return the same error with the user's own command, completed so that it confirms all renames."""
    command = again(rename_options(problem.pairs))
    return RenamesOpen(problem.lines, problem.pairs, problem.others, command)


def rename_notes(candidates: Sequence[Candidate]) -> Iterator[str]:
    """Yield a hint for each drop and create that may be a rename."""
    for candidate in candidates:
        hint = " ".join(rename_hint(candidate).split())
        yield f"{hint[0].upper()}{hint[1:]}."


def rewriting_notes(revisions: Sequence[Any]) -> Iterator[str]:
    """Yield the command that replaces these revisions, where one of them drops what may be renamed:
    no other revision is written before they are applied.
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
    """Return an operation for ``--json``, with the renames that it may be a part of, if any."""
    facts = operation_json(operation)
    perhaps = [each for each in candidates if _loses(operation, each)]
    if perhaps:
        facts["perhaps_renamed"] = [_json(each) for each in perhaps]
    return facts


def _loses(operation: AnyOperation, candidate: Candidate) -> bool:
    """Whether the operation drops or alters what may have been renamed."""
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
