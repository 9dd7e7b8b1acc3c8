"""What ``create_all`` made is read back as it was declared: no false alarm."""

from __future__ import annotations

import pytest

from tests.cases.journey import clean_after_create_all
from tests.dialects.mysql.zoo import ZOO


@pytest.mark.parametrize("scheme", ["mysql", "mariadb"])
@pytest.mark.parametrize("name", ZOO)
def test_nothing_to_do_after_create_all(
    mariadb_url: str, name: str, scheme: str
) -> None:
    clean_after_create_all(mariadb_url.replace("mysql", scheme, 1), ZOO[name])
