"""Exceptions and failed requests."""

from __future__ import annotations

from onlooker.detect import detect, findings

from .story import Story, alert, button, text

SAVE = button("Save")
API = "https://app.test/api/things"


def test_an_avalanche_is_one() -> None:
    story = Story()
    for number in range(120):
        story.throws(1_000 + 10 * number, f"Cannot read properties of undefined (reading 'row{number}')")
    [hit] = story.hits("exception")
    assert hit.facts["count"] == 120
    assert hit.facts["visible"] is False
    assert len(hit.entries) <= 40


def test_two_causes_are_two() -> None:
    assert len(Story().throws(1_000, "a is null").throws(1_100, "b is not a function").hits("exception")) == 2


def test_the_same_error_as_event_and_in_the_console_is_one() -> None:
    story = Story().throws(1_000, "a is null", origin="").logs(1_001, "Uncaught TypeError: a is null")
    [hit] = story.hits("exception")
    assert hit.facts["count"] == 2


def test_an_uncaught_error_only_the_console_shows_after_a_press_that_did_nothing() -> None:
    [hit] = Story().clicks(5_000, button("Compare")).logs(5_050, "Uncaught TypeError: runs.map is not a function").hits("exception")
    assert hit.facts["console_only"] is True
    assert hit.facts["type"] == "TypeError"
    assert hit.facts["after_action"] is True
    assert hit.facts["unanswered"] == 1
    assert hit.facts["stuck_label"] == "Compare"


def test_an_exception_whose_press_worked_all_the_same() -> None:
    [hit] = Story().clicks(5_000, SAVE).throws(5_050, "beacon is null").shows(5_300, alert("Saved.")).hits("exception")
    assert hit.facts["action_done"] is True
    assert hit.facts["visible"] is False
    assert hit.facts["stuck"] == 0


def test_an_exception_with_a_message_on_screen_is_visible() -> None:
    [hit] = Story().clicks(5_000, SAVE).throws(5_050, "boom").shows(5_200, alert("Something went wrong.")).hits("exception")
    assert hit.facts["visible"] is True
    assert hit.facts["message"] == "Something went wrong."


def test_a_failed_save_that_nobody_sees() -> None:
    [hit] = Story().clicks(5_000, SAVE).requests(5_050, "POST", API, 500).hits("failed_request")
    assert hit.facts["no_visible_effect"] is True
    assert hit.facts["status"] == 500
    assert hit.facts["label"] == "Save"
    assert hit.facts["changing"] is True
    assert "resolved_ms" not in hit.facts


def test_a_failed_save_that_says_so() -> None:
    [hit] = Story().clicks(5_000, SAVE).requests(5_050, "POST", API, 500).shows(5_300, alert("Saving failed.")).hits("failed_request")
    assert hit.facts["no_visible_effect"] is False
    assert hit.facts["message"] == "Saving failed."


def test_a_request_that_never_got_an_answer() -> None:
    [hit] = Story().clicks(5_000, SAVE).requests(5_050, "POST", API, 0, took=30_000).hits("failed_request")
    assert hit.facts["status"] == 0


def test_a_failed_save_of_a_keyboard_user_counts_without_a_click() -> None:
    [hit] = Story().requests(5_050, "PUT", API, 500).hits("failed_request")
    assert hit.facts["after_action"] is False
    assert hit.facts["background"] is True


def test_a_save_tried_again_with_success() -> None:
    story = Story().clicks(5_000, SAVE).requests(5_050, "POST", API, 503).shows(5_300, alert("Saving failed."))
    story.clicks(9_000, SAVE).requests(9_050, "POST", API, 200).shows(9_300, alert("Saved.", box=8))
    [failed] = story.hits("failed_request")
    assert failed.facts["resolved_ms"] == 9_300
    assert failed.facts["healed_itself"] is False
    assert story.hits("abandonment", ends=12_000) == []


def test_a_save_tried_three_times_in_vain() -> None:
    story = Story()
    for at in (5_000, 12_000, 20_000):
        story.clicks(at, SAVE).requests(at + 50, "POST", API, 500).shows(at + 300, alert("Saving failed.", box=at))
    [hit] = story.hits("repeated_submit")
    assert hit.facts["attempts"] == 3
    assert hit.facts["failed"] == 3
    assert hit.facts["status"] == 500
    assert hit.facts["text"] == "Saving failed."
    assert "resolved_ms" not in hit.facts


def test_a_press_each_of_whose_tries_works_is_no_repeated_submit() -> None:
    story = Story()
    for at in (5_000, 12_000, 20_000):
        story.clicks(at, button("Add row", type="submit")).shows(at + 300, text(f"row {at}"))
    assert story.hits("repeated_submit") == []


def test_two_buttons_of_a_form_that_are_told_the_same_are_one_trouble() -> None:
    story = Story()
    for at, label, number in ((2_000, "Save", "C0-12"), (12_000, "Save and close", "77-F1")):
        story.clicks(at, button(label, type="submit")).shows(at + 300, alert(f"The entry was not recorded. Please quote {number}."))
    timeline = story.timeline(60_000)
    assert len(findings(timeline, story.hits()).findings) == 1


def test_what_fails_by_itself_over_and_over_fails_beside_a_press_by_chance() -> None:
    story = Story()
    for at in (12_000, 17_000, 22_000):
        story.requests(at, "", "https://app.test/flags.json", 404)
    story.clicks(26_000, SAVE).requests(26_900, "", "https://app.test/flags.json", 404)
    assert story.hits("failed_request") == []
    again = Story().clicks(26_000, SAVE).requests(26_900, "", "https://app.test/flags.json", 404).hits("failed_request")
    assert [hit.facts["label"] for hit in again] == ["Save"]


def test_what_is_thrown_all_over_the_place_has_no_part_in_one_message() -> None:
    story = Story()
    for at in (3_000, 9_000, 15_000, 21_000, 27_000):
        story.clicks(at, button(f"Open {at}")).throws(at + 20, "stats were not delivered").shows(at + 100, text(f"page {at}"))
    story.clicks(33_000, button("Files")).throws(33_010, "stats were not delivered").shows(33_100, alert("Loading files failed"))
    [hit] = story.hits("exception")
    assert hit.facts["visible"] is False
    timeline = story.timeline(60_000)
    [finding] = findings(timeline, detect(timeline)).findings
    assert "exception" not in {hit.rule for hit in finding.evidence.hits}
