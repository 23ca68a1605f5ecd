from __future__ import annotations

from onlooker.screen import look
from tests.domain.dom import add, el, page
from tests.screen.taken import START, full, meta, mouse, mutated, recording, typed, watched

FORM = page(el("h1", "Form"), el("label", "Name", for_="n"), el("input", html_id="n", id=11))
ROWS = (
    meta(0, "http://a.test/"),
    full(100, FORM),
    typed(1_000, 11, "Ada"),
    mutated(2_000, adds=[add(el("p", "Saved", id=20), 4)]),
    mutated(3_000, removes=[{"parentId": 4, "id": 20}]),
    meta(4_000, "http://a.test/next"),
    full(4_100, page(el("h1", "Next"))),
)


def texts(at_ms: int) -> list[str] | None:
    found = look(recording(*ROWS), at_ms=at_ms, window=None, started_at=START)
    return None if found is None else [line.text for line in found.lines]


def test_the_screen_at_an_instant() -> None:
    assert texts(50) is None
    assert texts(500) == ["Form", "Name"]
    assert texts(2_500) == ["Form", "Name", "Saved"]
    assert texts(3_500) == ["Form", "Name"]
    assert texts(9_000) == ["Next"]


def test_fields_and_url() -> None:
    found = look(recording(*ROWS), at_ms=1_500, window=0, started_at=START)
    assert found is not None
    assert (found.url, found.fields) == ("http://a.test/", (("Name", "Ada"),))


def test_another_window_is_not_this_one() -> None:
    assert look(recording(*ROWS), at_ms=1_500, window=5, started_at=START) is None


def test_the_last_screen_of_a_track_is_the_look_at_its_end() -> None:
    rows = (*ROWS, mouse(5_000, 1))
    found = look(recording(*rows), at_ms=5_000, window=0, started_at=START)
    assert found is not None
    assert watched(*rows).screens[-1] == found
