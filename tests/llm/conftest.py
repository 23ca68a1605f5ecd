from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def straight_to_the_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine the tests run on is not asked for its own loopback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
