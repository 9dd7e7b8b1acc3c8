"""An opened project: its settings, and the way from plain arguments to what commands take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import Literal, TypeVar

from autodiff.commands.database import Options
from autodiff.connect.given import Given, with_given
from autodiff.frozen import frozen
from autodiff.settings import Settings

Result = TypeVar("Result")

Pairs = Mapping[str, str] | Iterable[tuple[str, str]]
"""Names by names: a mapping, or pairs."""

Names = str | Iterable[str]
"""One name, or several."""


@frozen
class Opened:
    """The settings of a project, what ``-x`` says to its env.py, and the environment's variables."""

    settings: Settings
    x: tuple[str, ...] = ()
    environ: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def _on(
        self,
        connection: Given | None,
        work: Callable[[Options], Result],
        options: Options | None = None,
    ) -> Result:
        """Return what ``work`` gives with ``options``, on the caller's connection if there is one."""
        said = replace(options or Options(), x_arguments=self.x)
        return with_given(
            connection, lambda inner: work(replace(said, connection=inner))
        )


def names_of(given: Names) -> tuple[str, ...]:
    """Return the names; a text is one of them."""
    return (given,) if isinstance(given, str) else tuple(given)


def pairs_of(given: Pairs) -> tuple[tuple[str, str], ...]:
    """Return the pairs."""
    return tuple(given.items() if isinstance(given, Mapping) else given)


def refusals_of(given: Names) -> tuple[str, ...] | Literal["all"]:
    """Return the names of what was not renamed; "all" stands for everything."""
    return "all" if given == "all" else names_of(given)
