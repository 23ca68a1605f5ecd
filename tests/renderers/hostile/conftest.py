"""Browsers whose page can be asked what went on in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onlooker.renderers.browser import Browser
from onlooker.renderers.stage import Stage

Wrap = Callable[[str], Path]


@contextmanager
def opened(program: Path, *, cut_off: bool | None = None, ceiling: int = 1_500_000_000, patience: float = 1.0) -> Iterator[Stage]:
    browser = Browser(program, cut_off=cut_off, ceiling=ceiling)
    try:
        yield Stage(browser, frame_control=True, patience=patience)
    finally:
        browser.close()


@pytest.fixture(scope="session")
def walls(program: Path) -> Iterator[Stage]:
    with opened(program, cut_off=False) as stage:
        yield stage


@pytest.fixture
def inner(walls: Stage) -> Stage:
    """Without the network namespace: what still holds then are the inner walls."""
    walls.rest(1 << 40)  # the time the last test's scene was given is not this test's
    return walls


@pytest.fixture
def wrapped(program: Path) -> Iterator[Wrap]:
    """Makes a program that runs the browser in another way: `$program` stands for it. Whoever runs it may, as the browser does, be nobody."""
    folder = Path(tempfile.mkdtemp(prefix="onlooker-wrapped-"))
    folder.chmod(0o777)

    def wrap(body: str) -> Path:
        made = folder / "browser"
        made.write_text(f"#!/bin/sh\nprogram={program}\nfolder={folder}\n{body}\n")
        made.chmod(0o755)
        return made

    yield wrap
    shutil.rmtree(folder, ignore_errors=True)
