"""Several at once, in order, and nobody is waited for."""

from __future__ import annotations

from threading import Event, Lock

import pytest

from onlooker.app.at_once import at_once


@pytest.mark.parametrize("workers", [1, 3, 50])
def test_rows_come_in_the_order_of_the_items(workers: int) -> None:
    assert at_once(lambda number: number * number, range(20), workers) == [number * number for number in range(20)]


def test_nothing_to_do() -> None:
    assert at_once(str, [], 4) == []


def test_no_more_than_the_workers_are_under_way() -> None:
    lock, both = Lock(), Event()
    under_way = most = 0

    def work(number: int) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        if most == 2:
            both.set()
        both.wait(5)
        with lock:
            under_way -= 1

    at_once(work, range(8), 2)
    assert most == 2


def test_an_error_is_raised_at_once_though_another_is_still_under_way() -> None:
    never, begun = Event(), list[int]()

    def work(number: int) -> None:
        begun.append(number)
        if number == 0:
            never.wait(30)
        raise ValueError(number)

    with pytest.raises(ValueError, match="1"):
        at_once(work, range(2), 2)
    assert sorted(begun) == [0, 1]
    never.set()
