"""Rage, dead and error clicks."""

from __future__ import annotations

import pytest

from onlooker.detect import PRESETS
from onlooker.domain.screen import ScreenLine

from .story import Story, alert, button, link, plain, text

SAVE = button("Save")


def test_four_quick_presses_that_nothing_answers_are_rage() -> None:
    story = Story()
    for at in (5_000, 5_300, 5_600, 5_900):
        story.clicks(at, SAVE)
    [hit] = story.hits("rage_click")
    assert (hit.at_ms, hit.end_ms) == (5_000, 5_900)
    assert hit.facts["presses"] == 4
    assert hit.facts["answered"] == 0
    assert hit.facts["pace"] == "rapid"
    assert hit.facts["label"] == "Save"
    assert hit.thresholds["rage_gap_ms"] == 1_000
    assert len(hit.entries) == 4


def test_quick_presses_on_something_lying_over_the_page_are_rage_though_it_promises_nothing() -> None:
    story = Story()
    for at in (5_000, 5_300, 5_600):
        story.clicks(at, plain("", tag="div"))
    assert story.rules() >= {"rage_click"}
    assert "dead_click" not in story.rules()


def test_the_same_press_four_times_in_twenty_seconds_with_nothing_happening_is_rage_too() -> None:
    story = Story()
    for at in (5_000, 11_000, 18_000, 25_000):
        story.clicks(at, SAVE)
    [hit] = story.hits("rage_click")
    assert hit.facts["pace"] == "slow"
    assert hit.facts["presses"] == 4


def test_presses_of_different_places_are_not_one_burst() -> None:
    story = Story()
    for number, at in enumerate((5_000, 5_300, 5_600)):
        story.clicks(at, button(f"Tab {number}"), x=100 + 200 * number)
        story.shows(at + 50, text(f"page {number}"))
    assert story.hits("rage_click") == []


@pytest.mark.parametrize(
    ("preset", "clicks", "gap", "counts"),
    [
        ("default", 3, 900, True),
        ("default", 3, 1_000, False),
        ("posthog", 3, 900, True),
        ("posthog", 2, 100, False),
        ("sentry", 4, 300, False),
        ("sentry", 5, 300, True),
        ("datadog", 3, 400, True),
        ("datadog", 3, 600, False),
        ("amplitude", 3, 200, False),
        ("amplitude", 4, 300, True),
        ("mixpanel", 3, 200, False),
        ("mixpanel", 4, 900, True),
        ("openreplay", 3, 250, True),
        ("openreplay", 3, 350, False),
    ],
)
def test_each_vendor_counts_a_burst_its_own_way(preset: str, clicks: int, gap: int, counts: bool) -> None:
    story = Story()
    for number in range(clicks):
        story.clicks(5_000 + gap * number, SAVE)
    rapid = [hit for hit in story.hits("rage_click", preset=PRESETS[preset]) if hit.facts["pace"] == "rapid"]
    assert bool(rapid) is counts


def test_a_press_of_a_button_with_nothing_after_it_is_dead() -> None:
    [hit] = Story().clicks(5_000, SAVE).hits("dead_click")
    assert hit.facts["label"] == "Save"
    assert hit.thresholds["dead_ms"] == 2_500


@pytest.mark.parametrize(
    ("preset", "answer_after", "dead"),
    [
        ("default", 2_400, False),
        ("default", 2_600, True),
        ("posthog", 2_600, True),
        ("sentry", 6_900, False),
        ("sentry", 7_100, True),
        ("datadog", 150, True),
        ("amplitude", 2_900, False),
        ("mixpanel", 600, True),
        ("openreplay", 1_200, False),
        ("openreplay", 1_300, True),
    ],
)
def test_each_vendor_waits_its_own_time_for_an_answer(preset: str, answer_after: int, dead: bool) -> None:
    story = Story().clicks(5_000, SAVE).mutates(5_000 + answer_after)
    assert bool(story.hits("dead_click", preset=PRESETS[preset])) is dead


def test_what_changes_by_itself_answers_no_press() -> None:
    story = Story()
    for second in range(4, 50):
        story.shows(second * 1_000 + 500, text(f"12:03:{second:02}"), gone=(text(f"12:03:{second - 1:02}"),))
        story.mutates(second * 1_000 + 500)
        story.requests(second * 1_000 + 500, "GET", "https://app.test/api/poll", 200)
    story.clicks(30_000, SAVE)
    assert [hit.at_ms for hit in story.hits("dead_click")] == [30_000]


def test_a_press_at_the_very_end_is_not_known_to_be_dead() -> None:
    assert Story().clicks(59_000, SAVE).hits("dead_click") == []


def test_links_are_dead_only_for_those_who_look_at_links() -> None:
    story = Story().clicks(5_000, link("Docs", "https://app.test/docs"))
    assert story.hits("dead_click") == []
    assert len(story.hits("dead_click", preset=PRESETS["sentry"])) == 1


def test_a_dead_press_says_when_the_same_press_went_through_later() -> None:
    story = Story().clicks(5_000, SAVE).clicks(12_000, SAVE).shows(12_400, alert("Saved."))
    [hit] = story.hits("dead_click")
    assert hit.facts["resolved_ms"] == 12_400


def test_an_exception_after_a_press_with_nothing_shown_is_an_error_click() -> None:
    story = Story().clicks(5_000, SAVE).throws(5_040, "x is undefined")
    [hit] = story.hits("error_click")
    assert hit.facts["source"] == "exception"
    assert hit.facts["delay_ms"] == 40
    assert hit.facts["outcome"] == "nothing"


def test_an_error_later_than_the_threshold_is_not_the_presss() -> None:
    assert Story().clicks(5_000, SAVE).throws(7_100, "x is undefined").hits("error_click") == []


def test_an_error_only_the_console_shows_counts() -> None:
    [hit] = Story().clicks(5_000, SAVE).logs(5_100, "Uncaught TypeError: runs.map is not a function").hits("error_click")
    assert hit.facts["source"] == "console"


def test_a_tip_that_changes_by_itself_is_no_answer() -> None:
    tip = [ScreenLine(text=words, node_id=70) for words in ("Press F1 for help", "Drag to move", "Hold shift to copy")]
    story = Story().shows(6_000, tip[0])
    for number in range(5):
        story.clicks(12_000 + 800 * number, button("Deploy"))
    [hit] = story.shows(13_700, tip[1], gone=(tip[0],)).hits("rage_click")
    assert "answer" not in hit.facts


def test_a_burst_that_slips_to_the_control_beside_counts_its_own() -> None:
    story = Story()
    for number in range(4):
        story.clicks(5_000 + 400 * number, button("Deploy"))
    [hit] = story.clicks(6_600, button("Help"), x=105).hits("rage_click")
    assert hit.facts["presses"] == 4
