"""The options of the pairs: how many for each database, from which seed."""

from __future__ import annotations

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("pairs", "random pairs of models")
    group.addoption(
        "--pairs",
        type=int,
        default=int(os.environ.get("AUTODIFF_PAIRS", "300")),
        help="pairs of models for each database (300; or AUTODIFF_PAIRS)",
    )
    group.addoption(
        "--pairs-seed",
        type=int,
        default=int(os.environ.get("AUTODIFF_PAIRS_SEED", "0")),
        help="seed of the pairs (0; or AUTODIFF_PAIRS_SEED)",
    )
