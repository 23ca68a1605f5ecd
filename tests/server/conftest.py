"""A real Chromium, and a tab in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.server.visiting import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """Hears what scripts of any frame send to the page around them."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script("window.__told = []; addEventListener('message', one => __told.push(String(one.data)));")
    opened = context.new_page()
    yield opened
    context.close()
