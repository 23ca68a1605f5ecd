"""Several at once, given out in order, and few of them taken ahead."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from onlooker.app.in_order import in_order


def _nothing() -> None:
    return None


@pytest.mark.parametrize("workers", [1, 3, 50])
def test_rows_come_in_the_order_of_the_items(workers: int) -> None:
    first = Event()

    def work(number: int) -> int:
        if number == 0 and workers > 1:
            first.wait(5)  # the others are done before it
        elif number == 1:
            first.set()
        return number * number

    assert list(in_order(work, range(20), workers, _nothing)) == [number * number for number in range(20)]


def test_only_one_more_than_the_workers_is_taken_ahead() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield number

    for out, _ in enumerate(in_order(str, items(), 2, _nothing), start=1):
        assert taken <= out + 2


def test_an_error_is_raised_in_its_turn_and_nothing_is_begun_after_it() -> None:
    begun = []

    def work(number: int) -> int:
        begun.append(number)
        if number == 2:
            raise ValueError("two")
        return number

    rows = []
    with pytest.raises(ValueError, match="two"):
        for row in in_order(work, range(1_000), 1, _nothing):
            rows.append(row)
    assert rows == [0, 1]
    assert len(begun) <= 4


def test_who_stops_early_hurries_what_is_under_way() -> None:
    hurried = Event()
    seen = []

    def work(number: int) -> int:
        if number:
            seen.append(hurried.wait(5))
        return number

    rows = in_order(work, range(100), 2, hurried.set)
    assert next(rows) == 0
    rows.close()
    assert seen and all(seen)
