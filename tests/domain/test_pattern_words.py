"""What recurs, in words: singular and plural, nothing at all, and numbers that nobody can have counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.denominators import denominator_words, denominators
from onlooker.domain.pattern import Bucket, PatternReport, Share
from onlooker.domain.pattern_words import condensed, headline, missed_words, percent, release_words, share_words, sparks, trend_words
from onlooker.domain.report import RunReport
from onlooker.domain.timebase import day, minute
from tests.sinks import recurring

SESSIONS = recurring.deploys(6)
ONE, LESSER, MUTED = recurring.patterns(SESSIONS).patterns
buckets = st.builds(
    Bucket,
    start=st.integers(),
    end=st.integers(),
    examined=st.integers(min_value=-9, max_value=10**6),
    affected=st.integers(min_value=-9, max_value=10**6),
)


@pytest.mark.parametrize(
    ("patterns", "told"),
    [
        ((), "Nothing recurs in 6 sessions"),
        ((MUTED,), "Nothing recurs in 6 sessions"),
        ((LESSER,), "1 problem recurs in 6 sessions"),
        ((ONE,), "1 problem recurs in 6 sessions, it blocks"),
        ((ONE, LESSER, MUTED), "2 problems recur in 6 sessions, 1 of them blocking"),
    ],
)
def test_the_headline_counts_what_is_not_muted(patterns: tuple[object, ...], told: str) -> None:
    assert headline(PatternReport(examined=6, users=6, patterns=tuple(one for one in (ONE, LESSER, MUTED) if one in patterns))) == told


@pytest.mark.parametrize(
    ("chance", "told"),
    [(0.8654, "a chance of 87%"), (0.9986, "a chance of more than 99%"), (0.012, "a chance of 1%"), (0.0003, "a chance of under 0.1%")],
)
def test_the_chance_of_having_missed_something_is_never_told_as_certain(chance: float, told: str) -> None:
    assert told in missed_words(PatternReport(examined=64, users=3, chance_missed=chance))


def test_a_share_is_told_with_what_bounds_it() -> None:
    assert share_words(Share(part=10, whole=64, low=0.087, high=0.264)) == "10 of 64 (16%, 9% to 26%)"
    assert share_words(Share(part=0, whole=0, low=0.0, high=1.0)) == "0 of 0 (0%, 0% to 100%)"
    assert [percent(share) for share in (0.0, 0.0004, 0.004, 0.01, 1.0, 7.0, -1.0)] == ["0%", "under 0.1%", "0.4%", "1%", "100%", "100%", "0%"]


def test_the_course_marks_where_nobody_was_affected_and_where_nobody_was_examined() -> None:
    trend = tuple(
        Bucket(start=n, end=n + 1, examined=examined, affected=affected) for n, (examined, affected) in enumerate([(4, 0), (4, 1), (0, 0), (4, 4)])
    )
    assert sparks(replace(ONE, trend=trend)) == "·\u2583 \u2588"
    assert sparks(LESSER) == ""


def test_one_stretch_has_no_halves() -> None:
    assert trend_words(replace(ONE, trend=ONE.trend[:1])) == trend_words(LESSER) == ""


def test_of_many_releases_the_latest_are_named() -> None:
    counts = tuple(replace(ONE.releases[0], release=f"1.{n}") for n in range(10))
    assert release_words(replace(ONE, releases=counts)).startswith("2 earlier releases, 1.2: 0 of 2, ")


@given(st.lists(buckets, max_size=200), st.integers(min_value=1, max_value=60))
def test_putting_stretches_together_loses_no_session(trend: list[Bucket], most: int) -> None:
    whole = list(condensed(trend, most))
    assert len(whole) <= most
    assert sum(one.examined for one in whole) == sum(one.examined for one in trend)
    assert sum(one.affected for one in whole) == sum(one.affected for one in trend)
    assert len(sparks(replace(ONE, trend=tuple(trend)), most)) == len(whole)
    assert "\n" not in trend_words(replace(ONE, trend=tuple(trend)))


def test_a_clock_that_cannot_be_is_the_nearest_that_can() -> None:
    assert (day(-5), minute(10**30)) == ("1970-01-01", "9999-12-31 23:59")


def test_the_denominators_add_up_and_give_their_reasons() -> None:
    told = denominators(recurring.run())
    assert told.selected == told.read + told.failed + told.skipped == 10
    assert told.skips == (("bot", 2), ("too short", 1))
    assert denominator_words(denominators(RunReport(sessions=SESSIONS))) == ("6 sessions selected: 6 read.",)
