from collections.abc import Iterator

import pytest

from tests.webapp.worlds import CHEAP
from webapp.services.people import passwords


@pytest.fixture(autouse=True)
def hasher(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash passwords cheaply."""
    monkeypatch.setattr(passwords, "_hasher", CHEAP)
    passwords._hash_of_nobody.cache_clear()
    yield
    passwords._hash_of_nobody.cache_clear()
