"""Who is told apart, and who only looks like them."""

from __future__ import annotations

import pytest

from onlooker.domain.selection import Trait

from .made import BASKET, HOME, PERSON, Tape

AGENTS = {
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)": "Googlebot",
    "Mozilla/5.0 (Macintosh) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Chrome-Lighthouse": "Chrome-Lighthouse",
    "facebookexternalhit/1.1": "facebookexternalhit",
    "Screenshotbot": "Screenshotbot",
}
PEOPLE = (
    PERSON,
    "Mozilla/5.0 (Linux; Android 14; CUBOT KINGKONG 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [Pinterest/iOS]",
)


HEADLESS = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36"


def busy() -> Tape:
    """A minute of a person at work."""
    return Tape().page(0, HOME).moved(900).press(1_000).changed(1_100).page(20_000, BASKET).typed(40_000).changed(60_000)


@pytest.mark.parametrize("agent", AGENTS)
def test_a_bot_that_says_so(agent: str) -> None:
    seen = busy().event(0, "$pageview", {"$raw_user_agent": agent}).glimpse()
    assert seen.traits == {Trait.BOT: f"its browser calls itself {AGENTS[agent]}"}
    assert seen.user_agent == agent


@pytest.mark.parametrize("agent", PEOPLE)
def test_people_whose_browsers_have_odd_names(agent: str) -> None:
    assert busy().event(0, "$pageview", {"$raw_user_agent": agent, "$browser": "Chrome"}).glimpse().traits == {}


def test_a_bot_by_its_browser_or_by_what_is_said_of_it() -> None:
    assert Trait.BOT in busy().event(0, "$pageview", {"$browser": "GoogleBot"}).glimpse().traits
    assert busy().event(0, "$pageview", {"$virt_is_bot": True}).glimpse().traits == {Trait.BOT: "$virt_is_bot is set"}
    assert busy().event(0, "$identify", {"$set": {"is_bot": "true"}}).glimpse().traits == {Trait.BOT: "is_bot is set on the person"}
    assert busy().event(0, "message_shown", {"is_bot": True, "bot": "yes"}).glimpse().traits == {}


@pytest.mark.parametrize(
    "told",
    [{"$browser_type": "bot"}, {"webdriver": True}, {"navigator.webdriver": "true"}, {"$raw_user_agent": HEADLESS}, {"$browser": "Headless Chrome"}],
)
def test_a_program_that_behaves_like_a_person_is_told_and_no_bot(told: dict[str, object]) -> None:
    assert set(busy().event(0, "$pageview", told).glimpse().traits) == {Trait.AUTOMATED}


def test_a_program_that_touches_nothing_is_a_bot() -> None:
    tape = Tape().page(0, HOME).page(20_000, BASKET).event(0, "$pageview", {"$browser_type": "bot", "$current_url": HOME})
    assert tape.glimpse().traits == {Trait.BOT: "$browser_type says bot, and nothing was touched"}
    assert set(tape.moved(25_000).glimpse().traits) == {Trait.AUTOMATED}
    alone = Tape().page(0, HOME).changed(20_000).event(0, "$pageview", {"$raw_user_agent": HEADLESS, "$browser_type": "bot"})
    assert alone.glimpse().traits == {Trait.BOT: "its browser calls itself HeadlessChrome, and nothing was touched"}
    assert set(alone.logged(1_000, "Uncaught TypeError: nothing to render").glimpse().traits) == {Trait.AUTOMATED}


def crawled(pages: int, pace: int) -> Tape:
    tape = Tape()
    for number in range(pages):
        tape.page(number * pace, f"{HOME}{number}")
    return tape


def test_pages_at_the_pace_of_a_machine_make_a_bot() -> None:
    assert crawled(8, 900).glimpse().traits == {Trait.BOT: "8 pages, half of them for less than 0.9 s, and nothing was touched"}


@pytest.mark.parametrize(
    "tape",
    [
        crawled(8, 3_000),
        crawled(4, 900).changed(9_000),
        crawled(8, 900).moved(3_000),
        crawled(8, 900).press(3_000),
        crawled(8, 900).typed(3_000),
    ],
    ids=["reads", "is forwarded", "moves", "presses", "types"],
)
def test_whoever_reads_is_forwarded_or_touches_anything_is_a_person(tape: Tape) -> None:
    assert Trait.BOT not in tape.glimpse().traits


def test_of_events_alone_no_pace_tells() -> None:
    tape = Tape()
    for number in range(20):
        tape.event(number * 500, "$pageview", {"$current_url": f"{HOME}{number}"})
    assert tape.glimpse().traits == {}


def test_the_teams_own_people() -> None:
    assert busy().event(0, "$pageview", {"$internal_or_test_user": True}).glimpse().traits == {Trait.INTERNAL: "$internal_or_test_user is set"}
    assert busy().event(0, "$identify", {"$set": {"internal": True}}).glimpse().traits == {Trait.INTERNAL: "internal is set on the person"}
    assert busy().event(0, "a", {"is_internal": "true"}).event(5, "b", {"is_internal": "true"}).event(9, "c").glimpse().traits == {
        Trait.INTERNAL: "is_internal is set"
    }


def test_an_event_about_something_internal_makes_nobody_internal() -> None:
    tape = busy().event(0, "link_clicked", {"is_internal": True, "internal": True}).event(5, "b").event(9, "c")
    assert tape.glimpse().traits == {}
    assert busy().event(0, "$identify", {"$set": {"internal": False, "is_internal": "no", "is_staff": True}}).glimpse().traits == {}


def test_a_short_session_in_which_nothing_was_done() -> None:
    assert Tape().page(0, HOME).moved(1_000).changed(3_000).glimpse().traits == {Trait.SHORT: "3 s in which nothing was done"}


@pytest.mark.parametrize(
    "tape",
    [
        Tape().page(0, HOME).changed(6_000),
        Tape().page(0, HOME).press(1_000).changed(1_100),
        Tape().page(0, HOME).typed(1_000),
        Tape().page(0, HOME).clicked(1_000, "Menu"),
        Tape().page(0, HOME).logged(1_000, "Uncaught TypeError: render is not a function"),
        Tape().page(0, HOME).asked(500, f"{HOME}api", 500),
        Tape().event(0, "order_placed"),
    ],
    ids=["longer", "pressed", "typed", "pressed, as an event tells", "broke", "was refused", "an event of the team's own"],
)
def test_a_short_session_in_which_something_happened_is_kept(tape: Tape) -> None:
    assert tape.glimpse().traits == {}


def test_nothing_to_look_at() -> None:
    told = {Trait.EMPTY: "it shows no page, no act and no event of the application's own"}
    assert Tape().plugin(0, "rrweb/console@1", {}).plugin(9_000, "x", {}).glimpse().traits == told
    assert Tape().event(0, "$set").event(9_000, "$web_vitals").glimpse().traits == told
    assert Tape().glimpse().traits == told


def test_an_event_of_the_teams_own_is_something_to_look_at() -> None:
    assert Tape().plugin(0, "rrweb/console@1", {}).event(9_000, "order_placed").glimpse().traits == {}
