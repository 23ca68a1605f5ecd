"""Waits that end because the user went away are no answers."""

from __future__ import annotations

import pytest

from onlooker.detect import findings
from onlooker.domain.finding import FindingKind
from onlooker.domain.screen import ScreenLine

from .story import HOME, Story, button, dialog, heading, link, spinner, text

RUN = button("Run report")


def _waiting(story: Story, at: int) -> Story:
    return story.clicks(at, RUN).shows(at + 100, spinner("Preparing…"), spinners=1)


def test_a_reload_after_a_long_wait_is_no_answer() -> None:
    story = _waiting(Story(), 5_000).requests(50_000, "GET", HOME, 200, kind="navigation").opens(50_300, HOME)
    story.shows(50_500, heading("Reports"), navigation=True).leaves(60_000)
    [hit] = story.hits("endless_spinner")
    assert (hit.facts["given_up"], hit.facts["label"]) == (True, "Run report")
    assert story.hits("slow_response") == []


def test_a_way_out_after_a_long_wait_is_no_answer() -> None:
    away = link("Overview", "https://app.test/")
    story = _waiting(Story(), 5_000).clicks(50_000, away).opens(50_300, "https://app.test/").shows(50_500, heading("Overview"), navigation=True)
    assert [hit.facts["given_up"] for hit in story.leaves(60_000).hits("endless_spinner")] == [True]


def test_who_tries_once_more_and_goes_away_was_answered_by_nothing() -> None:
    one, home = "https://app.test/report", "https://app.test/"
    story = (
        Story()
        .clicks(5_000, link("Report", one))
        .opens(5_100, one)
        .shows(5_150, heading("Report"), spinner("Preparing…"), spinners=1, navigation=True)
    )
    story.clicks(17_000, button("Show")).shows(17_050, spinner("Preparing…"), gone=(spinner("Preparing…"),), spinners=1)
    story.clicks(33_000, link("Home", home)).opens(33_150, home).shows(33_200, heading("Home"), navigation=True)
    [hit] = story.hits("endless_spinner", ends=40_000)
    assert (hit.facts["answered_meanwhile"], hit.facts["given_up"]) == (0, True)
    [finding] = findings(story.timeline(40_000), [hit]).findings
    assert finding.description.endswith("when the user gave up waiting.")


def test_who_works_on_beside_it_does_not_wait() -> None:
    one = "https://app.test/report"
    story = Story().clicks(5_000, link("Report", one)).opens(5_100, one).shows(5_150, heading("Report"), spinner("…"), spinners=1, navigation=True)
    for at in (8_000, 12_000, 16_000):
        story.clicks(at, button(f"Row {at}")).shows(at + 100, heading(f"Row {at}"), spinners=1)
    assert story.hits("endless_spinner", ends=40_000) == []


def _route_that_turns(*beside: ScreenLine, came: tuple[ScreenLine, ...] = ()) -> Story:
    """A link of a single document brings a page on which something turns, until another link is pressed half a minute later."""
    log, home = "https://app.test/log", "https://app.test/"
    story = Story().shows(500, heading("Overview"), text("12 lamps"), navigation=True)
    story.clicks(5_000, link("Log", "/log")).opens(5_050, log, load=False)
    story.shows(5_300, heading("Log"), *beside, spinner(), gone=(heading("Overview"), text("12 lamps")), spinners=1)
    if came:
        story.shows(9_000, *came, spinners=1)
    story.clicks(35_000, link("Overview", "/")).opens(35_050, home, load=False)
    return story.shows(35_300, heading("Overview"), text("12 lamps"), gone=(heading("Log"), *beside, *came, spinner()))


def test_a_route_left_while_it_turned_never_came() -> None:
    story = _route_that_turns()
    [hit] = story.hits("endless_spinner", ends=45_000)
    assert (hit.facts["given_up"], hit.facts["label"], hit.facts["lasted_ms"]) == (True, "Log", 30_000)
    assert "resolved_ms" not in hit.facts
    assert story.hits("slow_response", ends=45_000) == []


def test_a_route_that_came_at_a_later_visit_is_resolved() -> None:
    rows = tuple(text(f"row {number}") for number in range(9))
    story = _route_that_turns().clicks(40_000, link("Log", "/log")).opens(40_050, "https://app.test/log", load=False)
    story.shows(40_300, heading("Log"), *rows, gone=(heading("Overview"), text("12 lamps")))
    assert [hit.facts["resolved_ms"] for hit in story.hits("endless_spinner")] == [40_050]


def test_a_route_that_turns_again_at_a_later_visit_is_not_resolved() -> None:
    story = _route_that_turns().clicks(40_000, link("Log", "/log")).opens(40_050, "https://app.test/log", load=False)
    story.shows(40_300, heading("Log"), spinner(), gone=(heading("Overview"), text("12 lamps")), spinners=1)
    assert ["resolved_ms" in hit.facts for hit in story.hits("endless_spinner")] == [False, False]


def test_what_turns_beside_the_content_is_waited_for_by_nobody() -> None:
    rows = tuple(text(f"row {number}") for number in range(9))
    assert _route_that_turns(*rows).hits("endless_spinner", ends=45_000) == []
    assert _route_that_turns(came=rows[:2]).hits("endless_spinner", ends=45_000) == []


_ROBIN = dialog("Robin")


def _dialog_that_turns(*instead: ScreenLine, after: int = 30_000, of: ScreenLine = _ROBIN) -> Story:
    story = Story().shows(500, heading("People"), navigation=True).clicks(3_000, button("Edit")).shows(3_200, of, text("Name"))
    story.clicks(5_000, button("Crop")).shows(5_300, text("Uploading robin.png"), spinner(), spinners=1)
    story.clicks(5_000 + after, button("Close"))
    return story.shows(5_200 + after, *instead, gone=(of, text("Name"), text("Uploading robin.png"), spinner()))


def test_the_closing_of_the_dialog_in_which_it_turned_is_no_answer() -> None:
    story = _dialog_that_turns()
    [hit] = story.hits("endless_spinner", ends=45_000)
    assert (hit.facts["given_up"], hit.facts["label"]) == (True, "Crop")
    assert story.hits("slow_response", ends=45_000) == []


@pytest.mark.parametrize(
    "story",
    [
        _dialog_that_turns(text("Robin has a picture")),  # the answer came with the press
        _dialog_that_turns(of=text("Robin")),  # stopped, as a player or a recording is
        _dialog_that_turns(after=5_000),
    ],
)
def test_what_ends_otherwise_is_not_given_up(story: Story) -> None:
    assert story.hits("endless_spinner", ends=45_000) == []


def test_a_page_that_was_called_for_at_the_press_is_the_answer() -> None:
    story = _waiting(Story(), 5_000).requests(5_010, "POST", HOME, 200, took=20_000, kind="navigation").opens(25_100, f"{HOME}/done")
    story.shows(25_300, heading("Report"), navigation=True).leaves(60_000)
    assert story.hits("endless_spinner") == []
    [hit] = story.hits("slow_response")
    assert hit.facts["waited_ms"] == 20_300


def test_a_later_try_that_works_resolves_the_wait() -> None:
    story = _waiting(Story(), 5_000).requests(40_000, "GET", HOME, 200, kind="navigation").opens(40_300, HOME)
    story.shows(40_500, heading("Reports"), navigation=True).clicks(45_000, RUN).shows(45_400, heading("Report of May")).leaves(60_000)
    [hit] = story.hits("endless_spinner")
    assert hit.facts["resolved_ms"] == 45_400


def _grey_bars(reloaded_at: int) -> Story:
    """A list of which only grey bars come, beside the menu, until the page is loaded again."""
    menu = tuple(heading(name) for name in ("Home", "Models", "Settings"))
    story = Story().shows(300, *menu, spinner(), spinners=1, lines=4, navigation=True)
    story.requests(reloaded_at - 100, "GET", HOME, 200, kind="navigation")
    return story.opens(reloaded_at, HOME).shows(reloaded_at + 200, spinner(), spinners=1, lines=1, navigation=True)


def test_grey_bars_that_a_reload_ends_block_nobody() -> None:
    rows = tuple(heading(f"row {number}") for number in range(12))
    story = _grey_bars(12_000).shows(13_000, *rows, gone=(spinner(),), lines=16).leaves(40_000)
    [hit] = story.hits("endless_spinner", ends=40_000)
    assert (hit.facts["given_up"], hit.facts["resolved_ms"]) == (True, 13_000)
    [finding] = findings(story.timeline(40_000), [hit]).findings
    assert finding.title == "The page comes only at a later try"


def test_grey_bars_that_come_again_after_a_reload_stay_endless() -> None:
    hits = _grey_bars(12_000).leaves(40_000).hits("endless_spinner", ends=40_000)
    assert ["resolved_ms" in hit.facts for hit in hits] == [False, False]


def test_a_page_that_stays_bare_after_a_reload() -> None:
    one = "https://app.test/run/1"
    story = Story().shows(500, heading("Overview"), navigation=True, lines=40)
    story.clicks(9_000, link("#1", one)).opens(9_500, one).shows(9_800, heading("Run #1"), navigation=True, lines=3)
    story.opens(22_000, one).shows(22_300, navigation=True, lines=3)
    story.opens(32_000, HOME).shows(32_300, heading("Overview"), navigation=True, lines=40).leaves(40_000)
    [hit] = story.hits("blank_screen", ends=40_000)
    assert (hit.facts["reloaded"], hit.facts["label"], hit.end_ms) == (True, "#1", 32_299)


_MENU = tuple(heading(name) for name in ("Home", "Settings", "Help"))


def _a_list_that_hangs(*shown: ScreenLine, held: int = 0, returns: bool = True) -> Story:
    """Routes inside a document: a full page, then one of which `shown` comes, waited over, left for the full page, opened and waited over again."""
    rows = tuple(text(f"row {number}") for number in range(20))
    there = link("Settings", "/settings")
    story = Story().shows(500, *_MENU, *rows, navigation=True, lines=23)
    for at in (5_000, 40_000) if returns else (5_000,):
        story.clicks(at, there).opens(at + 50, "https://app.test/settings", load=False).shows(at + 100, gone=rows, lines=3)
        story.shows(at + 300, *shown, lines=3 + len(shown), held=held)
        story.clicks(at + 20_000, link("Home", "/things")).opens(at + 20_050, HOME, load=False)
        story.shows(at + 20_100, *rows, gone=shown, lines=23)
    return story


@pytest.mark.parametrize("title", [(), (text("Settings"),), (heading("Your settings"),)])
def test_a_page_that_never_came_however_often_it_was_opened(title: tuple[ScreenLine, ...]) -> None:
    story = _a_list_that_hangs(*title)
    [hit] = story.hits("blank_screen", ends=64_000)
    assert (hit.facts["tries"], hit.facts["label"], hit.at_ms, hit.end_ms) == (2, "Settings", 5_000, 60_099)
    [finding] = findings(story.timeline(64_000), [hit]).findings
    assert (finding.title, finding.kind) == ("“Settings” stays empty, opened 2 times", FindingKind.ABANDONMENT)
    assert "other pages showed up to 23" in finding.description


@pytest.mark.parametrize(
    ("shown", "held"),
    [
        ((text("No results found."),), 0),
        ((text("You have not set anything up here yet."),), 0),
        ((text("Name"), text("Language"), text("Time zone")), 3),
        ((heading("Your film"),), 1),
    ],
    ids=["says so", "says so in a sentence", "a few fields", "a film or a canvas"],
)
def test_a_page_with_little_on_it_has_come(shown: tuple[ScreenLine, ...], held: int) -> None:
    assert _a_list_that_hangs(*shown, held=held).hits("blank_screen", ends=64_000) == []


def test_a_bare_page_that_nobody_opens_again_proves_nothing() -> None:
    assert _a_list_that_hangs(returns=False).hits("blank_screen", ends=64_000) == []


def test_a_page_that_came_in_the_end_was_late() -> None:
    story = _a_list_that_hangs().clicks(62_000, link("Settings", "/settings")).opens(62_050, "https://app.test/settings", load=False)
    story.shows(62_400, *(text(f"setting {number}") for number in range(20)), gone=tuple(text(f"row {number}") for number in range(20)), lines=23)
    assert story.hits("blank_screen", ends=90_000) == []


def test_a_short_page_that_is_read_and_left_is_not_bare() -> None:
    one = "https://app.test/note/1"
    story = Story().shows(500, heading("Overview"), navigation=True, lines=40)
    story.clicks(9_000, link("#1", one)).opens(9_500, one).shows(9_800, heading("Note #1"), navigation=True, lines=3)
    story.opens(32_000, HOME).shows(32_300, heading("Overview"), navigation=True, lines=40).leaves(40_000)
    assert story.hits("blank_screen", ends=40_000) == []


STATS = "https://app.test/stats"
CHARTS = ("Orders by day", "Revenue")
_NOTED = tuple(line for name in CHARTS for line in (heading(name), text(f"{name} by the date on which it was paid for.")))


def _charts_that_never_come(
    *, again: bool = True, throws: bool = True, worked: bool = False, came: bool = False, hollow: tuple[str, ...] = CHARTS
) -> Story:
    """A page opened from a full one: `hollow` are its sections without anything in them. Waited over, loaded again, and left for the full page."""
    story = Story().shows(500, heading("Overview"), navigation=True, lines=40).clicks(4_000, link("Statistics", STATS))
    for at, new in ((5_000, _NOTED), (20_000, ())) if again else ((5_000, _NOTED),):
        story.opens(at, STATS).shows(at + 100, *new, navigation=True, lines=12, hollow=() if came and not new else hollow)
        if throws:
            story.throws(at + 200, "Chart is not defined", "ReferenceError")
        if worked:
            story.clicks(at + 5_000, button("Last week"))
    story.clicks(34_000, link("Home", HOME)).opens(34_500, HOME)
    return story.shows(34_700, heading("Overview"), gone=_NOTED, navigation=True, lines=40).leaves(40_000)


def test_sections_that_stay_empty_although_the_page_is_loaded_again() -> None:
    story = _charts_that_never_come()
    hits = story.hits("blank_screen", ends=40_000)
    assert [(hit.facts["sections"], hit.facts["tries"], hit.at_ms, hit.end_ms) for hit in hits] == [("Orders by day, Revenue", 2, 5_100, 34_699)]
    [finding] = findings(story.timeline(40_000), hits).findings
    assert (finding.title, finding.kind) == ("Nothing comes under “Orders by day, Revenue”, loaded 2 times", FindingKind.EXCEPTION)
    assert "Chart is not defined" in finding.description


@pytest.mark.parametrize(
    "story",
    [
        _charts_that_never_come(again=False),
        _charts_that_never_come(throws=False),
        _charts_that_never_come(worked=True),
        _charts_that_never_come(came=True),
        _charts_that_never_come(hollow=CHARTS[:1]),
    ],
    ids=["nobody tries again", "nothing broke", "worked on", "came the second time", "one empty box"],
)
def test_an_empty_box_alone_is_none_of_anybody_s_trouble(story: Story) -> None:
    assert story.hits("blank_screen", ends=40_000) == []


def test_a_dialog_that_asks_for_patience_is_a_wait() -> None:
    asks = (dialog("We are processing your order"), text("If this takes longer than a minute, please check your connection."))
    story = Story().clicks(5_000, button("Order")).shows(5_100, *asks, dialogs=1).leaves(40_000)
    [hit] = story.hits("endless_spinner", ends=40_000)
    assert (hit.facts["label"], hit.facts["text"]) == ("Order", "We are processing your order")
    assert story.hits("error_shown") == story.hits("refused_form") == []


def test_a_dialog_that_asks_for_patience_and_goes_has_answered() -> None:
    asks = dialog("We are processing your order")
    story = Story().clicks(5_000, button("Order")).shows(5_100, asks, dialogs=1)
    story.shows(7_000, heading("Thank you for your order"), gone=(asks,))
    assert story.hits("endless_spinner", ends=60_000) == story.hits("slow_response") == []
