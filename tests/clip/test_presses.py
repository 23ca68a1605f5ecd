from __future__ import annotations

from onlooker.clip.presses import presses
from onlooker.domain.clip import Press
from onlooker.domain.snapshot import Change, MouseAct, SnapshotType
from tests.screen.taken import START, Row, recording


def act(at: int, what: MouseAct, x: float = 30, y: float = 40, node_id: int = 7) -> Row:
    return (at, SnapshotType.INCREMENTAL, Change.MOUSE_INTERACTION, {"type": int(what), "id": node_id, "x": x, "y": y})


def found(*rows: Row) -> list[tuple[int, int, int, bool]]:
    taken = recording(*rows)
    return [(press.at_ms, press.x, press.y, press.touch) for press in presses(taken, taken.snapshots, START)]


def test_a_button_that_goes_down_and_up_is_one_press() -> None:
    rows = (act(10, MouseAct.MOUSE_DOWN, 30.4), act(90, MouseAct.MOUSE_UP), act(91, MouseAct.CLICK))
    assert found(*rows) == [(10, 30, 40, False)]
    taken = recording(*rows)
    assert presses(taken, taken.snapshots, START) == (Press(at_ms=10, x=30, y=40, node_id=7),)


def test_a_double_click_is_two() -> None:
    twice = [act(at + step, what) for at in (0, 150) for step, what in ((0, MouseAct.MOUSE_DOWN), (60, MouseAct.CLICK))]
    assert [at for at, *_ in found(*twice, act(211, MouseAct.DOUBLE_CLICK))] == [0, 150]


def test_a_tap_is_one_press_whatever_the_browser_makes_of_it() -> None:
    tap = (MouseAct.TOUCH_START, MouseAct.TOUCH_END, MouseAct.MOUSE_DOWN, MouseAct.MOUSE_UP, MouseAct.CLICK)
    assert found(*(act(10 * place, what) for place, what in enumerate(tap))) == [(0, 30, 40, True)]


def test_a_finger_that_scrolled_pressed_nothing() -> None:
    assert found(act(0, MouseAct.TOUCH_START), act(300, MouseAct.TOUCH_END, y=400)) == []


def test_a_press_without_a_click_is_one_and_one_without_a_place_is_none() -> None:
    assert found(act(0, MouseAct.MOUSE_DOWN), act(3_000, MouseAct.CONTEXT_MENU)) == [(0, 30, 40, False), (3_000, 30, 40, False)]
    nowhere = (SnapshotType.INCREMENTAL, Change.MOUSE_INTERACTION, {"type": 2, "id": 7})
    assert found((5, *nowhere), act(9, MouseAct.CLICK, 0, 0), act(10, MouseAct.FOCUS)) == []
