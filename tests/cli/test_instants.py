"""Clock times as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.cli.instants import milliseconds
from onlooker.domain.timebase import clock
from onlooker.errors import SettingError


@pytest.mark.parametrize(
    ("typed", "ms"),
    [
        ("83", 83_000),
        ("1:23", 83_000),
        ("1:02:03", 3_723_000),
        ("83.5", 83_500),
        ("1:23.250", 83_250),
        ("0", 0),
        (" 90 ", 90_000),
        ("75:00", 4_500_000),
    ],
)
def test_a_time_is_understood(typed: str, ms: int) -> None:
    assert milliseconds(typed) == ms


@pytest.mark.parametrize("typed", ["", "abc", "-5", "1:75", "1:99:00", "1:2:3:4", "1e5", "nan", "1:", ":30", "٣", "1.2345", "9" * 30, "1\n2"])
def test_anything_else_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(SettingError, match=r"1:23"):
        milliseconds(typed)


@given(st.integers(min_value=0, max_value=10**8))
def test_what_a_report_shows_can_be_typed(ms: int) -> None:
    assert milliseconds(clock(ms)) == ms // 1000 * 1000
