"""The judge: runs the rules on the operations of a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from autodiff.core.dialect import Dialect
from autodiff.core.operation import Operation
from autodiff.core.own_operation import OwnOperation
from autodiff.core.schema import Schema
from autodiff.lint.change import Case, Change
from autodiff.lint.finding import Finding
from autodiff.lint.rules import RULES, SCHEMA_RULES


def judged(change: Change) -> Iterator[Finding]:
    """Yield the findings of all rules on the steps of a change, in the order of the steps.

    Operations of packages are skipped, since no rule judges them. The origins of ``change`` follow
    each step. A finding with a ``proof`` holds only if its query returns a row.
    """
    for step in change.steps:
        if not isinstance(step, OwnOperation):
            yield from judged_operation(step, change)
            if change.origins is not None:
                change.origins.follow(step)


def judged_operation(operation: Operation, change: Change) -> Iterator[Finding]:
    """Yield the findings of all rules on one operation."""
    case = Case(operation, change)
    for rule in RULES:
        for finding in rule.check(case):
            yield replace(finding, rule=rule.id)


def judged_schema(schema: Schema, dialect: Dialect) -> Iterator[Finding]:
    """Yield findings on objects of a declared schema that the database refuses to create."""
    for rule in SCHEMA_RULES:
        for finding in rule.check(schema, dialect):
            yield replace(finding, rule=rule.id)
