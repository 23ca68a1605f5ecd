"""How large a clip's frames are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onlooker.domain.clip import Scene

WIDEST, HIGHEST = 960, 600
"""A page of 1280 x 800 at three quarters: its text of 13 px is still read by a person and by a model; at half it is not always."""
SMALLEST = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Of the page's part of a frame, in pixels; the footer comes below. Both even, as video needs it."""

    width: int
    height: int


def fitting(scenes: Sequence[Scene]) -> Size:
    """Room for the largest viewport of the scenes, made smaller until it fits; never made larger."""
    width = max((scene.width for scene in scenes), default=0) or 1280
    height = max((scene.height for scene in scenes), default=0) or 720
    scale = min(1.0, WIDEST / width, HIGHEST / height)
    return Size(width=_even(width * scale), height=_even(height * scale))


def _even(length: float) -> int:
    return max(SMALLEST, round(length / 2) * 2)
