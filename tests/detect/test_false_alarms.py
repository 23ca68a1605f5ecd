"""One case for each source of false alarms that keeps reappearing in this field. Each story is harmless: no detector may raise a strong hit."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onlooker.domain.screen import Element

from .story import HOME, Story, alert, button, dialog, field, link, plain, text

STRONG = {
    "rage_click", "dead_click", "error_click", "slow_response", "endless_spinner", "error_shown", "failed_request", "blank_screen", "refused_form",
    "repeated_submit", "lost_input", "abandonment", "back_and_forth", "wandering", "thrashed_cursor",
}  # fmt: skip

API = "https://app.test/api"
CASES: dict[str, Callable[[], Story]] = {}


def case(made: Callable[[], Story]) -> Callable[[], Story]:
    CASES[made.__name__] = made
    return made


@case
def double_click_to_select_a_word() -> Story:
    return Story().clicks(5_000, plain("a word"), selects_text=True).clicks(5_200, plain("a word"), double=True, selects_text=True).selects(5_210)


@case
def triple_click_to_select_a_paragraph() -> Story:
    story = Story()
    for at in (5_000, 5_150, 5_300):
        story.clicks(at, plain("a paragraph"), selects_text=True).selects(at + 10)
    return story


@case
def a_stepper_pressed_five_times_each_with_its_answer() -> Story:
    story = Story()
    for number in range(5):
        story.clicks(5_000 + 300 * number, button("+")).shows(5_080 + 300 * number, values=(("Quantity", str(number), str(number + 1)),))
    return story


@case
def a_carousel_turned_with_next() -> Story:
    story = Story()
    for number in range(6):
        story.clicks(5_000 + 400 * number, button("Next")).shows(
            5_100 + 400 * number, text(f"picture {number + 2}"), gone=(text(f"picture {number + 1}"),)
        )
    return story


@case
def a_file_downloaded() -> Story:
    return Story().clicks(5_000, link("Report", "https://app.test/report.csv")).clicks(20_000, button("Download as CSV"))


@case
def a_link_that_opens_a_new_tab() -> Story:
    return Story().clicks(5_000, link("Manual", "https://docs.test/manual")).switches(6_500, to=1).opens(6_400, "https://docs.test/manual", window=1)


@case
def a_button_that_opens_a_new_tab() -> Story:
    return Story().clicks(5_000, button("Open preview")).switches(5_700, to=1).opens(5_600, "https://app.test/preview", window=1)


@case
def a_file_chosen() -> Story:
    return Story().clicks(5_000, field("Picture", type="file")).clicks(20_000, button("Choose file"))


@case
def a_native_select_and_a_date() -> Story:
    return (
        Story()
        .clicks(5_000, Element(tag="select", label="Country", ref="select#country", interactive=True))
        .clicks(9_000, field("Date", type="date"))
    )


@case
def a_date_picker_leafed_through() -> Story:
    story = Story().clicks(4_000, field("From"))
    for number in range(5):
        story.clicks(5_000 + 350 * number, button("\u203a")).shows(5_060 + 350 * number, text(f"Month {number}"))
    return story


@case
def a_click_outside_a_dialog_to_close_it() -> Story:
    story = Story().shows(3_000, dialog("Filter"), dialogs=1)
    return story.clicks(5_000, plain("", tag="div"), x=10, y=10).shows(5_100, gone=(dialog("Filter"),))


@case
def clicks_on_plain_text_and_empty_areas() -> Story:
    return Story().clicks(5_000, plain("Some text")).clicks(9_000, plain("", tag="body")).clicks(14_000, None)


@case
def a_field_clicked_to_type() -> Story:
    return Story().clicks(5_000, field("Name")).clicks(9_000, field("Note", tag="textarea"))


@case
def a_canvas_a_video_and_a_frame() -> Story:
    story = Story()
    for number, tag in enumerate(("canvas", "video", "iframe")):
        for at in (5_000, 5_300, 5_600, 5_900):
            story.clicks(at + 10_000 * number, Element(tag=tag, ref=tag, interactive=True))
    return story


@case
def a_drawing_dragged_about() -> Story:
    story = Story()
    for number in range(4):
        story.clicks(5_000 + 300 * number, Element(tag="rect", ref="rect#n1", interactive=None)).mutates(5_020 + 300 * number, nodes=0, attributes=2)
    return story


@case
def a_copy_button_without_a_toast() -> Story:
    return Story().clicks(5_000, button("Copy")).clicks(12_000, button("", classes=("copy-button",)))  # type: ignore[arg-type]


@case
def the_tab_already_selected() -> Story:
    return Story().clicks(5_000, button("Overview", role="tab", selected=True))


@case
def a_slow_network_and_then_success() -> Story:
    return Story().clicks(5_000, button("Load more")).requests(5_050, "GET", API, 200, took=2_200).shows(7_300, text("row 21"))


@case
def a_debounced_button() -> Story:
    story = Story()
    for number in range(4):
        story.clicks(5_000 + 200 * number, button("+1"))
    return story.shows(6_100, values=(("Quantity", "1", "5"),))


@case
def a_disabled_button_that_explains_itself() -> Story:
    return Story().clicks(5_000, button("Publish", disabled=True)).shows(5_100, text("Add a title before you publish"))


@case
def an_exception_retried_and_healed() -> Story:
    story = Story().clicks(5_000, button("Refresh")).requests(5_050, "GET", f"{API}/rates", 500, took=50).throws(5_110, "rates failed")
    return story.requests(5_300, "GET", f"{API}/rates", 200).shows(5_450, text("1.17"))


@case
def an_extension_and_an_advertisement_throw() -> Story:
    story = Story().clicks(5_000, button("Show")).throws(5_050, "x is null", origin="chrome-extension://abc/content.js").shows(5_100, text("Shown"))
    return story.throws(9_000, "y is null", origin="https://www.googletagmanager.com/gtm.js")


@case
def analytics_that_fail() -> Story:
    story = Story().clicks(5_000, button("Show")).shows(5_100, text("Shown"))
    story.requests(5_050, "POST", "https://www.google-analytics.com/g/collect", 0).requests(6_000, "POST", "https://app.test/telemetry", 503)
    return story.requests(6_500, "GET", "https://cdn.test/logo.png", 404, kind="img")


@case
def who_am_i_answered_with_401() -> Story:
    return Story().requests(200, "GET", f"{API}/me", 401).requests(300, "GET", f"{API}/draft", 404).shows(500, text("Sign in"), navigation=True)


@case
def a_lookup_answered_with_404() -> Story:
    return Story().types(5_000, field("User name"), "ann").requests(5_400, "GET", f"{API}/users/ann", 404).shows(5_600, text("ann is free"))


@case
def a_hydration_warning() -> Story:
    return (
        Story()
        .logs(300, "Warning: Text content did not match. Server: 1 Client: 2")
        .throws(400, "Hydration failed because the initial UI does not match", type="Error")
    )


@case
def a_resize_observer_loop() -> Story:
    return (
        Story()
        .clicks(5_000, button("Widen"))
        .throws(5_050, "ResizeObserver loop completed with undelivered notifications.")
        .shows(5_100, text("wide"))
    )


@case
def a_success_told_in_an_alert() -> Story:
    return Story().clicks(5_000, button("Save")).requests(5_050, "POST", API, 201).shows(5_300, alert("Saved successfully.")).leaves(9_000)


@case
def a_reload_for_fresh_data() -> Story:
    return Story().shows(500, text("rows"), navigation=True).opens(9_000, HOME).shows(9_500, text("rows"), navigation=True)


@case
def two_tabs_compared() -> Story:
    story = Story()
    for number in range(6):
        story.switches(3_000 + 4_000 * number, to=number % 2)
    return story


@case
def calm_reading_with_long_pauses() -> Story:
    return Story().scrolls(3_000).scrolls(40_000).scrolls(55_000)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_harmless_story_raises_nothing_strong(name: str) -> None:
    found = CASES[name]().hits()
    assert [(hit.rule, dict(hit.facts)) for hit in found if hit.rule in STRONG and not _weak(hit.facts)] == []


def _weak(facts: object) -> bool:
    """A failed request that healed itself at once stays, with the fact that says so."""
    return isinstance(facts, dict) and facts.get("healed_itself") is True


@pytest.mark.parametrize("name", ["an_extension_and_an_advertisement_throw", "a_hydration_warning", "a_resize_observer_loop"])
def test_harmless_exceptions_are_kept_and_named_harmless(name: str) -> None:
    hits = CASES[name]().hits("exception")
    assert hits
    assert all("harmless" in hit.facts for hit in hits)


def test_a_healed_request_says_that_nobody_did_anything_for_it() -> None:
    [hit] = CASES["an_exception_retried_and_healed"]().hits("failed_request")
    assert hit.facts["healed_itself"] is True
    assert hit.facts["no_visible_effect"] is True


def test_a_stepper_that_does_nothing_is_no_false_alarm() -> None:
    story = Story()
    for number in range(5):
        story.clicks(5_000 + 300 * number, button("+ one more"))
    assert len(story.hits("rage_click")) == 1
