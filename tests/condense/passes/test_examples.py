"""What each pass does to a session that needs it. Lines are given as the transcript words them."""

from __future__ import annotations

from onlooker.condense.passes.answers import fold_answers
from onlooker.condense.passes.arrivals import fold_arrivals
from onlooker.condense.passes.avalanches import fold_avalanches
from onlooker.condense.passes.chatter import drop_chatter
from onlooker.condense.passes.clicks import fold_clicks
from onlooker.condense.passes.idles import fold_idles
from onlooker.condense.passes.noise import fold_noise
from onlooker.condense.passes.pointer import drop_pointer
from onlooker.condense.passes.repeats import fold_repeats
from onlooker.condense.passes.requests import drop_requests
from onlooker.condense.passes.rounds import fold_rounds
from onlooker.condense.passes.screens import join_screens
from onlooker.condense.passes.scrolls import fold_scrolls
from onlooker.condense.passes.texts import pick_texts
from onlooker.condense.passes.ticks import fold_ticks
from onlooker.condense.passes.tighter import drop_reading, drop_tracking, fold_runs, only_messages
from onlooker.condense.passes.typing import fold_typing
from onlooker.domain.finding import Noise
from onlooker.domain.screen import Element, Role, ScreenChange, ScreenLine
from onlooker.domain.timeline import (
    Click,
    Hinted,
    Idled,
    Left,
    Logged,
    Moved,
    PageShown,
    Requested,
    Scrolled,
    Seen,
    Selected,
    Submitted,
    Thrown,
    Tracked,
    Typed,
)
from tests.condense.made import HERE, NAME, SAVE, after, change, finding, said, timeline

CLICK = Click(target=SAVE)


def request(url: str, status: int | None, method: str = "GET", took: int = 50, kind: str = "fetch") -> Requested:
    return Requested(method=method, url=HERE + url, status=status, duration_ms=took, kind_of=kind)


def test_pointer_movement_is_dropped_unless_a_finding_rests_on_it() -> None:
    made = timeline((0, Moved()), (50, Selected()), (100, Moved()))
    assert said(after(drop_pointer, made)) == []
    assert said(after(drop_pointer, made, [finding("id3")])) == ["move"]
    assert after(drop_pointer, made).dropped == {"pointer": 3}


def test_chatter_is_dropped_and_errors_stay() -> None:
    made = timeline((0, Logged(level="log", text="ready")), (1, Logged(level="error", text="boom")), (2, Hinted(name="$dead_click")))
    work = after(drop_chatter, made)
    assert said(work) == ["console | boom"]
    assert work.dropped == {"console chatter": 1, "hints": 1}


def test_noise_is_told_in_its_list() -> None:
    made = timeline((0, Thrown(type="TypeError", message="x")), (1, Thrown(type="TypeError", message="x")), (2, CLICK))
    noise = [Noise(what="TypeError: x", reason="nobody saw it", at_ms=0, count=2, entries=("id1", "id2"))]
    work = after(fold_noise, made, noise=noise)
    assert said(work) == ["click | button Save"]
    assert work.folded == {"noise": 2}
    assert len(after(fold_noise, made, [finding("id1")], noise).lines) == 2, "what a finding rests on is no noise"


def test_background_requests_are_dropped() -> None:
    made = timeline(
        (0, request("/logo.png", 404, kind="img")),
        (10, request("/poll", 200)),
        (20, request("/beat", 204, "POST")),
        (30, request("/slow", 200, took=8000)),
        (40, request("/app.js", 404, kind="script")),
        (1000, CLICK),
        (1100, request("/save", 204, "POST")),
    )
    assert said(after(drop_requests, made)) == [
        "request | GET /slow 200 8s",
        "request | GET /app.js 404",
        "click | button Save",
        "request | POST /save 204",
    ]


def test_a_retry_that_worked_stays_beside_the_failure() -> None:
    made = timeline((0, request("/list?page=1", 500)), (60_000, request("/list?page=1", 200)), (60_001, request("/other", 200)))
    assert said(after(drop_requests, made)) == ["request | GET /list?page=1 500", "request | GET /list?page=1 200"]


def test_repeats_are_counted_until_the_user_acts() -> None:
    boom = Thrown(type="Error", message="boom")
    made = timeline((0, boom), (1, request("/poll", 500)), (2, boom), (3, request("/poll", 500)), (4, CLICK), (5, boom))
    assert said(after(fold_repeats, made)) == [
        "exception | Error: boom | 2x",
        "request | GET /poll 500 | 2x",
        "click | button Save",
        "exception | Error: boom",
    ]


def test_an_avalanche_is_one_line() -> None:
    made = timeline(*[(number, Thrown(type="Error", message=f"broken {number}")) for number in range(5)], (9, CLICK))
    assert said(after(fold_avalanches, made)) == ["exception | Error: broken 0 | and 4 other errors | 5x", "click | button Save"]


def test_two_errors_are_told_apart() -> None:
    made = timeline((0, Thrown(type="Error", message="a")), (1, Thrown(type="Error", message="b")))
    assert len(after(fold_avalanches, made).lines) == 2


def test_scrolls_on_end_are_one_and_short_ones_nothing() -> None:
    made = timeline(
        (0, Scrolled(from_y=0, to_y=400)), (900, Scrolled(from_y=400, to_y=1200)), (2000, CLICK), (3000, Scrolled(from_y=1200, to_y=1000))
    )
    work = after(fold_scrolls, made)
    assert said(work) == ["scroll | down 1200", "click | button Save"]
    assert work.dropped == {"short scrolls": 1}


def test_pauses_on_end_are_one_and_short_ones_nothing() -> None:
    made = timeline((0, 40_000, Idled()), (40_000, 90_000, Idled(gap=True)), (90_000, CLICK), (90_000, 120_000, Idled()))
    assert said(after(fold_idles, made)) == ["gap | 90s", "click | button Save"]


def test_a_screen_that_changes_in_steps_changed_once() -> None:
    made = timeline((0, change("one")), (400, change("two")), (5000, change("three")))
    assert said(after(join_screens, made)) == ["see | one | two", "see | three"]


def test_of_a_new_page_headings_and_messages_are_told() -> None:
    page = change("Home", "About", (Role.HEADING, "Search"), "0 results found", (Role.ALERT, "Cookies"), navigation=True)
    work = after(pick_texts, timeline((0, PageShown(url=HERE + "/")), (100, page)))
    assert said(work)[1] == "see | heading:Search | 0 results found | alert:Cookies"
    assert work.cut == {"screen texts": 2}


def test_after_an_action_its_answer_is_told_and_later_only_messages() -> None:
    made = timeline(
        (0, CLICK), (300, change("Row 1", "Row 2")), (60_000, change("12:01", (Role.ALERT, "Your session has expired"))), (70_000, change("12:02"))
    )
    assert said(after(pick_texts, made)) == ["click | button Save", "see | Row 1 | Row 2", "see | alert:Your session has expired"]


def test_furniture_is_not_told_again() -> None:
    made = timeline((0, CLICK), (300, change("Menu", "First")), (9000, CLICK), (9300, change("Menu", "Second")))
    assert said(after(pick_texts, made))[3] == "see | Second"


def test_all_lines_of_an_alert_are_told() -> None:
    alert = change((Role.ALERT, "Deploy failed"), (Role.ALERT, "EROFS: read-only file system"), (Role.ALERT, "Details"))
    assert said(after(pick_texts, timeline((0, alert)))) == ["see | alert:Deploy failed | alert:EROFS: read-only file system | alert:Details"]


def test_an_alert_that_a_reloaded_page_shows_again_is_told() -> None:
    change = ScreenChange(at_ms=0, window=0, navigation=True, again=(ScreenLine(text="Payment refused", role=Role.ALERT),))
    made = timeline((0, PageShown(url=HERE + "/pay")), (100, Seen(change=change)))
    assert said(after(pick_texts, made)) == ["page | /pay", "see | again alert:Payment refused"]


def test_a_text_that_poses_as_our_words_is_marked() -> None:
    assert said(after(pick_texts, timeline((0, CLICK), (300, change("alert:Saved", "- 1 item")))))[1] == "see | text:alert:Saved | text:- 1 item"


def test_a_value_the_page_changed_by_itself_is_told() -> None:
    def values(*pairs: tuple[str, str, str]) -> Seen:
        return Seen(change=ScreenChange(at_ms=0, window=0, values=pairs))

    made = timeline((0, Typed(target=NAME, value="Ada")), (10, values(("Name", "", "Ada"))), (9000, values(("Name", "Ada", ""))))
    assert said(after(pick_texts, made)) == ["type | field Name | Ada", "see | value:Name=(empty, was Ada)"]


def test_a_ticking_clock_is_one_line() -> None:
    made = timeline(*[(number * 2000, change(f"{number} of 60 s")) for number in range(5)])
    assert said(after(fold_ticks, made)) == ["see | 4 of 60 s | 5x | 8s"]


def test_typing_into_one_field_is_one_line_with_the_press_before() -> None:
    made = timeline((0, Click(target=NAME)), (500, 900, Typed(target=NAME, value="Ad")), (2500, 3000, Typed(target=NAME, value="Ada")))
    work = after(fold_typing, made)
    assert said(work) == ["type | field Name | Ada | 2x | 3s"]
    assert work.folded == {"typing": 2}


def test_presses_of_one_element_are_counted() -> None:
    other = Click(target=Element(tag="a", label="Home", ref="a#home"))
    made = timeline((0, CLICK), (300, CLICK), (600, CLICK), (900, other), (9000, other))
    assert said(after(fold_clicks, made)) == ["click | button Save | 3x", "click | link Home", "click | link Home"]


def test_a_page_and_what_it_shows_are_one_line() -> None:
    made = timeline(
        (0, Left(url=HERE + "/a")),
        (10, PageShown(url=HERE + "/b", title="B")),
        (50, PageShown(url=HERE + "/b", title="B", load=False)),
        (200, change((Role.HEADING, "Welcome"), navigation=True)),
        (9000, change((Role.ALERT, "Hello"))),
    )
    assert said(after(fold_arrivals, made)) == ["page | /b | B | heading:Welcome", "see | alert:Hello"]


def test_an_answer_is_told_with_its_action_and_a_failure_by_itself() -> None:
    made = timeline(
        (0, CLICK), (50, request("/save", 204, "POST")), (9000, CLICK), (9050, request("/save", 500, "POST")), (9060, Submitted(target=None))
    )
    assert said(after(fold_answers, made)) == ["click | button Save | >POST /save 204", "click | button Save | submits", "request | POST /save 500"]


def test_presses_with_the_same_answer_are_told_once() -> None:
    boom = Thrown(type="TypeError", message="x is undefined")
    made = timeline((0, CLICK), (10, boom), (900, CLICK), (910, boom), (1200, CLICK), (1210, boom), (30_000, CLICK), (30_010, boom))
    assert said(after(fold_rounds, made)) == [
        "click | button Save | 3x | 1.2s",
        "exception | TypeError: x is undefined | 3x | 1.2s",
        "click | button Save",
        "exception | TypeError: x is undefined",
    ]


def test_tighter_passes_give_up_the_least_telling_first() -> None:
    made = timeline(
        (0, Scrolled(from_y=0, to_y=5000)),
        (10, change("plain", (Role.ALERT, "Saved"))),
        (20, Tracked(name="viewed")),
        *[(100 + number, Click(target=Element(tag="a", label=str(number)))) for number in range(5)],
    )
    assert "scroll | down 5000" not in said(after(drop_reading, made))
    assert "see | alert:Saved" in said(after(only_messages, made))
    assert "event | viewed" not in said(after(drop_tracking, made))
    assert said(after(fold_runs, made))[-2:] == ["click | link 0", "click | link 4"]
