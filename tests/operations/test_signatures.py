"""Scripts written for the reference tool call the same functions with the same arguments."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, signature
from typing import Any

import pytest
from alembic.operations import BatchOperations, Operations

from autodiff import op
from autodiff.operations.batch import Batch

NOT_FOR_SCRIPTS = {"context", "create_module_class_proxy", "batch_alter_table"}
NAMES = [
    name
    for name in dir(Operations)
    if not name.startswith("_")
    and callable(getattr(Operations, name))
    and name not in {"context", "create_module_class_proxy"}
]
BATCH_NAMES = [
    name
    for name in dir(BatchOperations)
    if not name.startswith("_")
    and callable(getattr(BatchOperations, name))
    and name not in NOT_FOR_SCRIPTS | {"implementation_for", "register_operation"}
]
OWN_REGISTRATION = {"register_operation", "implementation_for", "invoke"}
"""A package's operations are functions here, not classes: their arguments differ."""


def parameters(function: Callable[..., Any]) -> list[Parameter]:
    found = list(signature(function).parameters.values())
    return [each for each in found if each.name != "self"]


def positional(function: Callable[..., Any]) -> list[str]:
    kinds = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    return [each.name for each in parameters(function) if each.kind in kinds]


def keywords(function: Callable[..., Any]) -> set[str]:
    named = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
    return {each.name for each in parameters(function) if each.kind in named}


def takes_all(theirs: Callable[..., Any], ours: Callable[..., Any]) -> None:
    wanted = positional(theirs)
    assert positional(ours)[: len(wanted)] == wanted
    assert keywords(theirs) <= keywords(ours)


@pytest.mark.parametrize("name", NAMES)
def test_op_takes_what_the_reference_takes(name: str) -> None:
    assert name in op.__all__
    if name not in OWN_REGISTRATION:
        takes_all(getattr(Operations, name), getattr(op, name))


@pytest.mark.parametrize("name", BATCH_NAMES)
def test_a_batch_takes_what_the_reference_takes(name: str) -> None:
    if name != "invoke":
        takes_all(getattr(BatchOperations, name), getattr(Batch, name))


@pytest.mark.parametrize("name", op.__all__)
def test_every_function_is_documented(name: str) -> None:
    assert (getattr(op, name).__doc__ or "").strip()


@pytest.mark.parametrize(
    "name", [each for each in dir(Batch) if not each.startswith("_")]
)
def test_every_function_of_a_batch_is_documented(name: str) -> None:
    assert (getattr(Batch, name).__doc__ or "").strip()


LACKING = """rename_column rename_index rename_constraint move_table create_schema drop_schema
create_sequence alter_sequence drop_sequence rename_sequence create_enum alter_enum drop_enum
rename_enum validate_constraint alter_table_options alter_table set_primary_key
autocommit_block"""


@pytest.mark.parametrize("name", LACKING.split())
def test_op_has_what_the_reference_lacks(name: str) -> None:
    assert callable(getattr(op, name))
    assert not hasattr(Operations, name)
