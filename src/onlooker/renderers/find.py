"""Where a Chromium is: by setting, on the path, or where package managers and test tools leave theirs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "headless_shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
"""The headless shell first: it makes frames when asked for them, a full browser at its own pace."""

_PACKAGED = (
    "/usr/lib/chromium/chromium-headless-shell",
    "/usr/lib/chromium/chromium",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_TOOLS = (
    ("chromium_headless_shell-*/*/headless_shell", "chromium_headless_shell-*/*/chrome-headless-shell", "chromium-*/*/chrome"),
    ("chrome-headless-shell/*/*/chrome-headless-shell", "chrome/*/*/chrome"),
)
"""Below Playwright's folder and below Puppeteer's."""


def find_browser(setting: str = "") -> Path | None:
    """The first that is there and can be run; with a `setting`, that one or none."""
    if setting:
        given = Path(setting).expanduser()
        found = given if given.is_file() else Path(shutil.which(setting) or "")
        return _program(found) if _runs(found) else None
    return next((_program(place) for place in _places() if _runs(place)), None)


def _places() -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    yield from map(Path, _PACKAGED)
    for folder, patterns in zip(_tool_folders(), _TOOLS, strict=True):
        for pattern in patterns:
            # The newest version last by name; take that one.
            yield from sorted(folder.glob(pattern), reverse=True)


def _tool_folders() -> tuple[Path, Path]:
    home = Path.home()
    caches = home / "Library" / "Caches" if sys.platform == "darwin" else Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    playwright = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "")
    return (Path(playwright) if playwright not in {"", "0"} else caches / "ms-playwright"), Path(
        os.environ.get("PUPPETEER_CACHE_DIR") or home / ".cache" / "puppeteer"
    )


def _runs(place: Path) -> bool:
    return place.is_file() and os.access(place, os.X_OK)


def _program(place: Path) -> Path:
    """Debian's wrapper script adds flags of its own and keeps a shell in between: the binary beside its library is called instead."""
    behind = Path("/usr/lib/chromium", place.name)
    return behind if place.parent == Path("/usr/bin") and _runs(behind) else place.resolve()
