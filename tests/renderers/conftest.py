"""One warm browser for all tests here. Where none is found they are skipped, and say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onlooker.renderers import Chromium, find_browser


@pytest.fixture(scope="session")
def program() -> Path:
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium on this machine: `onlooker doctor` says how to get one")
    return found


@pytest.fixture(scope="session")
def renderer(program: Path) -> Iterator[Chromium]:
    chromium = Chromium(program, workers=1)
    yield chromium
    chromium.close()
