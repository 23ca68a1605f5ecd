"""Which browser is used, and what to type where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker.app.browsers import PACKAGES, browser_for_rendering, browser_of, how_to_get
from onlooker.config import load
from onlooker.errors import SettingError

ROOT = Path(__file__).parents[2]


def _program(place: Path) -> Path:
    place.write_text("#!/bin/sh\n")
    place.chmod(0o755)
    return place


def test_the_one_that_was_named(tmp_path: Path) -> None:
    named = _program(tmp_path / "my-chromium")
    assert browser_of(load(browser=str(named))) == named
    assert browser_for_rendering(load(browser=str(named))) == named


def test_none_is_never_used() -> None:
    assert browser_of(load(browser="none")) is None
    with pytest.raises(SettingError, match="ONLOOKER_BROWSER=none forbids it"):
        browser_for_rendering(load(browser="none"))


def test_one_that_was_named_and_is_not_there_is_no_reason_to_take_another(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="no program that can be run"):
        browser_of(load(browser=str(tmp_path / "nothing")))


def test_where_none_is_found_it_is_said_what_to_type() -> None:
    assert browser_of(load(), lambda setting: None) is None
    with pytest.raises(SettingError, match="rendering needs a Chromium, and none was found; "):
        browser_for_rendering(load(), lambda setting: None)


@pytest.mark.parametrize(
    ("system", "release", "root", "told"),
    [
        ("linux", {"ID": "debian"}, True, "type: apt-get install chromium-headless-shell fonts-"),
        ("linux", {"ID": "debian"}, False, "type: sudo apt-get install chromium-headless-shell fonts-"),
        ("linux", {"ID": "ubuntu", "ID_LIKE": "debian"}, True, "type: npx playwright install --with-deps --only-shell chromium"),
        ("linux", {"ID": "fedora"}, True, "from your system's packages"),
        ("linux", {}, True, "from your system's packages"),
        ("darwin", {}, False, "type: brew install --cask google-chrome"),
        ("win32", {}, False, "WSL"),
    ],
)
def test_each_system_has_its_own_way(system: str, release: dict[str, str], root: bool, told: str) -> None:
    assert told in how_to_get(system, release, root=root)
    assert "\n" not in how_to_get(system, release, root=root)


@pytest.mark.parametrize("place", ["scripts/setup.sh", "Dockerfile"])
def test_what_is_installed_is_what_is_said(place: str) -> None:
    text = (ROOT / place).read_text()
    assert [package for package in PACKAGES if package not in text] == []
