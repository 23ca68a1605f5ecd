from __future__ import annotations

import pytest

from onlooker.domain.screen import Element
from onlooker.domain.timeline import Typed

from .made import CITY, NAME, NEWS, Tape, entries_of, of


def page(*, focus: int | None = 7) -> Tape:
    tape = Tape()
    tape.page(0, "http://a.test/")
    if focus is not None:
        tape.focus(500, focus)
    return tape


def test_a_burst_of_keys_is_one_entry() -> None:
    tape = page()
    tape.type_in(1_000, 7, "Maya", element=NAME)

    (typed,) = entries_of(tape.timeline(), Typed)

    assert typed.detail == Typed(target=NAME, value="Maya")
    assert (typed.at_ms, typed.end_ms, typed.count, len(typed.snapshots)) == (1_000, 1_300, 4, 4)


def test_a_pause_a_press_and_another_field_end_a_burst() -> None:
    tape = page()
    tape.value(1_000, 7, "M", element=NAME)
    tape.value(7_000, 7, "Ma", element=NAME)
    tape.press(7_500, 30)
    tape.value(8_000, 7, "May", element=NAME)
    tape.focus(8_500, 8)
    tape.value(9_000, 8, "L", element=CITY)
    tape.focus(9_500, 7)
    tape.value(9_900, 7, "Maya", element=NAME)

    assert [(typed.target, typed.value) for typed in of(tape.timeline(), Typed)] == [
        (NAME, "M"),
        (NAME, "Ma"),
        (NAME, "May"),
        (CITY, "L"),
        (NAME, "Maya"),
    ]


def test_the_change_event_belongs_to_the_burst_of_its_field() -> None:
    tape = page()
    tape.type_in(1_000, 7, "Maya", element=NAME)
    tape.focus(2_000, 8)
    tape.type_in(2_500, 8, "Leeds", element=CITY)
    tape.clicked(2_000, 'input:attr__name="name"', kind="change")
    tape.clicked(20_000, 'input:attr__name="city"', kind="change")

    assert [typed.events for typed in entries_of(tape.timeline(), Typed)] == [("v0",), ("v1",)]


def test_a_change_the_recorder_did_not_see_is_told_by_the_event() -> None:
    tape = page()
    tape.type_in(1_000, 7, "Maya", element=NAME)
    tape.clicked(2_000, 'select:attr__name="country"', kind="change")

    assert [typed.target.ref for typed in of(tape.timeline(), Typed) if typed.target] == ["input#name", "select[name=country]"]


def test_masked_values_are_told_as_masked() -> None:
    tape = page()
    tape.type_in(1_000, 7, "****", element=NAME)

    assert of(tape.timeline(), Typed) == [Typed(target=NAME, value="***", masked=True)]


@pytest.mark.parametrize("checked", [True, False])
def test_a_box_pressed_is_checked_or_not(checked: bool) -> None:
    tape = page(focus=None)
    tape.press(1_000, 9, element=NEWS)
    tape.value(1_005, 9, "on", checked=checked, element=NEWS)

    assert of(tape.timeline(), Typed) == [Typed(target=NEWS, value="on", checked=checked)]


def made_by_the_page(tape: Tape) -> int:
    timeline = tape.timeline()
    assert not of(timeline, Typed)
    return timeline.dropped["input by the page"]


def test_a_field_that_changes_while_another_has_the_focus_is_the_pages() -> None:
    tape = page()
    tape.value(1_000, 8, "Leeds", element=CITY)

    assert made_by_the_page(tape) == 1


def test_many_fields_in_one_instant_are_the_pages() -> None:
    tape = page(focus=None)
    for node, value in ((7, "Maya"), (8, "Leeds"), (9, "on")):
        tape.value(1_000 + node, node, value)

    assert made_by_the_page(tape) == 3


def test_a_long_value_set_the_moment_a_field_gets_the_focus_is_the_pages() -> None:
    tape = page()
    tape.value(520, 7, "a line of an editor", element=NAME)

    assert made_by_the_page(tape) == 1


def test_a_box_nobody_pressed_is_the_pages() -> None:
    tape = page(focus=-1)
    tape.value(1_000, 9, "on", checked=True, element=NEWS)

    assert made_by_the_page(tape) == 1


def test_the_recorder_has_the_last_word() -> None:
    tape = page()
    tape.value(1_000, 8, "Leeds", element=CITY, userTriggered=True)
    tape.value(2_000, 7, "Maya", element=NAME, userTriggered=False)

    assert [typed.target for typed in of(tape.timeline(), Typed)] == [CITY]


def test_a_list_chosen_from_without_focus_is_the_users_if_a_change_event_says_so() -> None:
    country = Element(tag="select", label="Country", ref="select#country", name="country")
    tape = page()
    tape.value(1_000, 8, "GB", element=country)
    tape.value(1_020, 9, "on", checked=True)
    tape.clicked(1_006, 'select:attr__name="country"', kind="change")

    (typed,) = entries_of(tape.timeline(), Typed)

    assert isinstance(typed.detail, Typed)
    assert (typed.detail.value, typed.events) == ("GB", ("v0",))


def test_a_library_that_fills_its_form_and_says_so_is_not_the_user() -> None:
    """It sends a `change` event for each field, one after the other, in no more than a moment."""
    tape = page()
    for number, element in enumerate((NAME, CITY)):
        tape.value(1_000 + 46 * number, 18 + number, "as it was stored", element=element)
        tape.clicked(995 + 46 * number, f'input:attr__name="{element.name}"', kind="change")

    assert of(tape.timeline(), Typed) == []


def test_a_field_set_to_nothing_as_it_comes_is_nobodys_typing() -> None:
    tape = page()
    tape.value(1_000, 18, "", element=NAME)

    assert of(tape.timeline(), Typed) == []


def test_a_paste_is_the_users_where_the_recorder_never_tells_the_focus() -> None:
    tape = page(focus=None)
    tape.value(1_000, 7, "14 Harbour Street", element=NAME)

    assert of(tape.timeline(), Typed) == [Typed(target=NAME, value="14 Harbour Street")]
