"""Every count of the friction score: what it sees, and what looks like it and is none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from onlooker.select import WEIGHTS

from .made import BASKET, HOME, Tape, counts

API = f"{HOME}api/save"
PAGE = (Path(__file__).parents[2] / "docs" / "selection.md").read_text("utf-8")


def start() -> Tape:
    return Tape().page(0, HOME)


def pressed(*times: int, x: int = 100, node: int = 7) -> Tape:
    tape = start()
    for at in times:
        tape.press(at, x=x, node=node)
    return tape


TOLD = {
    "three quick presses": (pressed(1_000, 1_300, 1_600).changed(3_400), {"bursts of presses": 1}),
    "three quick presses, each answered": (pressed(1_000, 1_300, 1_600).changed(1_050).changed(1_350).changed(1_650), {"answered bursts": 1}),
    "a slow hand": (pressed(1_000, 2_500, 4_000).changed(1_100).changed(2_600).changed(4_100), {}),
    "three places": (start().press(1_000).changed(1_010).press(1_300, x=300, node=8).press(1_600, x=500, node=9).changed(1_700), {}),
    "a rage click told by an event alone": (Tape().event(0, "$rageclick"), {"bursts of presses": 1}),
    "an error after a press": (start().press(1_000).changed(1_100).logged(1_500, "Uncaught TypeError: x is undefined"), {"errors after an act": 1}),
    "an error after typing": (start().typed(1_000).logged(1_500, "Uncaught TypeError: x is undefined"), {"errors after an act": 1}),
    "an error after a press, told by events alone": (
        Tape().clicked(1_000, "Save").event(1_500, "$exception", {"$exception_message": "x is undefined"}),
        {"errors after an act": 1},
    ),
    "an error by itself": (start().press(1_000).changed(1_100).logged(9_000, "Uncaught TypeError: x is undefined"), {"other errors": 1}),
    "an error that both streams tell of": (
        start()
        .press(1_000)
        .changed(1_100)
        .logged(1_500, "Uncaught TypeError: x is undefined")
        .event(1_510, "$exception", {"$exception_list": [{"type": "TypeError", "value": "x is undefined"}]}),
        {"errors after an act": 1},
    ),
    "an error that also comes by itself": (
        start().press(1_000).changed(1_100).logged(1_500, "Uncaught Error: poll").logged(9_000, "Uncaught Error: poll"),
        {"other errors": 1},
    ),
    "an error that somebody handled": (
        start().event(1_000, "$exception", {"$exception_list": [{"value": "x", "mechanism": {"handled": True}}]}),
        {},
    ),
    "an error every page has": (start().logged(1_000, "Uncaught ResizeObserver loop completed with undelivered notifications."), {}),
    "a line that is no error": (start().logged(1_000, "Uncaught interest", level="info").logged(1_200, "Deprecated: use b"), {}),
    "a request refused after a press": (start().press(1_000).changed(1_100).asked(1_050, API, 502), {"requests failed after an act": 1}),
    "one that never was answered": (start().press(1_000).changed(1_100).asked(1_050, API, 0), {"requests failed after an act": 1}),
    "one tried again": (
        start().press(1_000).changed(1_100).asked(1_050, API, 502).press(4_000).changed(4_100).asked(4_050, API, 502),
        {"requests failed after an act": 2},
    ),
    "a poll that fails": (start().press(1_000).changed(1_100).asked(1_050, API, 502).asked(6_000, API, 502), {"other failed requests": 1}),
    "one to somebody else's host": (start().press(1_000).changed(1_100).asked(1_050, "https://ads.test.example/x", 500), {}),
    "one to a host of the same site": (
        start().press(1_000).changed(1_100).asked(1_050, "https://api.shop.test/x", 500),
        {"requests failed after an act": 1},
    ),
    "a picture that is not there": (start().press(1_000).changed(1_100).asked(1_050, f"{HOME}a.png", 404, kind="img"), {}),
    "a request that went well": (start().press(1_000).changed(1_100).asked(1_050, API, 200), {}),
    "one whose status nobody knows": (start().press(1_000).changed(1_100).asked(1_050, API, None), {}),
    "a long wait": (start().press(1_000).changed(1_100).asked(1_050, API, 200, duration=7_000), {"long waits": 1}),
    "a long poll": (start().asked(9_000, API, 200, duration=30_000), {}),
    "a form sent twice": (start().sent(1_000, "order").sent(9_000, "order"), {"forms sent again": 1}),
    "a form on two pages": (start().sent(1_000, "search").sent(9_000, "search", url=BASKET), {}),
    "two forms": (start().sent(1_000, "order").sent(9_000, "voucher"), {}),
    "a control pressed four times": (
        start().clicked(1_000, "Save").clicked(5_000, "Save").clicked(9_000, "Save").clicked(15_000, "Save"),
        {"things pressed again": 2},
    ),
    "a control pressed twice": (start().clicked(1_000, "Save").clicked(5_000, "Save"), {}),
    "a pager": (start().clicked(1_000, "Next", HOME).clicked(5_000, "Next", f"{HOME}?p=2").clicked(9_000, "Next", f"{HOME}?p=3"), {}),
    "pressed again for nothing": (pressed(1_000, 5_000), {"presses unanswered again": 1}),
    "pressed again, and it came": (pressed(1_000, 5_000).changed(1_500).changed(5_500), {}),
    "two things pressed for nothing": (start().press(1_000, node=7).press(5_000, node=8), {}),
    "loaded again and again": (start().page(5_000, HOME).page(9_000, HOME), {"pages loaded again": 1}),
    "loaded once more": (start().page(5_000, HOME), {}),
    "the recorder's checkout": (start().checkout(10_000, HOME).checkout(20_000, HOME).checkout(30_000, HOME), {}),
    "back at once": (start().page(5_000, BASKET).page(8_000, HOME), {"ways back": 1}),
    "back at leisure": (start().page(5_000, BASKET).page(60_000, HOME), {}),
    "an event of failure": (start().event(1_000, "paymentFailed").event(2_000, "form_validation_error"), {"failures told by events": 2}),
    "an event of success": (start().event(1_000, "payment_done").event(1_500, "$feature_flag_error").event(2_000, "terror_movie_played"), {}),
    "one dead click": (start().event(1_000, "$dead_click"), {}),
    "three dead clicks": (start().event(1_000, "$dead_click").event(5_000, "$dead_click").event(9_000, "$dead_click"), {"dead clicks": 2}),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_counted(name: str) -> None:
    tape, expected = TOLD[name]
    assert counts(tape) == expected


def test_every_count_has_an_example() -> None:
    assert {name for _, expected in TOLD.values() for name in expected} == set(WEIGHTS)


def test_points_are_given_up_to_a_number_of_times() -> None:
    tape = start()
    for turn in range(40):
        tape.sent(1_000 * turn, "order")
    (term,) = tape.glimpse().friction.terms
    assert (term.count, term.points, tape.glimpse().friction.score) == (39, 16, 16)


def test_the_page_tells_the_weights() -> None:
    rows = re.findall(r"^\| `([\w ]+)` \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
    assert [(name, int(points), int(most)) for name, points, most in rows] == [(name, one.points, one.most) for name, one in WEIGHTS.items()]
