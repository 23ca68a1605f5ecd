"""What holds of every plan, of sensible sessions and of others."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from onlooker.clip import LookLimits, choose, plan
from onlooker.clip.standing import told_as
from onlooker.domain.clip import STEP_MS, ClipPlan
from onlooker.domain.finding import Finding
from onlooker.domain.timeline import Seen, Timeline

from .found import found, sessions

_SEEN = st.one_of(st.just({0: 0, 1: 0}), st.dictionaries(st.sampled_from([0, 1]), st.sampled_from([0, 700, 40_000, 149_000])))
_LIMITS = LookLimits(session_findings=12)


def _planned(timeline: Timeline, seen_from: dict[int, int], limits: LookLimits = _LIMITS) -> tuple[tuple[Finding, ...], tuple[ClipPlan, ...]]:
    chosen = choose(found(timeline), limits=limits).chosen
    return chosen, plan("s", timeline, chosen, seen_from=seen_from, limits=limits)


def _window_at(one: ClipPlan, at_ms: int) -> int:
    return next(shot.window for shot in one.shots if at_ms in shot.instants)


@given(sessions(), _SEEN, st.integers(12, 40))
@settings(deadline=None)
def test_instants_rise_within_what_can_be_seen_and_jumps_are_marked(timeline: Timeline, seen_from: dict[int, int], frames: int) -> None:
    _, plans = _planned(timeline, seen_from, LookLimits(frames=frames, session_findings=12))
    for one in plans:
        instants = one.instants
        assert all(earlier < later for earlier, later in pairwise(instants))
        assert instants[0] >= 0 and instants[-1] <= timeline.duration_ms
        assert all(shot.instants[0] >= seen_from[shot.window] for shot in one.shots)
        assert len(instants) <= frames
        assert {(span.start_ms - STEP_MS, span.end_ms) for span in one.skipped} == {
            (earlier, later) for earlier, later in pairwise(instants) if later - earlier > STEP_MS
        }


@given(sessions(), _SEEN, st.integers(12, 40))
@settings(deadline=None)
def test_each_finding_has_its_moment_in_one_clip_with_frames_before_at_and_after(timeline: Timeline, seen_from: dict[int, int], frames: int) -> None:
    chosen, plans = _planned(timeline, seen_from, LookLimits(frames=frames, session_findings=12))
    looked = Counter(moment.finding_id for one in plans for moment in one.moments)
    assert set(looked.values()) <= {1}
    for finding in chosen:
        screen = finding.evidence.screen
        assert screen is not None
        if finding.id not in looked:
            assert seen_from.get(screen.window, 10**9) > min(finding.end_ms, timeline.duration_ms)
            continue
        one = next(one for one in plans if any(moment.finding_id == finding.id for moment in one.moments))
        moment = next(moment for moment in one.moments if moment.finding_id == finding.id)
        assert moment.start_ms <= moment.at_ms <= moment.end_ms
        at = next(instant for instant in one.instants if instant >= moment.at_ms)
        assert at < moment.at_ms + STEP_MS
        assert _window_at(one, at) == screen.window
        assert one.start_ms < moment.start_ms + STEP_MS
        assert one.end_ms >= moment.end_ms
        if min(seen_from.values()) <= moment.at_ms - STEP_MS:
            assert any(moment.start_ms <= instant < moment.at_ms for instant in one.instants)
        assert one.end_ms <= at or any(at < instant <= at + STEP_MS for instant in one.instants)


@given(sessions(), _SEEN)
@settings(deadline=None)
def test_every_text_that_came_up_meanwhile_is_on_a_frame(timeline: Timeline, seen_from: dict[int, int]) -> None:
    chosen, plans = _planned(timeline, seen_from)
    by_id = {finding.id: finding for finding in chosen}
    for one in plans:
        for moment in one.moments:
            screen = by_id[moment.finding_id].evidence.screen
            assert screen is not None
            first = max(one.start_ms, seen_from[screen.window])
            for text in screen.appeared:
                shown = _shown(timeline, screen.window, text)
                if any(start <= one.end_ms and first < end for start, end in shown):
                    filmed = [instant for shot in one.shots if shot.window == screen.window for instant in shot.instants]
                    assert any(start <= instant < end for start, end in shown for instant in filmed), text


def _shown(timeline: Timeline, window: int, text: str) -> list[tuple[int, int]]:
    """From when until before when at least one such line stood."""
    standing, since, found = 0, 0, []
    times = sorted({entry.at_ms for entry in timeline.entries if isinstance(entry.detail, Seen)})
    for now in times:
        before = standing
        for entry in timeline.entries:
            if entry.at_ms == now and entry.window == window and isinstance(entry.detail, Seen):
                change = entry.detail.change
                came = sum(told_as(line.text, text) for line in change.appeared) - sum(told_as(line.text, text) for line in change.gone)
                standing = max(0, standing + came)
        if standing and not before:
            since = now
        elif before and not standing:
            found.append((since, now))
    return [*found, *([(since, timeline.duration_ms + 1)] if standing else [])]


@given(sessions(), _SEEN)
@settings(deadline=None, max_examples=30)
def test_the_same_session_is_planned_the_same_way_most_severe_first(timeline: Timeline, seen_from: dict[int, int]) -> None:
    chosen, plans = _planned(timeline, seen_from)
    assert plan("s", timeline, chosen, seen_from=seen_from, limits=_LIMITS) == plans
    order = [finding.id for finding in chosen]
    firsts = [min(order.index(moment.finding_id) for moment in one.moments) for one in plans]
    assert firsts == sorted(firsts)
