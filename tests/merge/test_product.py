from __future__ import annotations

import pytest

from onlooker.domain.screen import Role, ScreenChange, ScreenLine
from onlooker.domain.snapshot import Change
from onlooker.domain.timeline import Left, Played, Resized, Seen, Submitted, Tracked

from .made import Tape, entries_of, of


def test_a_form_sent() -> None:
    tape = Tape()
    tape.clicked(0, 'form:attr__id="order"', kind="submit")

    (sent,) = of(tape.timeline(), Submitted)

    assert sent.target is not None
    assert sent.target.ref == "form#order"


def test_the_teams_own_events_keep_their_plain_properties() -> None:
    tape = Tape()
    tape.send(0, "order placed", {"total": 12.5, "gift": True, "sku": "k-1", "$lib": "web", "token": "t", "items": [1], "note": None})

    assert of(tape.timeline(), Tracked) == [Tracked(name="order placed", properties={"gift": "true", "sku": "k-1", "total": "12.5"})]


def test_the_librarys_bookkeeping_is_counted() -> None:
    tape = Tape()
    for name in ("$web_vitals", "$web_vitals", "$feature_flag_called", "$identify"):
        tape.send(0, name)

    assert tape.timeline().dropped == {"$feature_flag_called": 1, "$identify": 1, "$web_vitals": 2}


@pytest.mark.parametrize(("end", "lasts"), [(61_000, [(61_000, True)]), (66_000, [(60_000, False), (66_000, True)])])
def test_the_session_ends_once(end: int, lasts: list[tuple[int, bool]]) -> None:
    tape = Tape()
    tape.page(0, "http://a.test/")
    tape.send(60_000, "$pageleave", {"$current_url": "http://a.test/"})
    tape.mutation(end)

    assert [(entry.at_ms, entry.detail.last) for entry in entries_of(tape.timeline(), Left) if isinstance(entry.detail, Left)] == lasts
    assert of(tape.timeline(), Left)[-1].url == "http://a.test/"


def test_the_window_and_media() -> None:
    tape = Tape()
    tape.page(0, "http://a.test/")
    for at, width in ((1_000, 900), (1_300, 800), (5_000, 1_280)):
        tape.change_of(at, Change.VIEWPORT_RESIZE, width=width, height=700)
    tape.change_of(7_000, Change.MEDIA_INTERACTION, type=1, id=4)
    tape.change_of(8_000, Change.MEDIA_INTERACTION, type=77, id=4)

    timeline = tape.timeline()

    assert of(timeline, Resized) == [Resized(width=800, height=700), Resized(width=1_280, height=700)]
    assert of(timeline, Played) == [Played(act="paused")]


def test_screen_changes_that_say_something_are_told() -> None:
    tape = Tape()
    tape.page(0, "http://a.test/")
    tape.mutation(9_000)
    saved = ScreenChange(at_ms=4_000, window=0, appeared=(ScreenLine(text="Saved", role=Role.ALERT),))
    tape.changes = [saved, ScreenChange(at_ms=5_000, window=0)]

    assert of(tape.timeline(), Seen) == [Seen(change=saved)]
