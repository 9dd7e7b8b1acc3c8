"""Possible renames: asked about, refused while nobody answers, or reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from autodiff.commands.comparing import Comparing, compared
from autodiff.commands.database import Options
from autodiff.commands.proposing import proposed
from autodiff.commands.questions import NOBODY, Questions
from autodiff.commands.rename_answers import Unsuited, check_said, unsuited
from autodiff.compare.candidates import (
    QUESTION,
    QUESTION_IF_EMPTY,
    Candidate,
    each_once,
)
from autodiff.compare.compare import Comparison
from autodiff.compare.labels import Pair
from autodiff.compare.remaining_candidates import still_due
from autodiff.core.own_operation import OwnOperation
from autodiff.errors.meaning import (
    RenamesOpen,
    no_rename_option,
    rename_options,
)
from autodiff.frozen import frozen
from autodiff.hooks.proposal import Proposal
from autodiff.lint.rows_before import RowsBefore
from autodiff.lint.value_presence import holds_values


@frozen
class Answered:
    """A comparison with the answers about renames, and the revisions that follow from it.

    ``left`` are the candidates that nobody answered for.
    """

    comparison: Comparison
    proposals: tuple[Proposal, ...]
    left: tuple[Candidate, ...]


def answered(
    job: Comparing, start: Proposal, wishes: Options, questions: Questions
) -> Answered:
    """Compare until no answer changes the result: a confirmed rename may bring up further
    candidates, in a table that has its new name. ``start`` has the id, message and place of the
    revision; ``questions`` asks a person.
    """
    refused: set[Pair] = set()
    while True:
        comparison = compared(job, wishes)
        proposals = proposed(job, start, comparison.operations)
        steps = [step for each in proposals for step in each.upgrade]
        possible = still_due(comparison.possible, steps)
        agreed, left = _asked(possible, refused, questions)
        if not agreed:
            return Answered(comparison, proposals, left)
        wishes = replace(wishes, renames=(*wishes.renames, *agreed))


def _asked(
    possible: Iterable[Candidate], refused: set[Pair], questions: Questions
) -> tuple[list[Pair], tuple[Candidate, ...]]:
    """Return the pairs that are renames, and the candidates left open. After a no, the next likely
    pair is asked about; refused pairs are added to ``refused``.
    """
    answers: dict[Pair, bool | None] = {}
    while True:
        likeliest = each_once(each for each in possible if each.pair not in refused)
        new = [each for each in likeliest if each.pair not in answers]
        if not new:
            agreed = [pair for pair, answer in answers.items() if answer]
            return agreed, tuple(x for x in likeliest if answers[x.pair] is None)
        for candidate in new:
            answers[candidate.pair] = questions.is_rename(candidate)
            if answers[candidate.pair] is False:
                refused.add(candidate.pair)


def open_questions(
    job: Comparing, start: Proposal, wishes: Options, answers: Answered
) -> tuple[Candidate, ...]:
    """Return what must be answered before anything is written: the candidates of ``answers`` that are
    likely enough, and those that come up where they are renames. ``start`` and ``wishes`` are those
    of the comparison.
    """
    result: list[Candidate] = []
    asked: set[Pair] = set()
    while more := [x for x in _likely_enough(job, answers) if x.pair not in asked]:
        result += more
        pairs = tuple(each.pair for each in more)
        asked.update(pairs)
        wishes = replace(wishes, renames=(*wishes.renames, *pairs))
        answers = answered(job, start, wishes, NOBODY)
    return tuple(result)


def _likely_enough(job: Comparing, found: Answered) -> list[Candidate]:
    steps = found.comparison.operations
    operations = tuple(each for each in steps if not isinstance(each, OwnOperation))
    rows = RowsBefore(found.comparison.reflected, operations, job.run.dialect)
    likely = [
        candidate
        for candidate in found.left
        if candidate.score >= QUESTION_IF_EMPTY
        or (
            candidate.score >= QUESTION
            and holds_values(job.run.connection, rows, candidate)
        )
    ]
    job.run.end_reading()
    return likely


@dataclass(slots=True)
class Inquiry:
    """The questions about renames on several databases, one after the other; those left open are
    refused together.
    """

    _open: list[tuple[str, Candidate]] = field(default_factory=list)
    _others: list[tuple[str, Candidate]] = field(default_factory=list)
    _said: list[Unsuited] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether anything must be answered before a script is written."""
        return bool(self._open)

    def answered(
        self, job: Comparing, start: Proposal, wishes: Options, questions: Questions
    ) -> Answered:
        """Return the answers for one database; the parameters are those of the function of this
        name. Raises RenameImpossible or NothingDropped where there is no other database that an
        answer may suit.
        """
        result = answered(job, start, wishes, questions)
        self._said.append(unsuited(result.comparison))
        database = job.run.suffix.removeprefix("_")
        if not database:
            check_said(self._said[-1:])
        likely = open_questions(job, start, wishes, result)
        self._open += [(database, each) for each in likely]
        self._others += [(database, x) for x in result.left if x not in likely]
        return result

    def close(self) -> None:
        """Raise RenamesOpen for open questions, or what :meth:`answered` could not decide for one
        database.
        """
        check_said(self._said)
        if self._open:
            lines, others = (
                tuple(rename_line(each, name) for name, each in candidates)
                for candidates in (self._open, self._others)
            )
            pairs = dict.fromkeys(each.pair for _, each in self._open)
            raise RenamesOpen(lines, tuple(pairs), others)


# --- texts ----------------------------------------------------------------------------------------


def rename_line(candidate: Candidate, database: str = "") -> str:
    """Return a candidate and its evidence; ``database`` begins the line where there are several."""
    old, new = candidate.pair
    place = f"{database}: " if database else ""
    return f"{place}{old} -> {new} ({', '.join(candidate.evidence)})"


def rename_hint(candidate: Candidate) -> str:
    """Return the hint for a drop and a create that may be a rename."""
    old, new = candidate.pair
    return (
        f"perhaps {old} was renamed to {new} ({', '.join(candidate.evidence)})? If so, "
        f"generate with {rename_options([(old, new)])} to keep its data; if not, "
        f"with {no_rename_option(old)}"
    )
