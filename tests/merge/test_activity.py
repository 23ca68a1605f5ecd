from __future__ import annotations

from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Idled, Switched

from .made import Tape, entries_of, of


def test_active_are_the_stretches_without_a_pause_of_ten_seconds() -> None:
    tape = Tape()
    tape.page(0, "http://a.test/")
    for at in (2_000, 9_000, 18_000, 40_000, 41_000):
        tape.press(at, 7)
    tape.mutation(45_000)

    timeline = tape.timeline()

    assert timeline.active == (Span(start_ms=2_000, end_ms=18_000), Span(start_ms=40_000, end_ms=41_000))
    assert timeline.active_ms == 17_000
    assert [(idle.at_ms, idle.end_ms) for idle in entries_of(timeline, Idled)] == [(18_000, 40_000)]


def test_idle_before_the_first_act_and_after_the_last() -> None:
    tape = Tape()
    tape.page(0, "http://a.test/")
    tape.press(20_000, 7)
    tape.mutation(60_000)

    assert [(idle.at_ms, idle.end_ms) for idle in entries_of(tape.timeline(), Idled)] == [(0, 20_000), (20_000, 60_000)]


def test_an_idle_user_before_a_busy_page_is_no_gap() -> None:
    tape = Tape()
    tape.page(0, "http://a.test/")
    tape.press(1_000, 7)
    for at in range(5_000, 60_000, 1_000):
        tape.mutation(at)
    tape.press(60_000, 7)
    tape.press(120_000, 7)

    timeline = tape.timeline()

    assert [idle.gap for idle in of(timeline, Idled)] == [False, True]
    assert timeline.gaps == (Span(start_ms=60_000, end_ms=120_000),)


def test_reading_and_typing_are_activity_all_through() -> None:
    tape = Tape()
    tape.page(0, "http://a.test/")
    tape.focus(100, 7)
    tape.type_in(1_000, 7, "x" * 60, step=1_000)
    for at in range(61_000, 90_000, 500):
        tape.move(at, (0, at // 100, 5))

    timeline = tape.timeline()

    assert timeline.active == (Span(start_ms=1_000, end_ms=89_500),)
    assert not of(timeline, Idled)


def test_going_on_in_another_window_is_told() -> None:
    tape = Tape()
    tape.page(0, "http://a.test/")
    tape.page(3_000, "http://a.test/2", window="w2")
    for at, window in ((1_000, "w1"), (4_000, "w2"), (5_000, "w2"), (6_000, "w1")):
        tape.press(at, 7, window=window)

    assert [(entry.at_ms, entry.window, entry.detail) for entry in entries_of(tape.timeline(), Switched)] == [
        (4_000, 1, Switched(previous=0)),
        (6_000, 0, Switched(previous=1)),
    ]


def test_without_a_recording_the_events_are_the_activity() -> None:
    tape = Tape()
    tape.view(0, "http://a.test/")
    tape.send(4_000, "plan chosen")
    tape.send(12_000, "$exception")
    tape.view(30_000, "http://a.test/2")
    tape.send(45_000, "$pageleave")

    timeline = tape.timeline()

    assert timeline.active == (Span(start_ms=0, end_ms=4_000), Span(start_ms=30_000, end_ms=30_000))
    assert [(idle.at_ms, idle.end_ms) for idle in entries_of(timeline, Idled)] == [(4_000, 30_000), (30_000, 45_000)]
