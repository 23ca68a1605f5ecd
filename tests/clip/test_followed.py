"""Which window is filmed."""

from __future__ import annotations

from onlooker.clip import seen_from
from onlooker.clip.followed import follow
from onlooker.domain.snapshot import SnapshotType
from tests.detect.story import Story, button
from tests.merge.made import START, Tape


def test_a_window_is_seen_from_its_first_full_snapshot() -> None:
    tape = Tape()
    tape.put(0, SnapshotType.LOAD, {})
    tape.page(400, "http://shop.test/")
    tape.page(9_000, "http://shop.test/cart")
    tape.page(5_000, "http://shop.test/help", window="w2")
    tape.put(6_000, SnapshotType.LOAD, {}, window="w3")
    assert seen_from(tape.recording(), START) == {0: 400, 1: 5_000}


def test_the_users_window_is_followed_as_far_as_it_can_be_seen() -> None:
    story = Story().clicks(1_000, button("Open"), window=0).switches(10_000, to=1).switches(30_000, to=0)
    followed = follow(story.timeline(60_000), {0: 500, 1: 12_000})
    assert [followed.at(at) for at in (0, 499, 500, 9_999, 10_000, 11_999, 12_000, 29_999, 30_000)] == [None, None, 0, 0, 0, 0, 1, 1, 0]
    assert (followed.left(0, 0), followed.left(1, 0), followed.left(0, 30_000)) == (10_000, 30_000, None)


def test_a_session_that_begins_in_another_window() -> None:
    assert follow(Story().clicks(1_000, button("Open"), window=1).timeline(60_000), {0: 0, 1: 0}).at(500) == 1


def test_a_window_without_a_recording_is_never_filmed() -> None:
    followed = follow(Story().switches(5_000, to=7).timeline(60_000), {1: 2_000})
    assert [followed.at(at) for at in (0, 2_000, 9_000)] == [None, 1, 1]
