"""Advice on the value that rows need in a column, shared by two rules."""

from __future__ import annotations

from autodiff.core.operation import Create
from autodiff.kinds.column import Column
from autodiff.kinds.needed_value import fill_advice
from autodiff.lint.change import Change


def advice_for(column: Column, change: Change) -> str:
    """Return the end of a sentence: ", such as fill=0"."""
    created = [step.object for step in change.steps if isinstance(step, Create)]
    rules = (*change.before.under(column.parent), *created)
    return fill_advice(column, rules, change.dialect)
