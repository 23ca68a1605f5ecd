"""A switch that is pressed, and what becomes of it before the next act."""

from __future__ import annotations

import pytest

from tests.domain.dom import el, page
from tests.screen.taken import full, meta, mouse, mutated, typed, watched

BOX = el("input", id=11, type="checkbox")
BUTTON = el("button", id=11, role="switch", aria_checked="false")
PRESSED = el("button", id=11, aria_pressed="false")
DRAWN = el("div", id=11, class_="toggle-switch", tabindex="0")
Row = dict[str, object]


def of(attribute: str, value: str, at: int) -> tuple[object, ...]:
    return mutated(at, attributes=[{"id": 11, "attributes": {attribute: value}}])


def seen(switch: Row, *rows: object) -> list[tuple[str, bool, int | None]]:
    body = page(el("p", el("span", "Porch lamp", id=20), switch), el("button", "Other", id=30))
    track = watched(meta(0), full(0, body), *rows, end=20_000)  # type: ignore[arg-type]
    return [(one.around, one.on, one.back_ms) for one in track.toggled]


@pytest.mark.parametrize(
    ("switch", "attribute", "off", "on"),
    [
        (BUTTON, "aria-checked", "false", "true"),
        (PRESSED, "aria-pressed", "false", "true"),
        (DRAWN, "class", "toggle-switch", "toggle-switch is-on"),
    ],
)
def test_a_state_in_an_attribute(switch: Row, attribute: str, off: str, on: str) -> None:
    told = seen(switch, mouse(1_000, 11), of(attribute, on, 1_050), of(attribute, off, 3_000))
    assert told == [("Porch lamp", True, 3_000)]


def test_a_box_that_is_set_back_though_it_has_the_focus() -> None:
    assert seen(BOX, mouse(1_000, 11), typed(1_001, 11, "on", checked=True), typed(3_000, 11, "on")) == [("Porch lamp", True, 3_000)]


def test_a_box_that_stays() -> None:
    assert seen(BOX, mouse(1_000, 11), typed(1_001, 11, "on", checked=True)) == [("Porch lamp", True, None)]


def test_what_comes_after_the_next_act_is_that_acts_doing() -> None:
    rows = (mouse(1_000, 11), typed(1_001, 11, "on", checked=True), mouse(2_000, 30), typed(2_010, 11, "on"))
    assert seen(BOX, *rows) == [("Porch lamp", True, None)]


def test_a_box_whose_row_became_another_has_not_gone_back() -> None:
    renamed = mutated(2_000, texts=[{"id": _text_id(), "value": "Bread"}])
    rows = (mouse(1_000, 11), typed(1_001, 11, "on", checked=True), renamed, typed(3_000, 11, "on"))
    body = page(el("p", el("span", {"type": 3, "textContent": "Milk", "id": _text_id()}), BOX))
    track = watched(meta(0), full(0, body), *rows, mouse(4_000, 11), end=20_000)
    assert [one.back_ms for one in track.toggled] == [None]


def test_what_goes_back_long_after_or_comes_to_stay_has_not_gone_back() -> None:
    late = seen(BUTTON, mouse(1_000, 11), of("aria-checked", "true", 1_050), of("aria-checked", "false", 15_000))
    again = (of("aria-checked", "true", 1_050), of("aria-checked", "false", 2_000), of("aria-checked", "true", 3_000))
    assert [*late, *seen(BUTTON, mouse(1_000, 11), *again)] == [("Porch lamp", True, None)] * 2


def test_a_button_is_no_switch() -> None:
    assert seen(el("button", "Save", id=11), mouse(1_000, 11), of("class", "active", 1_050), of("class", "", 3_000)) == []


def _text_id() -> int:
    return 21
