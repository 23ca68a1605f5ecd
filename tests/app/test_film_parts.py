"""What a browser makes of a film in parts, against the same film in one piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onlooker import clip
from onlooker.app.filming import PART, Filming
from onlooker.app.framing import Wanted, framed
from onlooker.app.rendering import opened
from onlooker.renderers import Chromium, find_browser
from tests.renderers.pixels import jpeg

SAMPLE = str(Path(__file__).parents[2] / "samples" / "fava-1")
MOST_FRAMES, MOST_PIXELS = 0.1, 0.01
"""Share of frames that may differ, and of pixels in one of them: after a cut, what has the focus is known, not how it got there."""


@pytest.fixture
def chromium() -> Iterator[Chromium]:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium on this machine: `onlooker doctor` says how to get one")
    browser = Chromium(program, workers=2)
    yield browser
    browser.close()


def test_the_parts_show_what_the_whole_shows(chromium: Chromium) -> None:
    recording, timeline = opened(SAMPLE)
    plan = framed(Wanted(speed=4), recording, timeline)
    assert len(plan.instants) > 2 * PART
    film = [frame for part in Filming(recording=recording, timeline=timeline, plan=plan).film(chromium) for frame in part.frames]
    script = clip.script(recording, plan, timeline, started_at=timeline.started_at)
    whole = chromium.render(replace(script, scenes=tuple(replace(scene, looks=()) for scene in script.scenes))).frames
    assert len(film) == len(whole) == len(plan.instants)
    other = [number for number, (one, two) in enumerate(zip(film, whole, strict=True)) if one != two]
    assert len(other) <= MOST_FRAMES * len(film)
    assert [number for number in other if _differing(film[number], whole[number]) > MOST_PIXELS] == []


def _differing(one: bytes, other: bytes) -> float:
    """Share of pixels that differ visibly."""
    rows, others = jpeg(one).rows, jpeg(other).rows
    assert len(rows) == len(others)
    return sum(abs(a - b) > 24 for a, b in zip(rows[::3], others[::3], strict=True)) * 3 / len(rows)
