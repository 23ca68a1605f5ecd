"""Forms that were filled, sent without an answer, and given up."""

from __future__ import annotations

import pytest

from onlooker.domain.screen import Element

from .story import HOME, Story, button, dialog, field, link, text

SAVE = button("Save names", in_dialog=True)
CANCEL = button("Cancel", in_dialog=True)


def _asked(*presses: int, control: Element = SAVE) -> Story:
    story = Story().clicks(3_000, button("Edit")).shows(3_100, dialog("Names of this version"), dialogs=1)
    story.types(5_000, field("Name"), "canary")
    for at in presses:
        story.clicks(at, control)
    return story


def _closed(story: Story, at: int = 20_000) -> Story:
    return story.clicks(at, CANCEL).shows(at + 50, gone=(dialog("Names of this version"),)).leaves(40_000)


def test_two_calm_presses_of_a_filled_form_and_then_cancel_are_told() -> None:
    [hit] = _closed(_asked(8_000, 12_000)).hits("repeated_submit")
    assert (hit.facts["unanswered"], hit.facts["forsaken"]) == (2, True)


@pytest.mark.parametrize("control", [button("Zoom", in_dialog=True), button("Save copy", role="switch"), button("Next", in_dialog=True)])
def test_presses_that_ask_no_form_to_be_taken_are_not(control: Element) -> None:
    assert _closed(_asked(8_000, 12_000, control=control)).hits("repeated_submit") == []


def test_a_form_nobody_filled_was_not_given_up() -> None:
    story = Story().clicks(8_000, SAVE).clicks(12_000, SAVE)
    assert _closed(story).hits("repeated_submit") == []


def test_what_answers_late_is_an_answer() -> None:
    story = _asked(8_000, 12_000).shows(15_000, text("Names are being stored"))
    assert _closed(story).hits("repeated_submit") == []


def test_a_call_that_may_have_stored_it_in_silence_is_an_answer() -> None:
    story = _asked(8_000, 12_000).requests(12_100, "", f"{HOME}/api/names", 200)
    assert _closed(story).hits("repeated_submit") == []


def test_who_goes_on_in_the_form_has_not_given_it_up() -> None:
    story = _asked(8_000, 12_000).types(16_000, field("Name"), "stable")
    assert _closed(story, 25_000).hits("repeated_submit") == []


@pytest.mark.parametrize("way_out", [CANCEL, link("Overview", f"{HOME}/all"), None])
def test_one_press_at_which_something_was_thrown_is_told_by_how_it_was_left(way_out: Element | None) -> None:
    story = _asked(8_000).throws(8_010, "Cannot read properties of undefined")
    if way_out is not None:
        story.clicks(14_000, way_out)
    [hit] = story.leaves(20_000).hits("error_click")
    assert hit.facts["forsaken"] is True


def test_one_press_at_which_something_was_thrown_and_that_is_pressed_on_is_not() -> None:
    story = _asked(8_000).throws(8_010, "Cannot read properties of undefined").clicks(12_000, button("Show more"))
    [hit] = story.leaves(30_000).hits("error_click")
    assert "forsaken" not in hit.facts
