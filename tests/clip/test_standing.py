"""When a text stood on the screen."""

from __future__ import annotations

from onlooker.clip.standing import standing, surely, told_as
from onlooker.domain.timebase import Span
from tests.detect.story import Story, alert, text


def _spans(story: Story, words: str, window: int = 0) -> list[tuple[int, int]]:
    return [(span.start_ms, span.end_ms) for span in standing(story.timeline(60_000), window, [words])[words]]


def test_it_stands_from_the_change_that_brought_it_to_the_one_that_took_it() -> None:
    story = Story().shows(5_000, alert("Saved.")).shows(9_000, gone=(alert("Saved."),)).shows(20_000, alert("Saved."))
    assert _spans(story, "Saved.") == [(5_000, 8_999), (20_000, 60_000)]
    assert _spans(story, "Saved.", window=1) == _spans(story, "Failed.") == []


def test_it_may_have_gone_a_second_before_the_change_that_tells() -> None:
    assert surely(Span(start_ms=5_000, end_ms=8_999)) == Span(start_ms=5_000, end_ms=7_999)
    assert surely(Span(start_ms=5_000, end_ms=5_300)) == Span(start_ms=5_000, end_ms=5_000)


def test_what_goes_in_the_ms_it_came_was_never_there() -> None:
    assert _spans(Story().shows(5_000, alert("Saved.")).shows(5_000, gone=(alert("Saved."),)), "Saved.") == []


def test_of_two_alike_one_is_left() -> None:
    twice = Story().shows(5_000, alert("Saved."), alert("Saved.")).shows(9_000, gone=(alert("Saved."),))
    assert _spans(twice, "Saved.") == [(5_000, 60_000)]


def test_an_alert_that_turns_into_plain_text_stands_on() -> None:
    assert _spans(Story().shows(5_000, alert("Saved.")).shows(9_000, text("Saved."), gone=(alert("Saved."),)), "Saved.") == [(5_000, 60_000)]


def test_a_text_told_short_is_the_long_one() -> None:
    assert told_as("a" * 200, "a" * 159 + "…")
    assert not told_as("a" * 200, "a" * 159)
    assert not told_as("b" * 200, "a" * 159 + "…")


def test_times_outside_the_session_do_no_harm() -> None:
    assert standing(Story().shows(90_000, alert("Saved.")).timeline(60_000), 0, ["Saved."]) == {"Saved.": [Span(start_ms=90_000, end_ms=90_000)]}
