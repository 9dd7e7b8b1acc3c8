"""An opened project: its settings, and plain arguments turned into the options of commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from typing import Literal, TypeVar

from autodiff.commands.database import Options
from autodiff.connect.given import Given, with_given
from autodiff.frozen import frozen
from autodiff.settings import Settings

Result = TypeVar("Result")

SettingValues = Mapping[str, str] | Iterable[tuple[str, str]]
"""Pairs of texts: a mapping, or an iterable of pairs."""

RevisionNames = str | Iterable[str]
"""One name, or several."""


@frozen
class Opened:
    """The settings of a project, the ``-x`` arguments for env.py, and the environment variables."""

    settings: Settings
    x: tuple[str, ...] = ()
    environ: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def _on(
        self,
        connection: Given | None,
        work: Callable[[Options], Result],
        options: Options | None = None,
    ) -> Result:
        """Return the result of ``work`` with ``options``, on the caller's connection if there is
        one.
        """
        complete = replace(options or Options(), x_arguments=self.x)
        return with_given(
            connection, lambda inner: work(replace(complete, connection=inner))
        )


def names_of(given: RevisionNames) -> tuple[str, ...]:
    """Return one name or several as a tuple."""
    return (given,) if isinstance(given, str) else tuple(given)


def pairs_of(given: SettingValues) -> tuple[tuple[str, str], ...]:
    """Return a mapping or an iterable of pairs as a tuple of pairs."""
    return tuple(given.items() if isinstance(given, Mapping) else given)


def refusals_of(given: RevisionNames) -> tuple[str, ...] | Literal["all"]:
    """Return the names of what was not renamed; "all" means everything."""
    return "all" if given == "all" else names_of(given)
