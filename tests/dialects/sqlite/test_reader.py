"""Reading: what create_all makes of models is what the models say; of anything else, nothing is imagined."""

from __future__ import annotations

import pytest

from tests.cases.journey import Models, clean_after_create_all
from tests.dialects.sqlite import models


@pytest.mark.parametrize("each", models.ALL, ids=lambda each: each.__name__)
def test_after_create_all_there_is_nothing_to_do(sqlite_url: str, each: Models) -> None:
    clean_after_create_all(sqlite_url, each)
