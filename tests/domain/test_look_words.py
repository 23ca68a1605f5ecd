"""How looking is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.domain import words
from onlooker.domain.clip import ClipPlan, FailedClip, Looked, Shot, Under
from onlooker.domain.evidence import Evidence, Status, Verdict
from onlooker.domain.look_words import disputed, earlier_words, failing_words, obstacles, ruled_words
from onlooker.domain.report import Coverage
from onlooker.domain.tally import LookTally, tally_looks
from tests.sinks import reports

UNDER = Under(at_ms=83_000, node_id=3, label="Save", hit="div.overlay")
YES = Verdict(status=Status.CONFIRMED, blocking=True, reason="")


def failed(reason: str, start_ms: int = 0) -> FailedClip:
    return FailedClip(plan=ClipPlan(session_id="s", shots=(Shot(window=0, instants=(start_ms, start_ms + 12_000)),)), reason=reason)


@pytest.mark.parametrize(
    ("under", "told"),
    [
        (UNDER, ""),
        (replace(UNDER, label="", disabled=True), "1:23 what was pressed was disabled"),
        (replace(UNDER, disabled=True), "1:23 “Save” was disabled"),
        (replace(UNDER, off_screen=True), "1:23 “Save” was outside the visible part of the page"),
        (replace(UNDER, covered=True), "1:23 “Save” was covered by div.overlay"),
        (replace(UNDER, covered=True, hit=""), "1:23 “Save” was covered by something else"),
        (replace(UNDER, covered=True, unseen=True, disabled=True), "1:23 “Save” was disabled and was covered by div.overlay, which cannot be seen"),
    ],
)
def test_what_lay_under_a_press_is_told(under: Under, told: str) -> None:
    assert obstacles([under]) == ((told,) if told else ())


def test_the_same_in_the_way_again_and_again_is_told_once() -> None:
    veiled = replace(UNDER, covered=True, unseen=True)
    presses = [veiled, UNDER, replace(veiled, at_ms=85_000), replace(UNDER, disabled=True), replace(veiled, at_ms=90_000)]
    assert obstacles(presses) == (
        "1:23 “Save” was covered by div.overlay, which cannot be seen, and 2 times more until 1:30",
        "1:23 “Save” was disabled",
    )


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (YES, "the rules, from the screen text"),
        (replace(YES, basis="timeline"), "the rules, from the timeline alone"),
        (replace(YES, by="google:gemini-2.5-flash", basis="video"), "google:gemini-2.5-flash, from the clip"),
        (replace(YES, by="ollama:llava", basis="frames"), "ollama:llava, from the frames of the clip"),
        (replace(YES, by="", basis="a hunch\x1b"), "a model, from a hunch"),
        (replace(YES, basis=""), "the rules, from nothing that is told"),
    ],
)
def test_who_ruled_and_from_what(verdict: Verdict, told: str) -> None:
    assert ruled_words(verdict) == told


def test_only_a_verdict_that_said_something_else_is_disputed() -> None:
    same = replace(YES, reason="other words")
    mild = replace(YES, blocking=False)
    no = replace(YES, status=Status.REFUTED)
    assert disputed(Evidence(entries=(), verdict=YES, earlier=(same, mild, no))) == (mild, no)
    assert disputed(Evidence(entries=(), verdict=no, earlier=(replace(no, blocking=False),))) == (), "dismissed is dismissed"
    assert [earlier_words(one) for one in (YES, mild, no)] == [
        "The rules had said confirmed, blocking",
        "The rules had said confirmed",
        "The rules had said dismissed",
    ]
    assert earlier_words(replace(YES, by="google:m")) == "google:m had said confirmed, blocking"


def test_more_than_half_failing_is_said_with_the_causes_most_first() -> None:
    half = LookTally(planned=4, rendered=2, failed=2, causes=(("x", 2),))
    assert failing_words(half) == ""
    assert failing_words(LookTally()) == ""
    causes = (("the browser went down", 4), ("no frame within 20 s", 1), ("a", 1), ("b", 1), ("c", 1))
    assert failing_words(LookTally(planned=9, rendered=1, failed=8, causes=causes)) == (
        "8 of 9 clips could not be looked at: the browser went down (4 times); no frame within 20 s; a; b; and 1 other cause."
    )


def test_looks_of_several_sessions_are_added_up() -> None:
    looks = tally_looks((reports.hardly_looked_at(), reports.looked_at(), reports.bought_kettle()))
    assert (looks.planned, looks.rendered, looks.failed, looks.passed_over, looks.mostly_failed) == (5, 3, 2, 1, False)
    assert looks.causes == (("no frame within 20 s", 1), ("the browser went down", 1))


@pytest.mark.parametrize(
    ("looked", "told"),
    [
        (Looked(), ()),
        (Looked(by="Chromium 156.0, frames on demand, libx264"), ()),
        (Looked(by="Chromium 156.0, frames on demand, libx264", planned=1, rendered=1), ("Rendered 1 of 1 planned clip with Chromium 156.0.",)),
        (Looked(passed_over=("f",)), ("1 finding that deserved a look fell to the cap on clips.",)),
        (Looked(chosen=("f",)), ("No browser was there to render clips: the screen text alone was looked at.",)),
        (
            Looked(by="C", planned=5, rendered=1, failed=tuple(failed(f"cause {n}", n * 60_000) for n in range(4)), passed_over=("f", "g")),
            (
                "Rendered 1 of 5 planned clips with C.",
                "Clips that failed: 0:00\u20130:12 (cause 0), 1:00\u20131:12 (cause 1), 2:00\u20132:12 (cause 2) and 1 more.",
                "2 findings that deserved a look fell to the cap on clips.",
            ),
        ),
    ],
)
def test_coverage_tells_how_the_looking_went(looked: Looked, told: tuple[str, ...]) -> None:
    assert words.coverage_words(Coverage(looked=looked))[1:] == told
