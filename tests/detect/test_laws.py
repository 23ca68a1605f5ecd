"""What holds for every timeline, sensible or not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlooker.detect import PRESETS, RULES, detect
from onlooker.domain.screen import Element
from onlooker.domain.timeline import Click, Timeline

from .story import Story, alert, button, dialog, field, invalid, link, spinner, text

_TARGETS: list[Element | None] = [
    None,
    button("Save"),
    button("+"),
    button("Send", type="submit"),
    link("Home", "/"),
    field("Name"),
    Element(tag="rect"),
]
_LINES = [
    text("Nothing here"),
    alert("Saving failed."),
    alert("Saved."),
    dialog("Are you sure?"),
    invalid("Name is required"),
    spinner("Loading…"),
    text(""),
]
_URLS = ["https://app.test/a", "https://app.test/b?x=1", "/relative", "", "http://[broken", "https://app.test/login"]
_TIMES = st.integers(min_value=0, max_value=90_000)


@st.composite
def _stories(draw: st.DrawFn) -> Timeline:
    story = Story(draw(st.sampled_from(_URLS)))
    for _ in range(draw(st.integers(min_value=0, max_value=40))):
        at, window = draw(_TIMES), draw(st.integers(min_value=0, max_value=1))
        match draw(st.integers(min_value=0, max_value=10)):
            case 0 | 1 | 2:
                story.clicks(at, draw(st.sampled_from(_TARGETS)), x=draw(st.integers(-1, 99)), window=window)
            case 3 | 4:
                lines = draw(st.lists(st.sampled_from(_LINES), max_size=4))
                flags = draw(st.tuples(st.booleans(), st.booleans(), st.integers(0, 2), st.integers(0, 2), st.integers(0, 50)))
                story.shows(at, *lines, navigation=flags[0], blank=flags[1], spinners=flags[2], dialogs=flags[3], lines=flags[4], window=window)
            case 5:
                story.opens(at, draw(st.sampled_from(_URLS)), load=draw(st.booleans()), window=window)
            case 6:
                status = draw(st.sampled_from([None, 0, 200, 401, 500]))
                method = draw(st.sampled_from(["GET", "POST", ""]))
                story.requests(at, method, draw(st.sampled_from(_URLS)), status, took=draw(st.integers(0, 40_000)))
            case 7:
                story.throws(at, draw(st.text(max_size=20)), count=draw(st.integers(1, 9)))
            case 8:
                story.types(at, field("Name"), draw(st.text(max_size=30)), window=window)
            case 9:
                story.mutates(at, window=window)
            case _:
                story.leaves(at)
    return story.timeline(draw(_TIMES))


@given(timeline=_stories(), preset=st.sampled_from(sorted(PRESETS)))
@settings(max_examples=100, deadline=None)
def test_any_timeline_gives_true_hits_in_time_order(timeline: Timeline, preset: str) -> None:
    hits = detect(timeline, PRESETS[preset])
    known = {entry.id for entry in timeline.entries}
    assert [hit.at_ms for hit in hits] == sorted(hit.at_ms for hit in hits)
    for hit in hits:
        assert hit.at_ms <= hit.end_ms
        assert hit.entries
        assert set(hit.entries) <= known
        assert hit.thresholds or hit.rule == "exception"
        assert all(value is not None for value in hit.facts.values())
    assert detect(timeline, PRESETS[preset]) == hits


def test_an_empty_timeline_has_no_hits() -> None:
    assert detect(Timeline(session_id="s", started_at=0, duration_ms=0, windows=(), entries=())) == ()


def test_each_rule_gives_hits_of_its_own_name() -> None:
    story = Story()
    for at in (5_000, 5_300, 5_600, 5_900):
        story.clicks(at, button("Save")).throws(at + 10, "boom").requests(at + 20, "POST", "https://app.test/api", 500).shows(
            at + 50, alert("Saving failed.")
        )
    told = {hit.rule for hit in detect(story.timeline(8_000))}
    assert told <= {rule.__name__ for rule in RULES} | {"abandonment"}
    assert {"error_shown", "failed_request", "exception", "repeated_submit", "abandonment"} <= told


def _crowd(spread_ms: int) -> Timeline:
    story = Story()
    for number in range(5_000):
        at = number * spread_ms
        story.clicks(at, button(f"Row {number % 50}")).mutates(at + 5).throws(at + 7, "boom").shows(at + 9, alert(f"Saving failed {number}."))
    return story.timeline(5_000 * spread_ms + 1_000)


@pytest.mark.parametrize("spread_ms", [0, 700])
def test_twenty_thousand_entries_take_seconds_however_they_crowd(spread_ms: int) -> None:
    timeline = _crowd(spread_ms)
    started = time.process_time()
    hits = detect(timeline)
    assert time.process_time() - started < 12
    assert hits


def test_a_click_far_outside_the_session_is_harmless() -> None:
    story = Story().tell(10**13, Click(target=button("Save"), x=-1, y=-1))
    assert detect(story.timeline(1_000)) is not None
