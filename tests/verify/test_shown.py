"""Which frames are put before a model."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onlooker.llm.uploads import ANYWHERE, check_uploads
from onlooker.verify.shown import MOST_FRAMES, frames_shown, thinned, video_fits

from .made import CLIP, FINDING, TIMELINE, clip_of


def test_a_short_clip_is_shown_whole() -> None:
    assert frames_shown(CLIP, TIMELINE) == tuple(range(12))


def test_a_long_clip_keeps_its_presses_and_its_ends() -> None:
    long = clip_of(FINDING, range(0, 40_000, 1_000))
    shown = frames_shown(long, TIMELINE)
    assert len(shown) == MOST_FRAMES
    assert {0, 11, 12, 16, 17, 39} <= set(shown), "both ends, and each press with the frame before it"
    assert max(later - earlier for earlier, later in pairwise(shown)) <= 3


def test_frames_too_large_for_many_are_fewer_and_the_moment_is_among_them() -> None:
    huge = replace(clip_of(FINDING, range(0, 40_000, 1_000)), width=4_000, height=3_000)
    shown = frames_shown(huge, TIMELINE)
    assert shown == (12, 17)


def test_as_many_as_are_shown_fit_a_request_whatever_they_hold() -> None:
    """By the largest a frame can be, for every size that a renderer makes."""
    for width, height in ((320, 240), (960, 622), (1_280, 800), (1_920, 1_080)):
        shown = frames_shown(replace(clip_of(FINDING, range(0, 60_000, 1_000)), width=width, height=height), TIMELINE)
        check_uploads("anyone:m", [width * height // 2] * len(shown))
        assert len(shown) <= min(MOST_FRAMES, ANYWHERE.count)


def test_a_video_too_large_is_not_sent_as_one() -> None:
    assert video_fits(CLIP)
    assert not video_fits(replace(CLIP, size=14_000_000))
    assert not video_fits(replace(CLIP, video=""))


@given(count=st.integers(0, 80), wanted=st.lists(st.integers(-5, 90), max_size=30), most=st.integers(1, 25))
def test_thinning_keeps_order_bound_and_what_is_wanted(count: int, wanted: list[int], most: int) -> None:
    kept = thinned(count, wanted, most)
    assert list(kept) == sorted(set(kept))
    assert len(kept) == min(count, most)
    assert all(0 <= number < count for number in kept)
    sound = [number for number in dict.fromkeys(wanted) if 0 <= number < count]
    assert set(sound[:most]) <= set(kept)
