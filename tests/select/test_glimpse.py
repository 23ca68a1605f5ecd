"""What a cheap look tells, and that it agrees with the report of the same session."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker import pipeline
from onlooker.app.selecting import glimpse
from onlooker.app.wiring import source_of
from onlooker.domain.selection import Trait
from onlooker.ports import RawSession

from .made import BASKET, HOME, START, Tape

SAMPLES = Path(__file__).parents[2] / "samples"


def raws() -> list[RawSession]:
    return [raw for raw in source_of(SAMPLES).sessions() if isinstance(raw, RawSession)]


def test_a_session_at_a_glance() -> None:
    tape = Tape().page(0, HOME).moved(800).press(1_000).changed(1_100).page(4_000, BASKET).typed(6_000)
    tape.clicked(1_010, "Add to basket").event(4_000, "$pageview", {"$current_url": BASKET, "app_version": "4.2"}).event(9_000, "basket_viewed")
    seen = tape.glimpse()
    assert (seen.place, seen.origin, seen.session_id, seen.started_at, seen.duration_ms) == ("place", "folder/place", "s1", START, 9_000)
    assert seen.active_ms == 6_000 - 800
    assert seen.pages == (HOME, BASKET)
    assert seen.events == {"$autocapture": 1, "$pageview": 1, "basket_viewed": 1}
    assert (seen.said, seen.presses, seen.snapshots) == (("Add to basket",), 1, 10)
    assert (seen.user, seen.known_as, seen.release, seen.traits, seen.friction.score) == ("ann", ("ann",), "4.2", {}, 0)


def test_a_pause_is_not_activity() -> None:
    assert Tape().page(0, HOME).press(1_000).press(9_000, x=500).press(60_000).press(61_000, x=500).glimpse().active_ms == 9_000


def test_events_alone_are_enough() -> None:
    tape = Tape().event(0, "$pageview", {"$current_url": HOME}).clicked(2_000, "Pay").event(7_000, "order_placed")
    seen = tape.glimpse()
    assert (seen.session_id, seen.snapshots, seen.presses, seen.active_ms, seen.traits) == ("place", 0, 1, 7_000, {})


def test_the_events_of_a_clock_that_is_wrong_are_put_where_they_belong() -> None:
    tape = Tape().page(0, HOME).press(10_000).changed(10_050).logged(11_000, "Uncaught TypeError: nothing there")
    tape.event(11_000 - 3_600_000, "$exception", {"$exception_message": "nothing there"})
    terms = tape.glimpse(skew_ms=3_600_000).friction.terms
    assert [(term.name, term.count) for term in terms] == [("errors after an act", 1)]


def test_all_ids_and_addresses_of_the_user_are_known() -> None:
    tape = Tape().page(0, HOME).event(0, "$pageview", user="anon-1").event(5, "$identify", {"$set": {"email": "ann@shop.test"}}, user="42")
    tape.event(9, "$pageview", {"$is_identified": True, "$user_id": 42}, user="42").event(12, "$pageleave", user="anon-2")
    seen = tape.glimpse()
    assert seen.user == "42"
    assert seen.known_as == ("anon-1", "42", "anon-2", "ann@shop.test")


def test_a_record_too_large_for_a_cheap_look_is_counted() -> None:
    tape = Tape().page(0, HOME).press(900).asked(1_000, f"{HOME}api", 500)
    tape.plugin(2_000, "rrweb/network@1", {"requests": []}, size=5_000_000)
    assert tape.glimpse().unread == 1


@pytest.mark.parametrize("raw", raws(), ids=lambda raw: raw.origin.rpartition("/")[2])
def test_a_glimpse_agrees_with_the_report(raw: RawSession) -> None:
    seen = glimpse(raw)
    timeline = pipeline.observe(raw, pipeline.Reading()).timeline
    assert (seen.session_id, seen.started_at, seen.duration_ms) == (timeline.session_id, timeline.started_at, timeline.duration_ms)
    assert (seen.user, seen.release) == (timeline.user, timeline.release)
    assert {entry.page for entry in timeline.entries if entry.kind == "page"} <= set(seen.pages)
    assert seen.active_ms == pytest.approx(timeline.active_ms, rel=0.1)
    assert set(seen.traits) <= {Trait.AUTOMATED}
