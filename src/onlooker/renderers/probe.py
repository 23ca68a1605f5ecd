"""What a browser on this machine can do, found by starting it for half a second."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from onlooker.errors import RenderError
from onlooker.renderers.browser import Browser
from onlooker.renderers.stage import Stage

SCRIPTS = {
    "Latin": "é",
    "Greek": "λ",
    "Cyrillic": "Ж",
    "Hebrew": "א",
    "Arabic": "ع",
    "Devanagari": "अ",
    "Thai": "ก",
    "Chinese": "中",
    "Japanese": "あ",
    "Korean": "가",
    "symbols": "✓",
    "emoji": "🛒",
}
"""One character of each writing that pages are likely to show."""

_MISSING = """(samples => {
  const pen = Object.assign(document.createElement("canvas"), { width: 40, height: 40 }).getContext("2d", { willReadFrequently: true });
  const drawn = text => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = "20px sans-serif";
    pen.fillText(text, 5, 28);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const box = drawn("\\u0378");
  return Object.keys(samples).filter(name => drawn(samples[name]) === box);
})"""
"""A character that no font has looks like one that is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """`on_demand`: it makes frames when asked for them; else plain screenshots are taken. `sandboxed`, `cut_off` and `demoted` as `Browser` tells
    them. `missing` names the writings without a font."""

    version: str
    on_demand: bool
    sandboxed: bool
    cut_off: bool
    demoted: bool = False
    missing: tuple[str, ...] = ()


def probe(program: Path) -> Probed:
    """Raises RenderError with what the browser said when it cannot be used at all."""
    try:
        return _probed(program, frame_control=True)
    except RenderError as refused:
        try:
            return _probed(program, frame_control=False)
        except RenderError:
            raise refused from None


def _probed(program: Path, *, frame_control: bool) -> Probed:
    browser = Browser(program, frame_control=frame_control)
    try:
        stage = Stage(browser, frame_control=frame_control)
        stage.picture()
        missing = stage.evaluate(f"{_MISSING}({json.dumps(SCRIPTS)})")
        return Probed(
            version=browser.version.replace("HeadlessChrome/", "Chromium ").replace("Chrome/", "Chromium "),
            on_demand=frame_control,
            sandboxed=browser.sandboxed,
            cut_off=browser.cut_off,
            demoted=browser.demoted,
            missing=tuple(str(name) for name in missing) if isinstance(missing, list) else (),
        )
    finally:
        browser.close()
