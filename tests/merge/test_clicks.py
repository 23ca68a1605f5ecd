from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.domain.screen import Element, ScreenChange, ScreenLine
from onlooker.domain.snapshot import Change, MouseAct
from onlooker.domain.timeline import Click, Hinted

from .made import NAME, NEWS, SAVE, START, Tape, entries_of, of

CHAIN = 'button:attr__id="save"text="Save"'


def page() -> Tape:
    tape = Tape()
    tape.page(0, "http://a.test/")
    return tape


@pytest.mark.parametrize("lag", [-8, 0, 450])
def test_one_press_told_by_both_streams_is_one_click(lag: int) -> None:
    tape = page()
    tape.press(1_000, 7, 30, 40, element=SAVE)
    tape.clicked(1_000 + lag, CHAIN)

    (click,) = entries_of(tape.timeline(), Click)

    assert (click.at_ms, click.count, click.events) == (1_000, 1, ("v0",))
    assert click.detail == Click(target=SAVE, x=30, y=40)


def test_a_press_too_far_away_or_in_another_window_is_another() -> None:
    tape = page()
    tape.page(0, "http://a.test/", window="w2")
    tape.press(1_000, 7, element=SAVE)
    tape.clicked(1_600, CHAIN)
    tape.press(3_000, 7, element=SAVE)
    tape.clicked(3_000, CHAIN, window="w2")

    assert [(click.at_ms, click.window) for click in entries_of(tape.timeline(), Click)] == [(1_000, 0), (1_600, 0), (3_000, 0), (3_000, 1)]


def test_quick_presses_are_told_one_by_one() -> None:
    tape = page()
    for at in (1_000, 1_120, 1_240, 1_360):
        tape.press(at, 7, element=SAVE)
        tape.clicked(at + 4, CHAIN)

    clicks = entries_of(tape.timeline(), Click)

    assert [(click.at_ms, click.events) for click in clicks] == [(1_000, ("v0",)), (1_120, ("v1",)), (1_240, ("v2",)), (1_360, ("v3",))]


def test_what_the_document_leaves_open_the_event_fills_in() -> None:
    tape = page()
    tape.press(1_000, 7, element=Element(tag="i"))
    tape.clicked(1_002, 'i:text="";a:attr__href="/basket"text="Basket"')

    (click,) = of(tape.timeline(), Click)

    assert click.target == Element(tag="i", ref="i", href="/basket", interactive=True)


def test_the_element_is_where_the_button_went_down() -> None:
    """The page may have replaced it by the time of the click."""
    tape = page()
    tape.mouse(1_000, MouseAct.MOUSE_DOWN, 7, element=SAVE)
    tape.mouse(1_080, MouseAct.CLICK, -1)

    assert [click.target for click in of(tape.timeline(), Click)] == [SAVE]


def test_an_event_without_a_press_is_a_click_at_an_unknown_place() -> None:
    tape = Tape()
    tape.clicked(0, CHAIN)

    (click,) = of(tape.timeline(), Click)

    assert click == Click(target=replace(SAVE, ref="button#save"), x=-1, y=-1)


def test_a_double_click_marks_its_two_presses() -> None:
    tape = page()
    for at in (1_000, 5_000, 5_200):
        tape.press(at, 7, element=SAVE)
    tape.mouse(5_210, MouseAct.DOUBLE_CLICK, 7)

    assert [click.double for click in of(tape.timeline(), Click)] == [False, True, True]


def test_a_press_that_selects_text_says_so() -> None:
    tape = page()
    tape.press(1_000, 7, element=SAVE)
    tape.press(5_000, 7, element=SAVE)
    tape.select(5_050, (9, 0), (9, 14))
    tape.press(9_000, 7, element=SAVE)
    tape.select(9_050, (9, 4), (9, 4))

    assert [click.selects_text for click in of(tape.timeline(), Click)] == [False, True, False]


def test_a_tap_the_page_took_for_itself_is_told_and_a_swipe_is_not() -> None:
    tape = page()
    tape.mouse(1_000, MouseAct.TOUCH_START, 7, 50, 60, element=SAVE)
    tape.mouse(1_090, MouseAct.TOUCH_END, 7)
    tape.mouse(3_000, MouseAct.TOUCH_START, 7)
    tape.change_of(3_050, Change.TOUCH_MOVE, positions=[{"x": 1, "y": 2, "timeOffset": 0}])
    tape.mouse(3_100, MouseAct.TOUCH_END, 7)
    tape.mouse(5_000, MouseAct.TOUCH_START, 7)
    tape.mouse(5_090, MouseAct.TOUCH_END, 7)
    tape.mouse(5_100, MouseAct.CLICK, 7, element=SAVE, pointerType=2)

    clicks = entries_of(tape.timeline(), Click)

    assert [(click.at_ms, click.detail) for click in clicks] == [
        (1_000, Click(target=SAVE, x=50, y=60, touch=True)),
        (5_100, Click(target=SAVE, x=10, y=10, touch=True)),
    ]


def test_a_press_on_a_label_is_one_press_on_its_box() -> None:
    tape = page()
    tape.press(1_000, 8, 50, 60, element=Element(tag="label", label="Send me news"))
    tape.mouse(1_002, MouseAct.CLICK, 9, 50, 60, element=NEWS)
    tape.clicked(1_000, 'label:text="Send me news"')
    tape.clicked(1_003, 'input:attr__name="news"')

    (click,) = entries_of(tape.timeline(), Click)

    assert click.detail == Click(target=NEWS, x=50, y=60)
    assert (len(click.snapshots), click.events) == (2, ("v0", "v1"))


def test_a_page_that_presses_its_own_button_is_counted_only() -> None:
    tape = page()
    tape.mouse(400, MouseAct.CLICK, 7, 0, 0, element=SAVE)
    tape.clicked(402, CHAIN)

    timeline = tape.timeline()

    assert not of(timeline, Click)
    assert timeline.dropped["press by the page"] == 1


@pytest.mark.parametrize("how", ["focus", "busy"])
def test_a_key_pressed_on_a_control_is_a_click_at_an_unknown_place(how: str) -> None:
    tape = page()
    if how == "focus":
        tape.focus(500, 7)
    else:
        tape.move(29_000, (0, 5, 5))
    tape.mouse(30_000, MouseAct.CLICK, 7, 0, 0, element=SAVE)

    assert of(tape.timeline(), Click) == [Click(target=SAVE, x=-1, y=-1)]


def test_a_page_that_presses_its_own_tab_as_it_comes_is_no_press_of_the_user_who_came_by_a_link() -> None:
    tape = page()
    tape.focus(2_950, 7)
    tape.press(3_000, 7, element=SAVE)
    tape.page(3_600, "http://a.test/next")
    tape.scroll(3_620, 300)
    tape.mouse(3_700, MouseAct.CLICK, 7, 0, 0, element=SAVE)
    tape.clicked(3_702, CHAIN)

    timeline = tape.timeline()

    assert [click.at_ms for click in entries_of(timeline, Click)] == [3_000]
    assert timeline.dropped["press by the page"] == 1


@pytest.mark.parametrize("how", ["focus", "hand", "later"])
def test_a_key_pressed_on_a_page_that_just_came_is_the_users_who_did_something_on_it(how: str) -> None:
    tape = page()
    tape.press(3_000, 7, element=SAVE)
    tape.page(3_600, "http://a.test/next")
    if how == "focus":
        tape.focus(3_650, 9)
    if how == "hand":
        tape.move(3_650, (0, 5, 5))
    at = 6_000 if how == "later" else 3_700
    tape.mouse(at, MouseAct.CLICK, 9, 0, 0, element=SAVE)

    assert [click.at_ms for click in entries_of(tape.timeline(), Click)] == [3_000, at]


def test_what_a_press_presses_in_turn_is_no_press_of_the_user() -> None:
    """A button that opens a hidden file field."""
    tape = page()
    tape.press(1_000, 7, element=SAVE)
    tape.mouse(1_004, MouseAct.CLICK, 9, 0, 0, element=NAME)
    tape.clicked(1_001, CHAIN)
    tape.clicked(1_005, 'input:attr__type="file"')

    assert [click.detail for click in entries_of(tape.timeline(), Click)] == [Click(target=SAVE, x=10, y=10)]


def test_of_two_elements_pressed_in_one_instant_the_events_tell_the_first() -> None:
    tape = Tape()
    tape.view(0, "http://a.test/")
    for at in (1_000, 1_033):
        tape.clicked(at, CHAIN)
    tape.clicked(1_036, 'a:text="Details"')
    tape.clicked(1_200, 'a:text="Details"')

    assert [click.at_ms for click in entries_of(tape.timeline(), Click)] == [1_000, 1_033, 1_200]


def test_hints_speak_of_a_press() -> None:
    tape = page()
    tape.press(1_000, 7, element=SAVE)
    tape.send(3_900, "$dead_click", {"$dead_click_event_timestamp": START + 1_004}, chain='button:text="Save"')
    tape.send(5_000, "$rageclick", chain='button:text="Save"')
    tape.send(6_000, "$dead_click", {"$dead_click_event_timestamp": 17}, chain="i")

    hints = of(tape.timeline(), Hinted)

    assert [(hint.name, hint.about_ms) for hint in hints] == [("$dead_click", 1_000), ("$rageclick", 5_000), ("$dead_click", 6_000)]
    assert hints[0].target == SAVE


def test_a_hint_dated_like_its_press_stands_after_it() -> None:
    tape = page()
    tape.press(1_005, 7, element=SAVE)
    tape.send(1_001, "$dead_click", {"$dead_click_event_timestamp": START + 1_001})

    told = [(entry.at_ms, entry.kind) for entry in tape.timeline().entries if entry.kind in ("click", "hint")]

    assert told == [(1_005, "click"), (1_005, "hint")]


@pytest.mark.parametrize(("answered", "told"), [(1_030, 1_000), (1_140, 1_140), (900, 1_140)])
def test_a_press_that_the_screen_answered_while_the_button_was_down_began_there(answered: int, told: int) -> None:
    """Tabs and menus of many libraries react to the button going down: a press does not come after its answer."""
    tape = page()
    tape.mouse(1_000, MouseAct.MOUSE_DOWN, 7)
    tape.changes.append(ScreenChange(at_ms=answered, window=0, appeared=(ScreenLine(text="Figures"),)))
    tape.mouse(1_140, MouseAct.CLICK, 7, element=SAVE, pointerType=0)
    tape.clicked(1_142, CHAIN)

    (click,) = entries_of(tape.timeline(), Click)

    assert (click.at_ms, click.events) == (told, ("v0",))


def test_a_button_held_for_long_is_pressed_when_it_is_let_go() -> None:
    tape = page()
    tape.mouse(1_000, MouseAct.MOUSE_DOWN, 7)
    tape.changes.append(ScreenChange(at_ms=2_000, window=0, appeared=(ScreenLine(text="Figures"),)))
    tape.mouse(4_000, MouseAct.CLICK, 7, element=SAVE, pointerType=0)

    (click,) = entries_of(tape.timeline(), Click)

    assert click.at_ms == 4_000


@pytest.mark.parametrize(
    ("up_x", "node", "element", "told"),
    [(11, 7, SAVE, 1), (60, 7, SAVE, 0), (11, 8, SAVE, 0), (11, 7, NAME, 0), (11, 7, replace(SAVE, disabled=True), 0)],
)
def test_a_press_of_a_control_whose_click_was_swallowed_is_told(up_x: int, node: int, element: Element, told: int) -> None:
    tape = page()
    tape.mouse(1_000, MouseAct.MOUSE_DOWN, 7, element=element)
    tape.mouse(1_080, MouseAct.MOUSE_UP, node, up_x)

    clicks = entries_of(tape.timeline(), Click)

    assert [(click.at_ms, click.detail) for click in clicks] == [(1_080, Click(target=SAVE, x=10, y=10))] * told


def test_a_press_that_was_clicked_is_told_once() -> None:
    tape = page()
    tape.press(1_000, 7, element=SAVE)
    assert len(entries_of(tape.timeline(), Click)) == 1
