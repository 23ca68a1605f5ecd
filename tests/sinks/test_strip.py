"""Where things stand on the time strip."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.timebase import Span
from onlooker.sinks.html.scale import scale
from onlooker.sinks.html.strip import strip
from tests.sinks import reports

times = st.integers(min_value=-1000, max_value=10_000_000)
spans = st.tuples(times, times).map(lambda pair: Span(start_ms=min(pair), end_ms=max(pair)))


def minutes(*pairs: tuple[int, int]) -> list[Span]:
    return [Span(start_ms=start * 60_000, end_ms=end * 60_000) for start, end in pairs]


def test_time_is_linear_where_nothing_is_known_of_activity() -> None:
    assert [scale(10_000, ()).at(ms) for ms in (0, 2_500, 10_000)] == [0, 25, 100]


def test_an_hour_of_idleness_takes_an_eighth_of_the_active_time() -> None:
    place = scale(70 * 60_000, minutes((0, 5), (65, 70)))
    assert place.at(5 * 60_000) == 44.643
    assert place.at(65 * 60_000) == 55.357
    assert [idle.shortened for idle in place.idle] == [True]


def test_a_short_pause_keeps_its_length() -> None:
    place = scale(100_000, [Span(start_ms=0, end_ms=50_000), Span(start_ms=60_000, end_ms=100_000)])
    assert place.at(60_000) == 60
    assert [idle.shortened for idle in place.idle] == [False]


@given(st.integers(min_value=0, max_value=10_000_000), st.lists(spans, max_size=8), st.lists(times, min_size=2, max_size=8))
def test_places_keep_the_order_of_time_and_stay_on_the_strip(duration_ms: int, active: list[Span], instants: list[int]) -> None:
    place = scale(duration_ms, active)
    at = [place.at(ms) for ms in sorted(instants)]
    assert at == sorted(at)
    assert all(0 <= x <= 100 for x in at)


@given(st.integers(min_value=0, max_value=10**12), st.lists(spans, max_size=8))
def test_tick_labels_never_meet_and_are_few(duration_ms: int, active: list[Span]) -> None:
    place = scale(duration_ms, active)
    at = [place.at(ms) for ms in place.ticks()]
    assert at[0] == 0
    assert all(b - a >= 12 for a, b in pairwise(at))


def test_findings_that_meet_stand_in_lanes_of_their_own() -> None:
    report = reports.refused_deploy()
    drawn = strip(report, report.findings)
    assert [(block.tone, block.lane) for block in drawn.findings] == [("blocking", 0), ("other", 1), ("dismissed", 0)]
    assert drawn.lanes == 2


def test_a_finding_at_the_very_end_is_still_to_be_seen() -> None:
    report = reports.two_windows()
    (block,) = strip(report, report.findings).findings
    assert block.x + block.width <= 100
    assert block.width >= 1.2
