"""Each kind of entry told in one line, recorded text made safe."""

from __future__ import annotations

import pytest

from onlooker.domain.mark import place, tell
from onlooker.domain.screen import Element, Role, ScreenChange, ScreenLine
from onlooker.domain.timeline import Click, Detail, Entry, Idled, Left, PageShown, Requested, Seen, Thrown, Tracked, Typed

SAVE = Element(tag="button", label="Save")


def _entry(detail: Detail, count: int = 1, lasts: int = 0) -> Entry:
    return Entry(id="i", at_ms=0, end_ms=lasts, window=0, page="https://a.test/", detail=detail, count=count)


@pytest.mark.parametrize(
    ("detail", "told"),
    [
        (PageShown(url="https://a.test/x/", title="Things"), 'Opened "Things" (/x/)'),
        (PageShown(url="https://a.test/", load=False), "Went to a.test"),
        (Click(target=SAVE), 'Clicked "Save"'),
        (Click(target=None), "Clicked something the recording does not name"),
        (Click(target=Element(tag="input"), touch=True), "Tapped a field without a name"),
        (Typed(target=Element(tag="input", label="Name"), value="Ada"), "Typed “Ada” into \"Name\""),
        (Typed(target=Element(tag="input", label="Name"), value="***", masked=True), 'Typed masked text into "Name"'),
        (Typed(target=Element(tag="input", label="Terms"), checked=True), 'Ticked "Terms"'),
        (Requested(method="POST", url="https://a.test/api?x=1", status=500, duration_ms=300), "POST /api?x=1 answered 500 after 300 ms"),
        (Requested(method="GET", url="https://a.test/api", status=0, duration_ms=300), "GET /api never got an answer"),
        (Thrown(type="TypeError", message="x is null"), "TypeError: x is null"),
        (Tracked(name="order_placed"), "Event order_placed"),
        (Left(last=True), "The session ends"),
        (
            Seen(change=ScreenChange(at_ms=0, window=0, appeared=(ScreenLine(text="Saved", role=Role.ALERT), ScreenLine(text="more")))),
            "On screen: Saved",
        ),
        (Seen(change=ScreenChange(at_ms=0, window=0, blank=True)), "The screen went blank"),
    ],
)  # fmt: skip
def test_told_in_one_line(detail: Detail, told: str) -> None:
    assert tell(_entry(detail)) == told


def test_repeats_and_lengths_are_told() -> None:
    assert tell(_entry(Thrown(type="Error", message="no feed"), count=34)) == "Error: no feed (34 times)"
    assert tell(_entry(Idled(), lasts=13_000)) == "Idle for 13 s"


def test_a_hostile_text_stays_on_its_line() -> None:
    told = tell(_entry(Click(target=Element(tag="a", label="ok\n\x1b[31mfake\u202e line" + "x" * 500))))
    assert "\n" not in told
    assert "\x1b" not in told
    assert len(told) <= 200


@pytest.mark.parametrize(
    ("url", "told"), [("https://a.test/b?c#d", "/b?c#d"), ("https://a.test", "a.test"), ("http://[bad", "http://[bad"), ("", "")]
)
def test_place(url: str, told: str) -> None:
    assert place(url) == told
