"""Which browser renders, by the settings; and what to type where there is none."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from onlooker.config import Settings
from onlooker.errors import SettingError

NEVER = "none"
PACKAGES = ("chromium-headless-shell", "fonts-liberation", "fonts-dejavu-core", "fonts-noto-color-emoji")
"""Debian's. Pages ask for Arial, Times and Courier, which Liberation is as wide as; DejaVu has the ticks, crosses and arrows of buttons, Noto the
emoji. `scripts/setup.sh` and the Dockerfile install the same."""


Find = Callable[[str], Path | None]
"""As `renderers.find_browser`."""


def browser_of(settings: Settings, find: Find | None = None) -> Path | None:
    """None where there is none to use, or none shall be used. Raises SettingError for one that was named and is not there."""
    if settings.browser == NEVER or sys.platform == "win32":
        return None
    from onlooker.renderers import find_browser  # noqa: PLC0415 - it loads the encoder

    found = (find or find_browser)(settings.browser)
    if found is None and settings.browser:
        raise SettingError(f"ONLOOKER_BROWSER={settings.browser}: no program that can be run; give the path of a Chromium, or `none`")
    return found


def browser_for_rendering(settings: Settings, find: Find | None = None) -> Path:
    """Raises SettingError with what to type when there is none."""
    found = browser_of(settings, find)
    if found is not None:
        return found
    if settings.browser == NEVER:
        raise SettingError("rendering needs a browser, and ONLOOKER_BROWSER=none forbids it; unset it")
    raise SettingError(f"rendering needs a Chromium, and none was found; {how_to_get()}")


def how_to_get(system: str = sys.platform, release: Mapping[str, str] | None = None, *, root: bool | None = None) -> str:
    """What to type on this machine, or on one of that `system` (as `sys.platform`) with that os-release."""
    if system == "win32":
        return "rendering runs on Linux and macOS; on Windows use WSL"
    if system == "darwin":
        return "type: brew install --cask google-chrome, or: npx playwright install --only-shell chromium"
    told = _release() if release is None else release
    if told.get("ID") == "debian":
        as_root = os.geteuid() == 0 if root is None else root
        return f"type: {'' if as_root else 'sudo '}apt-get install {' '.join(PACKAGES)}"
    if "debian" in told.get("ID_LIKE", ""):
        return "type: npx playwright install --with-deps --only-shell chromium (apt's chromium may be a snap, which cannot be driven)"
    return "install Chromium or Chrome from your system's packages, or type: npx playwright install --only-shell chromium"


def _release() -> Mapping[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}
