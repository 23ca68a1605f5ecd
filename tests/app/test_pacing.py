"""How long a run takes is what its sessions wait for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.app.pacing import FRAME_S, Effort, Pace, seconds

ALONE = Pace(sessions=1, calls=1, browsers=1, call_s=10.0)
FOUR = Pace(sessions=4, calls=4, browsers=2, call_s=10.0)
ASKED = Effort(read_s=1.0, summaries=1)


@pytest.mark.parametrize(
    ("efforts", "pace", "takes"),
    [
        pytest.param([], FOUR, 0.0, id="nothing"),
        pytest.param([Effort(read_s=1.0)] * 3, FOUR, 3.0, id="one is read at a time"),
        pytest.param([ASKED] * 3, ALONE, 33.0, id="one after another"),
        pytest.param([ASKED] * 4, FOUR, 14.0, id="four wait at once, each read before"),
        pytest.param([ASKED] * 8, FOUR, 25.0, id="then the next four: read while the others wait"),
        pytest.param([ASKED] * 4, Pace(sessions=4, calls=2, browsers=1, call_s=10.0), 22.0, id="two calls at once"),
        pytest.param([ASKED] * 3, Pace(sessions=4, calls=4, browsers=1, call_s=10.0, per_minute=2), 71.0, id="two calls a minute"),
        pytest.param([Effort(read_s=0.0, frames=100)] * 4, FOUR, 200 * FRAME_S, id="two browsers share the clips"),
        pytest.param([Effort(read_s=1.0, summaries=1, frames=100, looks=2)], ALONE, 31.0 + 100 * FRAME_S, id="all steps of one"),
    ],
)
def test_what_a_run_takes(efforts: list[Effort], pace: Pace, takes: float) -> None:
    assert seconds(efforts, pace) == pytest.approx(takes)


EFFORTS = st.lists(
    st.builds(Effort, read_s=st.floats(0, 3), summaries=st.integers(0, 3), frames=st.integers(0, 50), looks=st.integers(0, 3)), max_size=12
)


@given(EFFORTS, st.integers(1, 5), st.integers(1, 5), st.integers(1, 3))
def test_it_takes_no_longer_than_one_after_another_and_no_less_than_what_is_needed_most(
    efforts: list[Effort], sessions: int, calls: int, browsers: int
) -> None:
    took = seconds(efforts, Pace(sessions=sessions, calls=calls, browsers=browsers, call_s=1.0))
    one_by_one = seconds(efforts, Pace(sessions=1, calls=1, browsers=1, call_s=1.0))
    reading = sum(effort.read_s for effort in efforts)
    asking = sum(effort.summaries + effort.looks for effort in efforts) / calls
    assert max(reading, asking) - 1e-6 <= took <= one_by_one + 1e-6
