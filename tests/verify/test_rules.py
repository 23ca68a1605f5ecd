"""Verdicts by rules: a story in, a ruling out. Each story says what the user met; the test says what a fair reader would rule."""

from __future__ import annotations

from dataclasses import replace

from onlooker import verify
from onlooker.detect import detect, findings
from onlooker.domain.evidence import Status
from onlooker.domain.finding import Finding, FindingKind
from onlooker.domain.screen import Element, ScreenTrack
from onlooker.domain.summary import Outcome
from tests.detect.story import HOME, Story, alert, button, dialog, field, heading, invalid, link, plain, spinner, text

SAVE = button("Save")
_TRACK = ScreenTrack()


def _ruled(story: Story, ends: int) -> tuple[tuple[Finding, ...], Outcome]:
    timeline = story.timeline(ends)
    suspected = findings(timeline, detect(timeline)).findings
    ruled = verify.revise(suspected, verify.by_rules(timeline, _TRACK, suspected))
    return ruled, verify.outcome(timeline, _TRACK, ruled)


def _reported(story: Story, ends: int = 60_000) -> list[Finding]:
    return [finding for finding in _ruled(story, ends)[0] if finding.reported]


def _refused_save(story: Story, at: int) -> Story:
    return story.clicks(at, SAVE).requests(at + 10, "PUT", f"{HOME}/api/save", 500).shows(at + 300, alert("Saving failed: HTTP 500"))


def test_a_save_that_never_works_blocks() -> None:
    story = _refused_save(_refused_save(Story(), 5_000), 15_000).leaves(30_000)
    [finding] = _reported(story, 30_000)
    assert (finding.status, finding.blocking, finding.kind) == (Status.CONFIRMED, True, FindingKind.EXCEPTION)
    assert finding.evidence.verdict is not None
    assert "Saving failed: HTTP 500" in finding.evidence.verdict.reason
    assert _ruled(story, 30_000)[1].success is False


def test_a_retry_that_worked_is_not_blocking() -> None:
    story = _refused_save(Story(), 5_000).clicks(15_000, SAVE).requests(15_010, "PUT", f"{HOME}/api/save", 200)
    story.shows(15_300, alert("All changes have been saved")).leaves(40_000)
    [finding] = _reported(story, 40_000)
    assert (finding.status, finding.blocking) == (Status.CONFIRMED, False)
    assert _ruled(story, 40_000)[1].success is True


def test_an_exception_nobody_could_see_is_noise() -> None:
    story = Story().clicks(5_000, link("Prices", f"{HOME}/prices")).opens(5_300, f"{HOME}/prices").shows(5_500, heading("Prices"), navigation=True)
    story.throws(6_000, "Cannot read properties of undefined").leaves(30_000)
    timeline = story.timeline(30_000)
    found = findings(timeline, detect(timeline))
    assert found.findings == ()
    assert [noise.count for noise in found.noise] == [1]


def test_a_button_killed_by_an_exception_blocks() -> None:
    story = Story()
    for at in (5_000, 9_000, 14_000, 14_300, 14_600):
        story.clicks(at, SAVE).throws(at + 10, "Cannot read properties of undefined")
    story.leaves(30_000)
    [finding] = _reported(story, 30_000)
    assert (finding.blocking, finding.kind) == (True, FindingKind.EXCEPTION)
    assert "does nothing" in finding.title


def test_who_insists_in_vain_and_turns_to_something_else_was_blocked() -> None:
    story = Story()
    for number in range(6):
        story.clicks(5_000 + 600 * number, button("Print label"))
    for number in range(12):
        story.clicks(15_000 + 3_000 * number, button(f"Row {number}")).shows(15_100 + 3_000 * number, text(f"Row {number} it is"))
    [finding] = [one for one in _reported(story) if one.symptom == "rage_click"]
    assert finding.blocking
    assert finding.evidence.verdict is not None
    assert "later" not in finding.evidence.verdict.reason


def test_a_spinner_that_never_ends_blocks() -> None:
    story = Story().clicks(5_000, SAVE).shows(5_300, spinner(), spinners=1).leaves(60_000)
    [finding] = _reported(story)
    assert (finding.symptom, finding.blocking, finding.kind) == ("endless_spinner", True, FindingKind.ABANDONMENT)


def test_a_page_that_never_came_at_any_try_blocks() -> None:
    """Its own rows came on another page in between: that does not fill the one that was wanted."""
    rows = tuple(text(f"row {number}") for number in range(20))
    story = Story().shows(500, heading("Home"), *rows, navigation=True, lines=21)
    for at in (5_000, 40_000):
        story.clicks(at, link("Prices", "/prices")).opens(at + 50, "https://app.test/prices", load=False).shows(at + 100, gone=rows, lines=1)
        if at < 40_000:
            story.clicks(at + 20_000, link("Home", "/things")).opens(at + 20_050, HOME, load=False).shows(at + 20_100, *rows, lines=21)
    [finding] = _reported(story.leaves(60_000))
    assert (finding.symptom, finding.status, finding.blocking) == ("blank_screen", Status.CONFIRMED, True)
    assert _ruled(story, 60_000)[1].success is False


def test_a_slow_answer_that_comes_is_not_blocking() -> None:
    story = Story().clicks(5_000, SAVE).shows(5_300, spinner(), spinners=1).shows(14_000, alert("Saved"), gone=(spinner(),)).leaves(30_000)
    assert [finding.blocking for finding in _reported(story, 30_000)] in ([], [False])
    assert _ruled(story, 30_000)[1].success is True


def test_a_form_mended_at_once_did_its_work() -> None:
    email = field("E-mail")
    story = Story().types(2_000, email, "ada").clicks(4_000, SAVE).shows(4_300, invalid("E-mail: enter a valid e-mail address"))
    story.types(8_000, email, "ada@x.org").clicks(11_000, SAVE).shows(11_300, alert("Saved"), gone=(invalid("E-mail: enter a valid e-mail address"),))
    story.leaves(40_000)
    assert _reported(story, 40_000) == []


def test_a_form_refused_to_the_end_blocks() -> None:
    code = field("Postcode")
    story = Story()
    for at in (5_000, 15_000, 25_000):
        wrong = invalid(f"Postcode '{at}' is not valid")
        story.types(at - 2_000, code, str(at)).clicks(at, SAVE).shows(at + 300, wrong)
    story.leaves(35_000)
    [finding] = _reported(story, 35_000)
    assert (finding.blocking, finding.kind) == (True, FindingKind.ABANDONMENT)


def test_an_empty_search_that_ends_the_visit_blocks_and_one_on_the_way_does_not() -> None:
    query, search = field("Search"), button("Search")
    lost = Story().types(3_000, query, "lamp").clicks(5_000, search).opens(5_200, f"{HOME}/search?q=lamp")
    lost.shows(5_400, heading("Search"), text("Found 0 results."), navigation=True, lines=6).leaves(15_000)
    assert [finding.blocking for finding in _reported(lost, 15_000)] == [True]
    found = Story().types(3_000, query, "lamp").clicks(5_000, search).opens(5_200, f"{HOME}/search?q=lamp")
    found.shows(5_400, heading("Search"), text("Found 0 results."), navigation=True, lines=6)
    for number, at in enumerate(range(10_000, 30_000, 4_000)):
        page = f"{HOME}/shelf/{number}"
        found.clicks(at, link(f"Shelf {number}", page)).opens(at + 200, page).shows(at + 400, heading(f"Shelf {number}"), navigation=True)
    assert not any(finding.blocking for finding in _reported(found.leaves(60_000)))


def test_one_empty_search_before_other_things_may_be_the_answer() -> None:
    query = field("Search", type="search")
    rows, none = (text("Lamp | 3"), text("Rug | 2")), text("No results match your filter")
    story = Story().shows(1_000, *rows).types(3_000, query, "curtain").shows(4_000, none, gone=rows)
    story.clicks(20_000, link("Orders", f"{HOME}/orders")).opens(20_200, f"{HOME}/orders").shows(20_400, heading("Orders"), navigation=True)
    assert _reported(story.leaves(60_000)) == []


def test_what_was_deleted_is_rightly_not_found() -> None:
    query = field("Search", type="search")
    rows, none = (text("Red lamp | 3"), text("Rug | 2")), text("No results match your filter")
    story = Story().shows(1_000, *rows).clicks(3_000, button("Delete")).shows(3_300, dialog("Delete Red lamp?"), dialogs=1)
    story.clicks(5_000, button("Delete", in_dialog=True)).shows(5_400, alert("Deleted: Red lamp"), gone=(rows[0], dialog("Delete Red lamp?")))
    story.types(12_000, query, "lamp").shows(13_000, none, gone=rows[1:])
    assert _reported(story.leaves(25_000), 25_000) == []


def test_a_filter_that_empties_a_list_with_such_rows_in_it_lies() -> None:
    rows, none = (text("2026-03-03 | Midvale | 420"), text("2026-02-02 | Easthaven | 90")), text("No results were returned")
    chosen = replace(plain("Midvale", "div"), role="option", interactive=True)

    def filtered(*options: Element) -> Story:
        story = Story().shows(1_000, *rows)
        for number, option in enumerate(options):
            story.clicks(5_000 + 1_000 * number, option).shows(5_200 + 1_000 * number, text(option.label))
        story.clicks(9_000, button("Apply filters")).shows(9_500, none, gone=rows)
        return story.clicks(40_000, button("Clear all")).shows(40_500, *rows, gone=(none,)).leaves(60_000)

    assert [finding.evidence.hits[0].rule for finding in _reported(filtered(chosen))] == ["empty_result"]
    assert _reported(filtered(chosen, replace(chosen, label="Storm"))) == []
    assert _reported(filtered(replace(chosen, label="Westmoor"))) == []


def test_a_list_of_another_page_that_is_empty_is_no_answer_to_the_search() -> None:
    query, none = field("Search", type="search"), text("No results match your filter")
    story = Story().shows(1_000, text("Rug | 2")).types(3_000, query, "lamp").shows(4_000, none, gone=(text("Rug | 2"),))
    story.opens(8_000, "https://app.test/notes", load=False).shows(8_300, heading("Notes"), text("No notes yet"), gone=(none,))
    assert [hit.facts["text"] for hit in story.hits("empty_result")] == ["No results match your filter"]


def test_a_call_that_failed_by_itself_and_says_so_is_met_while_it_stands() -> None:
    story = Story().requests(2_000, "GET", f"{HOME}/api/total", 500).shows(2_300, alert("Database error"))
    story.clicks(15_000, button("Refresh")).requests(15_050, "GET", f"{HOME}/api/total", 200)
    story.shows(15_300, text("428"), gone=(alert("Database error"),))
    [finding] = _reported(story)
    assert (finding.status, finding.blocking) == (Status.CONFIRMED, False)
    assert finding.end_ms >= 15_000


def test_who_only_wanted_out_and_got_on_was_not_blocked() -> None:
    story = Story()
    for at in (5_000, 7_000, 9_000, 9_200, 9_400, 9_600):
        story.clicks(at, button("Cancel", in_dialog=True))
    story.opens(20_000, HOME).shows(20_300, heading("Boards"), navigation=True).clicks(30_000, SAVE).shows(30_300, alert("The board has been saved"))
    assert [(finding.status, finding.blocking) for finding in _reported(story)] == [(Status.CONFIRMED, False)]


def test_a_dialog_that_asks_and_is_left_unanswered_blocks() -> None:
    story = Story().clicks(5_000, SAVE).requests(5_010, "POST", f"{HOME}/api/save", 409)
    story.shows(5_300, dialog("The file was changed on the server. Overwrite it?"), dialogs=1).leaves(20_000)
    [finding] = _reported(story, 20_000)
    assert finding.blocking


def test_an_errand_after_the_blocked_one_is_reached() -> None:
    story = _refused_save(_refused_save(Story(), 5_000), 12_000)
    for number, at in enumerate(range(100_000, 140_000, 4_000)):
        page = f"{HOME}/step/{number}"
        story.clicks(at, link(f"Step {number}", page)).opens(at + 200, page).shows(at + 400, heading(f"Step {number}"), navigation=True)
    story.clicks(142_000, button("Send order")).shows(142_400, heading("Thank you for your order"), navigation=True).leaves(160_000)
    ruled, outcome = _ruled(story, 160_000)
    assert [finding.blocking for finding in ruled if finding.reported] == [True]
    assert outcome.success is True


def test_nothing_done_is_unknown() -> None:
    assert _ruled(Story().leaves(1_000), 1_000)[1].success is None


def test_every_finding_is_ruled_and_says_why() -> None:
    story = _refused_save(Story(), 5_000).clicks(20_000, button("More")).leaves(60_000)
    for finding in _ruled(story, 60_000)[0]:
        assert finding.status is not Status.SUSPECTED
        assert finding.evidence.verdict is not None
        assert finding.evidence.verdict.reason.endswith(".")


def test_a_second_try_under_the_standing_refusal_did_not_go_through() -> None:
    story = Story().clicks(5_000, SAVE).shows(5_300, alert("You do not have permission to save this"))
    story.clicks(12_000, SAVE).shows(12_100, spinner(), spinners=1).shows(12_600, text("2 in all"), gone=(spinner(),))
    story.shows(20_000, gone=(alert("You do not have permission to save this"),)).leaves(30_000)
    assert [finding.blocking for finding in _reported(story, 30_000)] == [True]


def test_a_refused_file_followed_by_one_that_is_taken_is_not_blocking() -> None:
    picture = field("Picture", type="file")
    story = Story().types(5_000, picture, "big.jpg").shows(5_800, alert("File refused: larger than 200 KB"))
    story.types(12_000, picture, "small.jpg").shows(12_800, text("small.jpg is here")).clicks(20_000, SAVE).shows(20_300, text("Ticket 7"))
    assert not any(finding.blocking for finding in _reported(story.leaves(40_000), 40_000))


def _filled_dialog() -> Story:
    story = Story().clicks(3_000, button("Edit")).shows(3_100, dialog("Names of this version"), dialogs=1)
    return story.types(5_000, field("Name"), "canary")


def _cancelled(story: Story, at: int) -> Story:
    story.clicks(at, button("Cancel", in_dialog=True)).shows(at + 50, gone=(dialog("Names of this version"),))
    return story.leaves(60_000)


def test_two_calm_presses_of_a_filled_form_that_nothing_answers_and_that_is_cancelled_block() -> None:
    save = button("Save names", in_dialog=True)
    [finding] = _reported(_cancelled(_filled_dialog().clicks(8_000, save).clicks(12_000, save), 18_000))
    assert (finding.status, finding.blocking, finding.title) == (Status.CONFIRMED, True, "“Save names” does nothing, pressed 2 times")


def test_one_press_that_threw_in_a_filled_form_that_is_cancelled_is_confirmed() -> None:
    story = _filled_dialog().clicks(8_000, button("Save names", in_dialog=True)).throws(8_005, "Cannot read properties of undefined")
    [finding] = _reported(_cancelled(story, 14_000))
    assert (finding.status, finding.kind) == (Status.CONFIRMED, FindingKind.EXCEPTION)


def test_one_press_that_nothing_answers_and_threw_nothing_is_not_told() -> None:
    assert _reported(_cancelled(_filled_dialog().clicks(8_000, button("Save names", in_dialog=True)), 14_000)) == []


def test_an_error_after_the_last_key_of_a_long_text_is_the_answer_to_it() -> None:
    story = Story().types(5_000, field("Search the list", "search"), "price > 10 and owner = me and colour = red")
    story.requests(9_500, "", f"{HOME}/api/list", 500).shows(9_700, heading("Request error"), gone=(text("Apples"), text("Pears"))).leaves(30_000)
    [finding] = _reported(story, 30_000)
    assert (finding.status, finding.blocking) == (Status.CONFIRMED, True)


def test_charts_that_never_come_block_whoever_leaves_without_them() -> None:
    place, story = f"{HOME}/stats", Story().shows(500, heading("Overview"), navigation=True, lines=40)
    for at in (5_000, 20_000):
        story.opens(at, place).shows(at + 100, heading("Orders"), navigation=True, lines=12, hollow=("Orders", "Revenue"))
        story.throws(at + 200, "Chart is not defined")
    [finding] = _reported(story.leaves(40_000), 40_000)
    assert (finding.status, finding.blocking, finding.kind) == (Status.CONFIRMED, True, FindingKind.EXCEPTION)
    assert finding.evidence.verdict is not None
    assert "“Orders, Revenue” never came" in finding.evidence.verdict.reason
