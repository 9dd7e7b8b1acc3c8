"""Knows where our walks differ from the reference tool's, and why ours are better."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from autodiff.revisions.graph import Graph, closure
from autodiff.revisions.version_rows import topmost

from .graph_oracle import Outcome

_ENDS_WITH_STEPS_DOWN = re.compile(r"-\d+$")
_FROM_CURRENT = re.compile(r"^([^@]+@)?-\d+$")


@dataclass(frozen=True)
class Case:
    """One command on one graph, with both outcomes."""

    graph: Graph
    command: str
    rows: tuple[str, ...]
    address: str
    theirs: Outcome
    ours: Outcome

    def is_error(self, ours: str = "", theirs: str = "") -> bool:
        return ours in self.ours.error and theirs in self.theirs.error


@dataclass(frozen=True)
class Difference:
    """One listed difference: when it is this one, and why ours is better."""

    name: str
    why: str
    holds: Callable[[Case], bool]


def _ends_at_base(case: Case) -> bool:
    return (
        case.command == "upgrade"
        and case.theirs.crash
        and bool(_ENDS_WITH_STEPS_DOWN.search(case.address))
        and case.ours.rows == frozenset(case.rows)
    )


def _row_taken_twice(case: Case) -> bool:
    return (
        case.command != "downgrade"
        and case.theirs.crash
        and case.theirs.error.startswith("KeyError")
        and case.ours.rows is not None
    )


def _branch_has_no_single_row(case: Case) -> bool:
    return (
        case.command == "downgrade"
        and case.theirs.crash
        and bool(_FROM_CURRENT.match(case.address))
        and case.ours.rows is not None
    )


def _same_twice(case: Case) -> bool:
    names = case.address.split(",")
    return case.theirs.crash and len(set(names)) < len(names)


def _undoes_a_merge(case: Case) -> bool:
    return (
        case.command == "downgrade"
        and bool(_FROM_CURRENT.match(case.address))
        and case.is_error(theirs="Ambiguous walk")
        and case.ours.rows is not None
    )


def _is_there_already(case: Case) -> bool:
    return (
        case.command == "downgrade"
        and case.is_error(theirs="is not a valid downgrade target")
        and case.ours.rows == frozenset(case.rows)
    )


def _below_the_label(case: Case) -> bool:
    return (
        case.command == "downgrade"
        and "@" in case.address
        and case.is_error(theirs="Not a valid downgrade target from current heads")
        and case.ours.rows is not None
    )


def _several_current(case: Case) -> bool:
    return (
        case.command == "downgrade"
        and bool(_FROM_CURRENT.match(case.address))
        and case.theirs.rows is not None
        and case.is_error(ours="SeveralCurrent")
        and len(case.rows) > 1
    )


def _off_the_branch(case: Case) -> bool:
    return (
        case.command == "downgrade"
        and case.theirs.rows is not None
        and case.is_error(ours="NotOnBranch")
    )


def _heads_need_each_other(case: Case) -> bool:
    return (
        case.command == "upgrade"
        and case.address.endswith("@heads")
        and case.is_error(theirs="overlaps with other requested revisions")
        and case.ours.rows is not None
    )


def _stamp_keeps_other_lines(case: Case) -> bool:
    theirs, ours = case.theirs.rows, case.ours.rows
    return case.command == "stamp" and None not in (theirs, ours) and theirs < ours  # type: ignore[operator]


def _leaves_out_implied(case: Case, command: str) -> bool:
    theirs, ours = case.theirs.rows, case.ours.rows
    if case.command != command or theirs is None or ours is None:
        return False
    both = tuple(theirs | ours)
    reached = closure(both, case.graph.needs)
    return ours == frozenset(topmost(case.graph, both, reached))


DIFFERENCES = (
    Difference(
        "upgrade to what lies below",
        "If an address ends at the base, there is nothing to do, as with `base` itself. "
        "There it is an AssertionError.",
        _ends_at_base,
    ),
    Difference(
        "merge of a revision that another parent needs",
        "A row that is already implied is left alone. There it is deleted a second time, "
        "which raises a KeyError after the scripts have run.",
        _row_taken_twice,
    ),
    Difference(
        "label@-N with no row of its own",
        "The steps are counted from the branch's topmost applied revision. There it is an "
        "AssertionError unless exactly one revision fits.",
        _branch_has_no_single_row,
    ),
    Difference(
        "one revision stamped twice in one command",
        "Naming a revision twice is the same as naming it once. There it is an "
        "AssertionError.",
        _same_twice,
    ),
    Difference(
        "-1 from a merge",
        "Undoing one revision is unambiguous, even if it has two parents: both become "
        "current. There the address is ambiguous.",
        _undoes_a_merge,
    ),
    Difference(
        "downgrade to where the database is",
        "Nothing above the target is applied, so there is nothing to do, and a second run "
        "does nothing either. There it is an error if another branch implies the target.",
        _is_there_already,
    ),
    Difference(
        "branch@ with a target above the label",
        "The branch continues above the revision that has the label. There only the "
        "revisions below it count, and the command fails.",
        _below_the_label,
    ),
    Difference(
        "-N on several current revisions",
        "The branch that is undone would depend on the order of rows in a table. There a "
        "warning says that it will be disallowed. Ours asks for the branch.",
        _several_current,
    ),
    Difference(
        "branch@id with an id of another branch",
        "A contradiction is refused. There the branch is ignored, and the other branch is "
        "undone.",
        _off_the_branch,
    ),
    Difference(
        "branch@heads where one head needs another",
        "Both heads are requested, and both are reached. There it is an error.",
        _heads_need_each_other,
    ),
    Difference(
        "stamp leaves other lines alone",
        "A row that is neither above nor below the target stays. There `stamp heads` can "
        "lose a head that was already recorded.",
        _stamp_keeps_other_lines,
    ),
    Difference(
        "stamp of a revision and one that implies it",
        "One row is enough for both. There two rows are written, and every later upgrade "
        "fails because they overlap, or the order of the arguments decides.",
        lambda case: _leaves_out_implied(case, "stamp"),
    ),
    Difference(
        "downgrade of a merge whose parents imply each other",
        "Only a revision that no other one implies gets a row. There, if another branch "
        "is present, both parents get one, and every later upgrade fails because they "
        "overlap.",
        lambda case: _leaves_out_implied(case, "downgrade"),
    ),
)
