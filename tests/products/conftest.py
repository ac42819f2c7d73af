"""The specimen as a fixture."""

from __future__ import annotations

import pytest

from crosscount.model.bulletin import Bulletin
from tests.products.specimen import specimen


@pytest.fixture(scope="session")
def bulletin() -> Bulletin:
    """The specimen in English."""
    return specimen()
