"""Whose answer is it? What follows an act need not come of it."""

from __future__ import annotations

from dataclasses import replace

from onlooker.domain.screen import ScreenChange
from onlooker.domain.timeline import Seen, Submitted

from .story import HOME, Story, alert, button, dialog, field, heading, invalid, link, spinner, text

SAVE = button("Save", type="submit")


def test_a_rotating_tip_answers_no_press() -> None:
    story = Story()
    for number in range(10):
        tip = replace(text(f"tip number {'abcdefghij'[number]}: do this"), node_id=99)
        story.shows(4_000 + 5_000 * number, tip)
    for at in (20_500, 27_000, 32_500, 39_500):
        story.clicks(at, button("Deploy"))
    [hit] = story.hits("rage_click")
    assert hit.facts["presses"] == 4
    assert hit.facts["answered"] == 0


def test_the_answer_to_the_next_press_is_not_the_answer_to_this_one() -> None:
    story = Story()
    for at in (5_000, 5_200, 5_400, 5_600):
        story.clicks(at, button("Export"))
    story.clicks(7_000, link("Checkout", "https://app.test/checkout")).opens(7_200, "https://app.test/checkout").shows(7_300, navigation=True)
    [hit] = story.hits("rage_click")
    assert hit.facts["label"] == "Export"
    assert hit.facts["answered"] == 0


def test_the_users_own_reload_answers_no_press() -> None:
    story = Story().clicks(5_000, SAVE).requests(9_000, "GET", HOME, 200, kind="navigation").opens(9_300, HOME).shows(9_400, navigation=True)
    [hit] = story.hits("dead_click")
    assert "resolved_ms" not in hit.facts
    assert story.hits("slow_response") == []


def test_a_slow_page_that_the_press_asked_for_answers_it() -> None:
    story = (
        Story().clicks(5_000, SAVE).requests(5_020, "POST", HOME, 200, took=4_200, kind="navigation").opens(9_300, HOME).shows(9_400, navigation=True)
    )
    assert story.hits("dead_click") == []
    [hit] = story.hits("slow_response")
    assert hit.facts["waited_ms"] == 4_220


def test_what_a_new_page_fails_to_fetch_is_not_the_links_failure() -> None:
    story = Story().clicks(5_000, link("Garden", "https://app.test/garden")).requests(5_010, "", "https://app.test/garden", 200, kind="navigation")
    story.opens(5_400, "https://app.test/garden").shows(5_500, heading("Garden"), navigation=True)
    story.requests(5_500, "", "https://app.test/api/badge", 500).throws(5_620, "badge: HTTP 500")
    [failed] = story.hits("failed_request")
    assert failed.facts["after_action"] is False
    assert failed.facts["on_load"] is True
    [thrown] = story.hits("exception")
    assert thrown.facts["triggered"] == 0
    assert story.hits("error_click") == []


def test_quiet_failures_of_one_call_are_one() -> None:
    story = Story()
    for number in range(6):
        story.requests(5_000 + 8_000 * number, "GET", f"https://app.test/api/poll?n={number}", 502)
    [hit] = story.hits("failed_request")
    assert hit.facts["count"] == 6
    assert len(hit.entries) == 6


def _came_back(story: Story, at: int, *again: str) -> Story:
    lines = tuple(alert(words) for words in again)
    return story.tell(at, Seen(change=ScreenChange(at_ms=at, window=0, navigation=True, again=lines, lines=30)))


def test_a_form_that_comes_back_with_the_same_message_is_refused_again() -> None:
    story = Story().types(3_000, field("Name"), "Ann").clicks(5_000, SAVE).opens(5_300, HOME)
    story.shows(5_400, alert("Something went wrong. Please try again."), navigation=True)
    story.clicks(15_000, SAVE).opens(15_300, HOME)
    _came_back(story, 15_400, "Something went wrong. Please try again.")
    assert len(story.hits("error_shown")) == 2
    [hit] = story.hits("repeated_submit")
    assert hit.facts["failed"] == 2


def test_a_banner_on_every_page_speaks_of_no_act() -> None:
    story = Story().shows(500, alert("Mail could not be delivered to your address."), navigation=True)
    for number, at in enumerate((5_000, 15_000, 25_000)):
        url = f"https://app.test/{'abc'[number]}"
        story.clicks(at, link("Next", url)).opens(at + 300, url)
        _came_back(story, at + 400, "Mail could not be delivered to your address.")
    assert story.hits("error_shown") == []
    assert story.hits("repeated_submit") == []


def test_the_users_own_words_accuse_nobody() -> None:
    story = Story().types(3_000, field("Title"), "Login failed for new users").clicks(6_000, SAVE)
    story.shows(6_300, text("Login failed for new users"), alert("Saved: Login failed for new users"))
    assert story.hits("error_shown") == []


def test_a_form_nobody_has_filled_refuses_nothing() -> None:
    story = Story().clicks(5_000, link("New page", "https://app.test/new")).opens(5_300, "https://app.test/new")
    story.shows(5_400, heading("New page"), invalid("Title (marked invalid)"), navigation=True)
    story.clicks(20_000, button("Add block")).shows(20_100, invalid("Block: required"))
    assert story.hits("refused_form") == []


def test_a_consent_dialog_beside_the_work_is_no_open_question() -> None:
    story = Story().shows(500, dialog("We use cookies. Do you want to accept them?"), dialogs=1, navigation=True)
    story.clicks(20_000, button("Next")).shows(20_200, text("Page 2"), dialogs=1).leaves(30_000)
    assert story.hits("abandonment", ends=30_000) == []


def test_a_press_that_took_the_buttons_words_and_gave_nothing_is_an_endless_wait() -> None:
    story = Story().clicks(5_000, button("Deploy")).shows(5_050, gone=(text("Deploy"),)).leaves(60_000)
    [hit] = story.hits("endless_spinner")
    assert hit.facts["spinner_seen"] is False
    assert hit.facts["label"] == "Deploy"


def test_a_notice_dismissed_is_no_wait() -> None:
    story = Story().clicks(5_000, button("Got it")).shows(5_050, gone=(text("Got it"), text("We have new terms."))).leaves(60_000)
    assert story.rules() == set()


def test_another_page_with_less_on_it_is_no_emptied_page() -> None:
    story = Story().shows(500, heading("Orders"), navigation=True, lines=900).clicks(5_000, link("Dashboard", "#/dashboard"))
    story.opens(5_050, "https://app.test/things#/dashboard", load=False).throws(5_060, "chart is null")
    story.shows(5_100, *(text(f"figure {number}") for number in range(12)), gone=tuple(text(f"row {number}") for number in range(900)), lines=13)
    assert story.hits("blank_screen") == []


def test_where_everything_moves_all_the_time_nothing_is_known_to_be_dead() -> None:
    story = Story()
    for second in range(1, 60):
        story.mutates(second * 1_000, nodes=800)
    assert story.clicks(30_000, button("Sort")).hits("dead_click") == []


def test_an_error_page_in_a_window_just_opened_is_answered_for_by_the_press_that_opened_it() -> None:
    story = Story().clicks(5_000, button("Preview")).opens(5_600, "https://app.test/preview", window=1)
    story.shows(5_700, heading("Internal server error"), lines=2, navigation=True, window=1)
    [hit] = story.hits("error_shown")
    assert hit.facts["label"] == "Preview"


def test_a_form_sent_with_the_enter_key_is_an_attempt() -> None:
    story = Story()
    for at in (5_000, 12_000):
        story.tell(at, Submitted(target=None)).requests(at + 20, "POST", "https://app.test/api", 500).shows(
            at + 200, alert("Sign-in failed.", box=at)
        )
    [hit] = story.hits("repeated_submit")
    assert hit.facts["attempts"] == 2


def test_a_late_spinner_at_the_first_load_is_nobodys_slow_press() -> None:
    story = Story().shows(300, spinner("Loading…"), spinners=1, navigation=True).shows(6_000, heading("Home"), gone=(spinner("Loading…"),))
    assert story.hits("slow_response") == []
