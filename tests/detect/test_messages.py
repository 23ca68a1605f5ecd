"""What the screen says: errors, empty results, refused forms, spinners, blank pages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Element, ScreenLine

from .story import Story, alert, button, dialog, field, heading, invalid, link, spinner, text

SAVE = button("Save")


@pytest.mark.parametrize(
    ("words", "tone"),
    [
        ("Saving failed: the disk is full", "failure"),
        ("We are not able to keep new reviews just now, so yours was not stored.", "failure"),
        ("Something went wrong. Please try again.", "failure"),
        ("HTTP 500 - Query could not be run", "failure"),
    ],
)
def test_an_alert_that_says_it_did_not_work(words: str, tone: str) -> None:
    [hit] = Story().clicks(5_000, SAVE).shows(5_400, alert(words)).hits("error_shown")
    assert hit.facts["text"] == words
    assert hit.facts["tone"] == tone
    assert hit.facts["where"] == "alert"
    assert hit.facts["label"] == "Save"
    assert hit.facts["delay_ms"] == 400


def test_a_plain_line_after_an_action() -> None:
    [hit] = Story().clicks(5_000, button("Run")).shows(5_400, text("The report could not be loaded.")).hits("error_shown")
    assert hit.facts["where"] == "text"


def test_what_was_chosen_is_explained_beside_it() -> None:
    choice = field("Kind", tag="select")
    assert Story().types(5_000, choice, "File").shows(5_200, text("Currently not supported on phones")).hits("error_shown") == []
    assert len(Story().types(5_000, choice, "File").shows(5_200, text("The kinds could not be loaded.")).hits("error_shown")) == 1


def test_a_whole_error_page() -> None:
    story = Story().clicks(5_000, button("Send")).opens(5_500, "https://app.test/send")
    story.shows(5_600, heading("Internal server error"), text("Sorry, something went wrong on our side."), lines=2, navigation=True)
    hits = story.hits("error_shown")
    assert {hit.facts["where"] for hit in hits} == {"page"}


def test_a_red_banner_that_sells_something_is_no_error() -> None:
    assert Story().shows(1_000, alert("SALE! 50 % off everything until Sunday"), navigation=True).hits("error_shown") == []


def test_an_article_about_errors_is_no_error() -> None:
    story = Story().clicks(5_000, button("Next")).opens(5_300, "https://app.test/help")
    story.shows(5_400, heading("Help"), text("The server answers 500 when saving failed."), lines=80, navigation=True)
    assert story.hits("error_shown") == []


def test_an_error_that_a_later_press_overcame_says_when() -> None:
    story = Story().clicks(5_000, SAVE).shows(5_400, alert("Saving failed.")).clicks(9_000, SAVE).shows(9_300, alert("Saved successfully.", box=8))
    [hit] = story.hits("error_shown")
    assert hit.facts["resolved_ms"] == 9_300


def test_an_empty_result_is_a_weaker_sign_of_its_own() -> None:
    story = Story().types(3_000, field("Search"), "lamp").clicks(5_000, button("Search")).opens(5_300, "https://app.test/search?q=lamp")
    story.shows(5_400, heading("Search"), text("Found 0 results."), lines=20, navigation=True)
    assert len(story.hits("empty_result")) == 1
    assert story.hits("error_shown") == []


def test_a_form_refused_three_times_is_one_struggle() -> None:
    story = Story()
    for at in (5_000, 15_000, 25_000):
        story.clicks(at, button("Continue", type="submit")).shows(at + 300, invalid("Postcode: is not valid"), invalid("Phone: is required"))
    [hit] = story.hits("refused_form")
    assert hit.facts["times"] == 3
    assert hit.facts["repeated"] is True
    assert "Postcode" in str(hit.facts["text"])
    assert (hit.at_ms, hit.end_ms) == (5_000, 25_300)


def test_a_hint_while_typing_is_no_refusal_by_itself() -> None:
    story = Story().types(5_000, field("Password"), "abc").shows(5_400, invalid("Password is too short")).types(6_000, field("Password"), "abcdefgh")
    [hit] = story.hits("refused_form")
    assert hit.facts["times"] == 0
    assert hit.facts["while_typing"] == 1


def test_a_spinner_that_never_ends() -> None:
    story = Story().clicks(5_000, button("Deploy")).shows(5_100, spinner("Deploying…"), spinners=1).leaves(40_000)
    [hit] = story.hits("endless_spinner", ends=40_000)
    assert hit.facts["lasted_ms"] == 34_900
    assert hit.facts["label"] == "Deploy"
    assert hit.facts["text"] == "Deploying…"
    assert story.hits("slow_response", ends=40_000) == []


def test_a_spinner_beside_which_work_goes_on_is_nobodys_wait() -> None:
    story = Story().shows(500, spinner("Loading…"), spinners=1, navigation=True)
    for at in (10_000, 20_000):
        story.clicks(at, button("Next")).shows(at + 200, text(f"step {at}"), spinners=1)
    assert story.hits("endless_spinner") == []


def test_a_spinner_that_ends_late_is_a_slow_response() -> None:
    story = Story().clicks(5_000, button("Deploy")).shows(5_100, spinner(), spinners=1)
    story.shows(13_000, alert("Successfully deployed"), gone=(spinner(),))
    [hit] = story.hits("slow_response")
    assert hit.facts["spinner"] is True
    assert hit.facts["waited_ms"] == 8_000
    assert hit.facts["tone"] == "success"
    assert story.hits("endless_spinner") == []


@pytest.mark.parametrize(("after", "slow"), [(2_900, False), (4_000, True)])
def test_a_late_answer_without_a_spinner(after: int, slow: bool) -> None:
    hits = Story().clicks(5_000, button("Load")).shows(5_000 + after, text("Here it is")).hits("slow_response")
    assert [hit.facts["spinner"] for hit in hits] == ([False] if slow else [])


def test_a_slow_request_is_a_slow_response() -> None:
    story = Story().clicks(5_000, button("Load")).requests(5_050, "GET", "https://app.test/api/rows", 200, took=6_000).shows(11_100, text("Rows"))
    [hit] = story.hits("slow_response")
    assert hit.facts["waited_ms"] == 6_050


def test_a_page_that_turns_blank_and_stays_so() -> None:
    story = Story().shows(500, heading("Editor"), navigation=True, lines=30).clicks(5_000, button("Done")).throws(5_050, "x is null")
    story.shows(5_100, gone=(heading("Editor"),), blank=True, lines=0)
    [hit] = story.hits("blank_screen", ends=30_000)
    assert hit.facts["partial"] is False
    assert hit.facts["error_near"] is True
    assert hit.facts["lasted_ms"] == 24_900


def test_an_emptied_middle_at_the_moment_of_an_error_is_partly_blank() -> None:
    story = Story().shows(500, heading("Report"), navigation=True, lines=40).clicks(5_000, button("Balance"))
    story.logs(5_050, "Uncaught TypeError: Cannot read properties of undefined")
    story.shows(5_100, gone=(heading("Report"), text("a"), text("b")), lines=9)
    [hit] = story.hits("blank_screen", ends=30_000)
    assert hit.facts["partial"] is True


def _a_route_to_a_form(error: str) -> Story:
    """A route change inside a document: the list goes, and a much shorter form comes half a second later."""
    story = Story().shows(500, heading("Runs"), navigation=True, lines=94).clicks(5_000, link("Custom run", "/run"))
    story.opens(5_050, "https://app.test/run", load=False).throws(5_060, error, type="Error")
    return story.shows(5_100, gone=(heading("Runs"), *(text(f"run {number}") for number in range(80))), lines=12)


def test_a_short_page_that_comes_after_a_route_change_has_come() -> None:
    form = [text(words) for words in ("Name", "Parameters", "day", "Start", "Cancel", "Submit")]
    assert _a_route_to_a_form("x is null").shows(5_600, *form, lines=18).hits("blank_screen", ends=40_000) == []
    [hit] = _a_route_to_a_form("x is null").shows(5_600, *form[:1], lines=13).hits("blank_screen", ends=40_000)
    assert hit.facts["refilled"] is False


def test_a_harmless_error_empties_no_page() -> None:
    story = _a_route_to_a_form("ResizeObserver loop completed with undelivered notifications.")
    assert story.hits("blank_screen", ends=40_000) == []


def test_a_part_that_says_what_failed_is_no_empty_part() -> None:
    story = _a_route_to_a_form("x is null").shows(5_300, heading("Loading the files failed"), lines=13)
    assert {"error_shown"} <= story.rules(ends=40_000)
    assert story.hits("blank_screen", ends=40_000) == []


def test_a_flash_of_white_between_two_pages_is_no_blank_screen() -> None:
    story = Story().shows(500, heading("A"), navigation=True).shows(5_000, blank=True, lines=0).shows(5_400, heading("B"), lines=30)
    assert story.hits("blank_screen") == []


def test_closing_a_dialog_empties_nothing() -> None:
    story = Story().shows(500, heading("A"), dialog("Filter"), dialogs=1, lines=40).clicks(5_000, button("Close"))
    story.shows(5_100, gone=(dialog("Filter"),), lines=15)
    assert story.hits("blank_screen") == []


def test_a_page_full_of_failing_boxes_is_read_to_a_bound() -> None:
    story = Story().clicks(5_000, button("Load all"))
    story.shows(5_400, *(alert(f"Row {row} could not be loaded.", box=row + 10) for row in range(5_000)))
    assert 1 <= len(story.hits("error_shown")) <= 100


def test_a_counter_of_one_part_of_a_page_is_no_empty_result() -> None:
    story = Story().types(3_000, field("Name"), "lamp").clicks(5_000, button("Run"))
    story.shows(5_400, text("0 Task runs"), *(text(f"row {number}") for number in range(30)))
    assert story.hits("empty_result") == []


def test_a_link_that_is_followed_asks_for_nothing() -> None:
    story = Story().types(3_000, field("Search"), "lamp").clicks(5_000, link("Lamp", "/lamp")).opens(5_300, "https://app.test/lamp")
    story.shows(5_400, heading("Lamp"), text("No items found."), navigation=True)
    assert story.hits("empty_result") == []


def test_a_refusal_that_the_next_letter_takes_back_is_none() -> None:
    story = (
        Story()
        .types(5_000, field("Rate"), "0.21")
        .shows(5_200, invalid("Rate: must be a number"))
        .shows(5_700, gone=(invalid("Rate: must be a number"),))
    )
    assert story.hits("refused_form") == []
    stands = (
        Story()
        .types(5_000, field("Rate"), "0.x")
        .shows(5_300, invalid("Rate: must be a number"))
        .shows(9_700, gone=(invalid("Rate: must be a number"),))
    )
    assert len(stands.hits("refused_form")) == 1


def test_a_refusal_that_flashes_while_a_form_is_cleared_is_none() -> None:
    story = Story().types(5_000, field("Name"), "x").shows(5_200, alert("Name is required")).shows(5_900, gone=(alert("Name is required"),))
    assert story.hits("error_shown") == []


def test_an_error_after_which_the_thing_is_there_had_worked_all_the_same() -> None:
    story = Story().types(2_000, field("Name"), "label-printer").clicks(5_000, button("Create")).shows(5_300, alert("Failed to create"))
    story.opens(20_000, "https://app.test/limits").shows(20_300, text("label-printer | 3"), navigation=True)
    [hit] = story.hits("error_shown")
    assert hit.facts["resolved_ms"] == 20_300


def test_a_row_that_shares_one_word_with_what_was_to_be_made_is_another_thing() -> None:
    story = Story().types(2_000, field("Name"), "Fjord Felt").types(3_000, field("City"), "Bergen")
    story.clicks(5_000, button("Create")).shows(5_300, alert("Failed to create"))
    story.opens(20_000, "https://app.test/makers").shows(20_300, text("North Sea Wool | Bergen | 3"), navigation=True)
    [hit] = story.hits("error_shown")
    assert "resolved_ms" not in hit.facts


def test_what_closes_a_message_says_nothing_of_it() -> None:
    [hit] = Story().clicks(5_000, SAVE).shows(5_300, alert("Unexpected error"), alert("Dismiss")).hits("error_shown")
    assert hit.facts["text"] == "Unexpected error"


def test_white_between_two_pages_is_none_that_stays() -> None:
    story = Story().shows(500, heading("Sign in"), navigation=True, lines=6).clicks(5_000, button("Sign in"))
    story.shows(5_200, gone=(heading("Sign in"),), blank=True, lines=0).shows(11_000, heading("Orders"), lines=30)
    assert story.hits("blank_screen") == []


def test_what_is_built_anew_is_known_by_its_label() -> None:
    again = replace(button("Archive"), ref="div>span:2>button:1")
    story = Story().clicks(5_000, replace(again, ref="div>span:1>button:1")).shows(5_300, alert("Something went wrong."))
    story.clicks(15_000, again).shows(15_300, text("23 items"), gone=(text("24 items"), alert("Something went wrong.")))
    [hit] = story.hits("error_shown")
    assert hit.facts["resolved_ms"] == 15_300


def test_a_button_of_another_row_is_another_button() -> None:
    one, other = (replace(button("Archive"), ref=f"div:{row}>button:1") for row in (1, 2))
    story = Story().shows(1_000, text("Rug | Archive"), text("Lamp | Archive")).clicks(5_000, one).shows(5_300, alert("Something went wrong."))
    story.clicks(15_000, other).shows(15_300, gone=(text("Lamp | Archive"), alert("Something went wrong.")))
    [hit] = story.hits("error_shown")
    assert "resolved_ms" not in hit.facts


def test_a_search_that_finds_nothing_of_what_stood_there_says_so() -> None:
    story = (
        Story().shows(1_000, text("returns-report | daily"), text("stock-sync | daily")).types(5_000, field("Search flows", type="search"), "returns")
    )
    story.shows(6_000, text("No flows | Clear filters"), gone=(text("returns-report | daily"), text("stock-sync | daily")))
    [hit] = story.hits("empty_result")
    assert (hit.facts["asked"], hit.facts["stood"]) == ("returns", "returns-report | daily")


def test_a_new_thing_that_is_empty_is_no_search() -> None:
    story = Story().types(3_000, field("Experiment name"), "baseline").clicks(5_000, button("Create")).shows(5_400, text("No runs found."))
    assert story.hits("empty_result") == []


def test_a_list_that_says_so_while_it_loads_is_no_empty_result() -> None:
    story = Story().types(3_000, field("Search"), "lamp").clicks(5_000, button("Search")).shows(5_400, text("No results found."))
    story.shows(7_000, text("lamp | 12"), gone=(text("No results found."),))
    assert story.hits("empty_result") == []


def test_a_search_page_that_lists_nothing_of_what_was_in_a_list_before() -> None:
    row = text("2 | today | Invoice 2231 shows the wrong fee")
    story = Story().shows(1_000, row).shows(4_000, text("A page"), gone=(row,), navigation=True)
    story.types(10_000, field("Search"), "invoice").clicks(12_000, button("Search")).opens(12_300, "https://app.test/issues?q=invoice")
    story.shows(12_500, text("There are no issues yet!"), gone=(text("A page"),), navigation=True)
    [hit] = story.hits("empty_result")
    assert (hit.facts["asked"], hit.facts["stood"]) == ("invoice", row.text)


ORDERS = (text("Order | User | Total"), text("7MUD | karl.amsel@mail.test | 18.00"), text("SW3G | oskar.osei@mail.test | 9.00"))
NONE = text("All pages | 0 orders")


def _sought(words: str, *more: Element, gone: tuple[ScreenLine, ...] = ORDERS[1:]) -> list[Hit]:
    story = Story().shows(1_000, *ORDERS, navigation=True).types(5_000, field("Search"), words)
    for place, other in enumerate(more):
        story.types(6_000 + place, other, "expired")
    story.clicks(7_000, button("Filter")).shows(7_400, NONE, gone=gone)
    return story.hits("empty_result")


def test_a_list_that_only_counts_none_for_what_stood_in_it_found_nothing() -> None:
    [hit] = _sought("karl")
    assert (hit.facts["text"], hit.facts["stood"]) == ("0 orders", ORDERS[1].text)


def test_a_count_of_none_is_the_true_answer_where_the_list_held_none_of_it() -> None:
    assert _sought("zimmermann") == []


def test_who_chose_a_state_as_well_may_have_asked_for_what_is_not_there() -> None:
    assert _sought("karl", field("State", tag="select")) == []


def test_a_count_of_none_beside_a_list_that_stays_is_of_something_else() -> None:
    assert _sought("karl", gone=ORDERS[2:]) == []
