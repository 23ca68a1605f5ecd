"""What is laid before a reader, and by which labels it is called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.domain.model import Sees
from onlooker.verify.exhibit import Basis, lay_out
from tests.detect.story import HOME, Story, alert, button, heading, text

from .made import CLIP, FINDING, TIMELINE, refused, ruled


@pytest.mark.parametrize(
    ("clip", "sees", "basis"),
    [
        pytest.param(CLIP, Sees.VIDEO, Basis.VIDEO, id="video"),
        pytest.param(CLIP, Sees.IMAGES, Basis.FRAMES, id="frames"),
        pytest.param(CLIP, Sees.TEXT, Basis.SCREEN_TEXT, id="a model without eyes"),
        pytest.param(None, Sees.VIDEO, Basis.SCREEN_TEXT, id="no clip"),
        pytest.param(replace(CLIP, video=""), Sees.VIDEO, Basis.FRAMES, id="no video of it"),
        pytest.param(replace(CLIP, size=15_000_000), Sees.VIDEO, Basis.FRAMES, id="a video too large"),
        pytest.param(replace(CLIP, frames=()), Sees.IMAGES, Basis.SCREEN_TEXT, id="no frames of it"),
    ],
)
def test_what_is_looked_at(clip: object, sees: Sees, basis: Basis) -> None:
    shown = lay_out(clip, [FINDING], TIMELINE, sees)  # type: ignore[arg-type]
    assert shown.basis is basis
    assert bool(shown.frames) == (basis is not Basis.SCREEN_TEXT)


def test_labels_follow_the_time() -> None:
    earlier = replace(FINDING, id="earlier", start_ms=1_000)
    shown = lay_out(CLIP, [FINDING, earlier], TIMELINE, Sees.IMAGES)
    assert [finding.id for finding in shown.findings.values()] == ["earlier", FINDING.id]
    assert list(shown.findings) == ["f1", "f2"]
    times = [entry.at_ms for entry in shown.entries.values()]
    assert times == sorted(times)
    assert list(shown.entries) == [f"e{number}" for number in range(1, len(times) + 1)]


def test_what_the_finding_rests_on_and_what_came_later_are_among_the_entries() -> None:
    shown = lay_out(CLIP, [FINDING], TIMELINE, Sees.IMAGES)
    told = {entry.id for entry in shown.entries.values()}
    assert set(FINDING.evidence.hits[0].entries) <= told
    assert [shown.entries[label].kind for label in sorted(shown.after)] == ["page", "leave"]


def test_of_a_busy_session_the_acts_are_told_before_the_noise() -> None:
    story = refused(Story(), 10_000)
    for at in range(10_400, 20_000, 100):
        story.shows(at, text(f"Row {at}")).logs(at, f"request {at} failed")
    story.clicks(15_000, button("Retry"))
    for at in range(60_000, 100_000, 1_000):
        story.clicks(at, button(f"Item {at}"))
    timeline = story.shows(100_500, heading("Thank you for your order")).leaves(120_000).timeline(120_000)
    shown = lay_out(CLIP, ruled(timeline)[:1], timeline, Sees.IMAGES)
    kinds = [entry.kind for label, entry in shown.entries.items() if label not in shown.after]
    assert len(kinds) == 40
    assert kinds.count("click") == 2
    assert "console" not in kinds
    assert len(shown.after) == 12
    assert shown.skipped == 42 - 12
    assert shown.entries[list(shown.entries)[-1]].kind == "leave"


def test_the_same_values_give_the_same_labels() -> None:
    story = refused(Story().shows(100, alert("Welcome back")), 12_000).opens(30_000, HOME).timeline(40_000)
    found = ruled(story)
    assert lay_out(CLIP, found, story, Sees.IMAGES) == lay_out(CLIP, list(found)[::-1], story, Sees.IMAGES)
