"""Errors of what packages bring: two things of one name, and what cannot be loaded."""

from __future__ import annotations

from autodiff.errors.tree import Failed, WrongUsage


class BroughtTwice(WrongUsage):
    """Two packages, or a package and autodiff itself, bring a thing of one name."""

    what: str
    name: str

    happened = "There are two of the {what} {name}: each needs a name of its own."
    now = "Nothing was compared or run."
    advice = "Give yours another name, or uninstall one of the packages."


class PackageBroken(Failed):
    """What a package names in an entry point cannot be used."""

    package: str
    group: str
    name: str
    problem: str

    happened = (
        "The package {package} names {name} in the entry point group {group}, "
        "and it cannot be used: {problem}."
    )
    now = "Nothing was compared or run."
    advice = "Fix the package, or uninstall it."
