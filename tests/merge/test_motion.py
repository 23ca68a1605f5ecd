from __future__ import annotations

import pytest

from onlooker.domain.timeline import Moved, Scrolled, Selected

from .made import Tape, entries_of, of


def page() -> Tape:
    tape = Tape()
    tape.page(0, "http://a.test/")
    return tape


@pytest.mark.parametrize(
    ("stops", "told"),
    [
        ([(100, 200)], [Scrolled(from_y=0, to_y=200)]),
        ([(100, 200), (200, 400), (300, 500)], [Scrolled(from_y=0, to_y=500)]),
        ([(100, 500), (5_000, 900)], [Scrolled(from_y=0, to_y=500), Scrolled(from_y=500, to_y=900)]),
        ([(100, 500), (300, 100), (500, 600)], [Scrolled(from_y=0, to_y=600, reversals=2)]),
        ([(100, 500), (300, 497), (500, 600)], [Scrolled(from_y=0, to_y=600)]),
        ([(100, 0), (300, 0)], []),
    ],
)
def test_scrolling_is_told_in_stretches(stops: list[tuple[int, int]], told: list[Scrolled]) -> None:
    tape = page()
    for at, y in stops:
        tape.scroll(at, y)

    assert of(tape.timeline(), Scrolled) == told


def test_a_new_page_starts_at_its_top() -> None:
    tape = page()
    tape.scroll(1_000, 600)
    tape.page(1_500, "http://a.test/2")
    tape.scroll(2_000, 200)

    assert of(tape.timeline(), Scrolled) == [Scrolled(from_y=0, to_y=600), Scrolled(from_y=0, to_y=200)]


def test_two_things_scrolled_at_once_are_two_stretches() -> None:
    tape = page()
    for at in (1_000, 1_200, 1_400):
        tape.scroll(at, at // 2)
        tape.scroll(at + 50, 2_000 - at, node=9)

    assert sorted((stretch.from_y, stretch.to_y) for stretch in of(tape.timeline(), Scrolled)) == [(0, 600), (0, 700)]


def test_sideways_counts_as_scrolling() -> None:
    tape = page()
    tape.scroll(1_000, 0, x=0)
    tape.scroll(1_200, 0, x=300)

    assert of(tape.timeline(), Scrolled) == [Scrolled()]


def test_points_are_dated_back_from_their_record() -> None:
    tape = page()
    tape.move(1_500, (450, 10, 10), (250, 20, 20), (0, 30, 30))
    tape.move(2_000, (400, 30, 30), (100, 40, 40))

    (moved,) = entries_of(tape.timeline(), Moved)

    assert moved.detail == Moved(points=((1_050, 10, 10), (1_250, 20, 20), (1_500, 30, 30), (1_900, 40, 40)))
    assert (moved.at_ms, moved.end_ms, len(moved.snapshots)) == (1_050, 1_900, 2)


def test_a_pause_or_a_press_ends_a_stretch() -> None:
    tape = page()
    tape.move(1_000, (0, 1, 1))
    tape.move(1_500, (0, 2, 2))
    tape.press(1_600, 7)
    tape.move(2_000, (0, 3, 3))
    tape.move(9_000, (0, 4, 4))

    assert [len(moved.points) for moved in of(tape.timeline(), Moved)] == [2, 1, 1]


def test_a_long_stretch_is_cut_and_no_point_lost() -> None:
    tape = page()
    for at in range(1_000, 31_000, 50):
        tape.move(at, (0, at, at))

    stretches = of(tape.timeline(), Moved)

    assert [point[0] for stretch in stretches for point in stretch.points] == list(range(1_000, 31_000, 50))
    assert max(len(stretch.points) for stretch in stretches) <= 400


def test_text_the_mouse_selected_is_told_and_what_the_page_selected_is_not() -> None:
    tape = page()
    tape.press(1_000, 7)
    for at in (1_050, 1_300, 1_450):
        tape.select(at, (9, 0), (9, at))
    tape.select(30_000, (9, 0), (12, 0))

    timeline = tape.timeline()
    (selected,) = entries_of(timeline, Selected)

    assert (selected.at_ms, selected.end_ms, selected.count) == (1_050, 1_450, 3)
    assert timeline.dropped["selection by the page"] == 1
