from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.merge import Alignment, align

from .made import START, Tape, thrown

CHAIN = 'button:text="Save"'


def aligned(tape: Tape) -> Alignment:
    return align(tape.recording() if tape.lines else None, tape.log())


def used(*, skew: int = 0, jitter: int = 5) -> Tape:
    """Three pages, six presses at no regular distance; events `skew` behind the recorder's clock."""
    tape = Tape()
    for at, url in ((300, "http://a.test/1"), (20_300, "http://a.test/2"), (41_000, "http://a.test/3")):
        tape.page(at, url)
        tape.view(at - 200 - skew, url)
    for number, at in enumerate((2_000, 9_500, 12_100, 27_000, 30_700, 44_000)):
        tape.press(at, node=7)
        tape.clicked(at - skew + jitter * (number % 3), CHAIN)
    return tape


def test_a_session_spans_both_streams() -> None:
    assert aligned(used()) == Alignment(started_at=START + 100, ended_at=START + 44_010)


@pytest.mark.parametrize("skew", [0, 400, -900])
def test_jitter_is_left_alone(skew: int) -> None:
    assert aligned(used(skew=skew)).skew_ms == 0


@pytest.mark.parametrize("skew", [5_000, -3_600_000, 86_000_000])
def test_a_clock_that_is_off_is_corrected(skew: int) -> None:
    found = aligned(used(skew=skew))

    assert found.skew_ms == pytest.approx(skew, abs=20)
    assert found.started_at == pytest.approx(START + 100, abs=20)


def test_errors_tell_the_skew_too() -> None:
    tape = Tape()
    tape.page(0, "http://a.test/")
    for at, message in ((4_000, "no such thing"), (9_300, "not a number"), (21_000, "out of range")):
        tape.console(at, "error", f"Uncaught TypeError: {message}")
        tape.send(at - 7_000, "$exception", thrown("TypeError", message))

    assert aligned(tape).skew_ms == 7_000


def test_slow_pages_alone_are_no_skew() -> None:
    tape = Tape()
    for at, url in ((0, "http://a.test/1"), (20_000, "http://a.test/2")):
        tape.view(at, url)
        tape.page(at + 4_000, url)

    assert aligned(tape).skew_ms == 0


def test_presses_at_regular_distances_are_not_taken_for_skew() -> None:
    tape = Tape()
    tape.page(0, "http://a.test/")
    for at in range(2_000, 40_000, 2_000):
        tape.press(at, node=7)
        tape.clicked(at + 3, CHAIN)

    assert aligned(tape).skew_ms == 0


def test_one_stream_alone() -> None:
    events, snapshots = Tape(), Tape()
    events.view(500, "http://a.test/")
    events.view(900, "http://a.test/2")
    snapshots.page(700, "http://a.test/")

    assert aligned(events) == Alignment(started_at=START + 500, ended_at=START + 900)
    assert aligned(snapshots) == Alignment(started_at=START + 700, ended_at=START + 700)
    assert aligned(Tape()) == Alignment(started_at=0, ended_at=0)


def test_a_clock_never_set_does_not_stretch_the_session() -> None:
    tape = used()
    tape.send(-START, "$autocapture")

    assert aligned(tape).started_at == START + 100
    assert tape.timeline().dropped["outside the session"] == 1


@given(st.integers(min_value=2_000, max_value=80_000_000), st.booleans())
def test_the_correction_undoes_any_skew(size: int, behind: bool) -> None:
    skew = size if behind else -size

    assert abs(aligned(used(skew=skew, jitter=0)).skew_ms - skew) <= 5
