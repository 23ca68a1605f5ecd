"""Runs as processes, on their own homes; a Postgres where a test asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.double import Double
from tests.engines.programs import Programs
from tests.postgres import postgres, postgres_url  # noqa: F401


@pytest.fixture
def double() -> Iterator[Double]:
    with Double().running() as running:
        yield running


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    """With a home of their own, and no browser."""
    several = Programs(tmp_path / "said", {"ONLOOKER_HOME": str(tmp_path / "home"), "ONLOOKER_CLIPS": "off"})
    yield several
    several.end()
