from __future__ import annotations

import pytest

from onlooker.domain.screen import Screen
from onlooker.domain.timeline import Click, PageShown

from .made import SAVE, Tape, entries_of, of

HOME, SHOP = "http://a.test/", "http://a.test/shop"


def shown(tape: Tape) -> list[tuple[int, str, bool]]:
    return [
        (entry.at_ms, entry.detail.url, entry.detail.load) for entry in entries_of(tape.timeline(), PageShown) if isinstance(entry.detail, PageShown)
    ]


def test_one_load_told_three_times_is_one_page() -> None:
    tape = Tape()
    tape.view(0, HOME, title="Home")
    tape.page(200, HOME)
    tape.custom(700, "$pageview", href=HOME)

    page = entries_of(tape.timeline(), PageShown)[0]

    assert shown(tape) == [(0, HOME, True)]
    assert (page.snapshots, page.events) == ((1, 3), ("v0",))
    assert page.detail == PageShown(url=HOME, title="Home", load=True)


def test_a_checkout_of_the_recorder_is_no_page() -> None:
    tape = Tape()
    tape.page(0, HOME)
    tape.page(300_000, HOME, loaded=False)

    assert shown(tape) == [(0, HOME, True)]


@pytest.mark.parametrize("posthog", [True, False])
def test_a_reload_is_a_page(posthog: bool) -> None:
    tape = Tape()
    for at in (0, 4_000):
        tape.page(at + 200, HOME)
        if posthog:
            tape.view(at, HOME)
            tape.send(at + 3_000, "$pageleave", {"$current_url": HOME})

    assert [at for at, _, _ in shown(tape)] == [0, 4_000]


def test_a_reload_whose_snapshots_were_lost_is_told_by_the_events() -> None:
    tape = Tape()
    tape.page(0, HOME)
    tape.view(0, HOME)
    tape.send(3_000, "$pageleave", {"$current_url": HOME})
    tape.view(4_000, HOME)

    assert shown(tape) == [(0, HOME, True), (4_000, HOME, True)]


def test_a_route_change_is_a_page_that_was_not_loaded() -> None:
    tape = Tape()
    tape.page(0, HOME)
    tape.view(0, HOME, title="Home")
    tape.view(5_000, SHOP, title="Home", by="pushState")
    tape.view(9_000, HOME, title="Shop", by="popstate")

    timeline = tape.timeline()

    assert shown(tape) == [(0, HOME, True), (5_000, SHOP, False), (9_000, HOME, False)]
    assert [page.title for page in of(timeline, PageShown)] == ["Home", "Shop", ""]


def test_the_screen_gives_the_title_no_event_gave() -> None:
    tape = Tape()
    tape.page(0, HOME)
    tape.page(5_000, SHOP)
    tape.screens.append(Screen(at_ms=6_000, window=0, url=SHOP, title="The shop", lines=()))

    assert [page.title for page in of(tape.timeline(), PageShown)] == ["", "The shop"]


def test_a_url_seen_on_another_event_shows_a_page() -> None:
    tape = Tape()
    tape.page(0, HOME)
    tape.clicked(4_000, "a", url=f"{HOME}#cart")
    tape.clicked(6_000, "a", url=f"{HOME}#cart")

    assert shown(tape) == [(0, HOME, True), (4_000, f"{HOME}#cart", False)]


@pytest.mark.parametrize("late", ["$web_vitals", "$pageleave", "clicked"])
def test_an_event_of_the_page_before_shows_nothing(late: str) -> None:
    tape = Tape()
    tape.page(0, HOME)
    tape.page(5_000, SHOP)
    if late == "clicked":
        tape.clicked(5_100, "a", url=HOME)
    else:
        tape.send(8_000, late, {"$current_url": HOME})

    assert [url for _, url, _ in shown(tape)] == [HOME, SHOP]


def test_two_spellings_of_one_url_are_one_page() -> None:
    tape = Tape()
    tape.view(0, f"{SHOP}?token=<masked>")
    tape.page(300, f"{SHOP}?token=1234")
    tape.clicked(9_000, "a", url=f"{SHOP}?token=<masked>")

    assert len(shown(tape)) == 1


def test_windows_have_pages_of_their_own() -> None:
    tape = Tape()
    tape.page(0, HOME)
    tape.page(3_000, SHOP, window="w2")
    tape.press(5_000, 7, element=SAVE)
    tape.press(6_000, 7, element=SAVE, window="w2")

    clicks = entries_of(tape.timeline(), Click)

    assert [(click.window, click.page) for click in clicks] == [(0, HOME), (1, SHOP)]


def test_events_alone_tell_the_pages() -> None:
    tape = Tape()
    tape.view(0, HOME)
    tape.view(4_000, SHOP)
    tape.view(8_000, SHOP)
    tape.view(9_000, HOME, by="pushState")

    assert shown(tape) == [(0, HOME, True), (4_000, SHOP, True), (8_000, SHOP, True), (9_000, HOME, False)]
