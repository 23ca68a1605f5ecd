"""Reports read again: a sequence like any other, of which nothing is kept."""

from __future__ import annotations

import pytest

from onlooker.domain.read_again import ReadAgain
from onlooker.domain.report import RunReport, SessionReport
from tests.sinks import reports

MADE = reports.many(5).sessions


def test_it_is_a_sequence_like_any_other() -> None:
    again = ReadAgain(5, MADE.__getitem__)
    assert (len(again), tuple(again), tuple(again)) == (5, MADE, MADE)
    assert (again[0], again[-1], tuple(again[1:3]), tuple(again[::-2])) == (MADE[0], MADE[4], MADE[1:3], MADE[::-2])
    assert again == MADE
    assert RunReport(sessions=MADE) == RunReport(sessions=again)
    assert again != MADE[:4] and again != (*MADE[:4], MADE[0]) and again != "abcde"
    with pytest.raises(IndexError):
        again[5]


def test_each_look_reads_anew() -> None:
    asked: list[int] = []

    def read(place: int) -> SessionReport:
        asked.append(place)
        return MADE[place]

    again = ReadAgain(3, read)
    assert len(again) == 3 and asked == []
    assert [one.session_id for one in again] == [one.session_id for one in MADE[:3]]
    assert again[1] in again
    assert asked == [0, 1, 2, 1, 0, 1]
