"""Saved, says the page, and the screen shows that it was not."""

from __future__ import annotations

from typing import Any

from onlooker.domain.evidence import Hit
from onlooker.domain.screen import ScreenLine

from .story import Story, alert, button, dialog, field, text

PLACE = "https://app.test/variables"
ROWS = (text("Name | Value | Updated"), text("limit | 0.19 | yesterday"), text("mailbox | ops@app.test | yesterday"), text("region | eu | yesterday"))
NAME, VALUE = field("Name"), field("Value")


def listed(*more: ScreenLine) -> Story:
    return Story().opens(0, PLACE).shows(200, text("Variables"), text("3 variables"), *ROWS, *more, lines=6, navigation=True)


def found(story: Story, ends: int = 40_000) -> list[Hit]:
    return [hit for hit in story.hits("not_kept", ends=ends) if "how" in hit.facts]


def edited(story: Story, *after: ScreenLine, gone: tuple[ScreenLine, ...] = ()) -> Story:
    form = dialog("Edit limit")
    story.clicks(5_000, button("Edit")).shows(5_200, form, text("Value"), values=(("Value", "", "0.19"),), dialogs=1)
    story.types(7_000, VALUE, "0.21").clicks(9_000, button("Save", in_dialog=True))
    return story.shows(9_400, alert("Variable updated"), *after, gone=(form, text("Value"), *gone))


def test_the_old_value_that_still_stands_there() -> None:
    [hit] = found(edited(listed()))
    assert (hit.facts["how"], hit.facts["still"], hit.facts["typed"]) == ("old", "0.19", "0.21")


def test_the_new_value_in_its_row_is_all_right() -> None:
    changed = text("limit | 0.21 | just now")
    assert found(edited(listed(), changed, gone=(ROWS[1],))) == []


def test_nothing_is_said_of_a_page_that_was_left_at_once() -> None:
    assert found(edited(listed()), ends=10_000) == []


def created(story: Story, *after: ScreenLine, gone: tuple[ScreenLine, ...] = ()) -> Story:
    form = dialog("New variable")
    story.clicks(5_000, button("Add")).shows(5_200, form, dialogs=1)
    story.types(7_000, NAME, "dock_number").clicks(9_000, button("Create", in_dialog=True))
    return story.shows(9_400, alert("Variable created"), *after, gone=(form, *gone))


def test_a_list_that_is_the_same_as_before() -> None:
    [hit] = found(created(listed()))
    assert (hit.facts["how"], hit.facts["typed"]) == ("same", "dock_number")


def test_a_list_with_the_new_row_or_another_count_is_all_right() -> None:
    assert found(created(listed(), text("dock_number | 17 | just now"))) == []
    assert found(created(listed(), text("4 variables"), gone=(text("3 variables"),))) == []


def test_a_tooltip_that_went_is_nothing_that_was_stored_where_the_list_has_a_column_for_it() -> None:
    tip = text("Edit")
    [hit] = found(created(listed(tip), gone=(tip,)))
    assert hit.facts["how"] == "same"
    unlisted = listed(tip).clicks(5_000, button("Add")).types(7_000, field("Notes"), "for the dock").clicks(9_000, button("Save", in_dialog=True))
    assert found(unlisted.shows(9_400, alert("Variable saved"), gone=(tip,))) == []


def test_a_row_that_was_changed_just_now_tells_that_something_was_stored() -> None:
    fresh, old = text("limit | 0.19 | just now"), ROWS[1]
    assert found(created(listed(), fresh, gone=(old,))) == []


def test_a_full_page_of_rows_may_have_the_new_one_on_the_next() -> None:
    more = [text(f"row{number} | {number} | x") for number in range(7)]  # ten in all
    assert found(created(listed(*more))) == []


def deleted(story: Story, *, gone: tuple[ScreenLine, ...] = ()) -> Story:
    asks = alert("Are you sure you want to delete mailbox?")
    story.clicks(5_000, button("More")).clicks(6_000, button("Delete")).shows(6_200, asks, dialogs=1)
    return story.clicks(9_000, button("Delete", in_dialog=True)).shows(9_400, alert("Variable deleted"), gone=(asks, *gone))


def test_what_was_deleted_and_is_still_there() -> None:
    [hit] = found(deleted(listed()))
    assert (hit.facts["how"], hit.facts["label"]) == ("removed", "mailbox")
    assert found(deleted(listed(), gone=(ROWS[2],))) == []


def test_what_was_asked_about_and_kept_is_not_what_was_deleted() -> None:
    story = listed(text("mailbox-of-old | post@app.test | today"))
    asks = alert("Are you sure you want to delete mailbox-of-old?")
    story.clicks(1_000, button("Delete")).shows(1_200, asks, dialogs=1).clicks(3_000, button("Cancel", in_dialog=True)).shows(3_200, gone=(asks,))
    assert found(deleted(story, gone=(ROWS[2],))) == []


def tagged(story: Story, at: int, **more: Any) -> Story:
    form = dialog("Edit tags")
    story.clicks(at, button("Edit tags")).shows(at + 200, form, dialogs=1).types(at + 2_000, NAME, "reviewed")
    return story.clicks(at + 4_000, button("Save tags", in_dialog=True)).shows(at + 4_300, gone=(form,), **more)


def test_the_same_entered_once_more_and_never_shown() -> None:
    [hit] = found(tagged(tagged(listed(), 5_000), 20_000))
    assert (hit.facts["how"], hit.facts["times"]) == ("again", 2)
    assert found(tagged(listed(), 5_000)) == []


def test_what_shows_in_the_end_is_all_right() -> None:
    story = tagged(tagged(listed(), 5_000), 20_000).shows(25_000, text("reviewed: yes"))
    assert found(story) == []


def test_what_the_user_takes_back_is_all_right() -> None:
    assert found(deleted(listed()).clicks(12_000, button("Undo"))) == []
    assert found(edited(listed()).types(14_000, VALUE, "0.19")) == []


def test_the_same_value_for_another_thing_is_not_the_same_again() -> None:
    story = listed()
    for at, name in ((5_000, "reviewed"), (20_000, "approved")):
        form = dialog("Edit tags")
        story.clicks(at, button("Edit tags")).shows(at + 200, form, dialogs=1).types(at + 1_000, NAME, name).types(at + 2_500, VALUE, "always")
        story.clicks(at + 4_000, button("Save tags", in_dialog=True)).shows(at + 4_300, gone=(form,))
    assert found(story) == []
