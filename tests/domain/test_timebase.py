from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.ids import content_id
from onlooker.domain.timebase import Span, clock, iso

_SPANS = st.tuples(st.integers(0, 10_000), st.integers(0, 10_000)).map(lambda pair: Span(start_ms=min(pair), end_ms=max(pair)))


@pytest.mark.parametrize(("ms", "told"), [(0, "0:00"), (83_450, "1:23"), (3_723_000, "1:02:03"), (-5, "0:00")])
def test_clock(ms: int, told: str) -> None:
    assert clock(ms) == told


def test_instants_are_utc_with_milliseconds() -> None:
    assert iso(1_795_359_192_150) == "2026-11-22T14:53:12.150Z"


def test_a_span_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Span(start_ms=2, end_ms=1)


@given(_SPANS, _SPANS)
def test_overlap_is_mutual_and_union_holds_both(one: Span, other: Span) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    assert one.union(other).duration_ms >= max(one.duration_ms, other.duration_ms)


@given(st.lists(st.text(), min_size=1, max_size=4), st.lists(st.text(), min_size=1, max_size=4))
def test_ids_are_of_the_parts_and_not_of_their_concatenation(one: list[str], other: list[str]) -> None:
    assert (content_id(*one) == content_id(*other)) == (one == other)
