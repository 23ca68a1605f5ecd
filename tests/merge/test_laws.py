"""What holds for every session, made of anything a recorder or an event library might write, and of much they never would."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from onlooker.domain.event import EventLog, ProductEvent
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.snapshot import Change, Recording, Snapshot, SnapshotType
from onlooker.domain.timeline import Left, Timeline
from onlooker.merge import align, weave

from .made import START, Kept

ODD: st.SearchStrategy[object] = st.sampled_from(
    [None, True, -1, 2**80, float("nan"), float("inf"), 3.5, "", "\ud800", [], {}, [[{}]], {"a": [1]}, {"start": []}]
)
NUMBERS = st.integers(min_value=-5, max_value=900)
URLS = st.sampled_from(["http://a.test/", "http://a.test/#x", "http://a.test/b?c=1", "https://[bad", ""])
WORDS = st.sampled_from(["Uncaught TypeError: x is null", '"Error: no\\n    at a (b.js:1:2)"', "%s %c", "***", "a.b:", "form", 'a:text="Go"'])
POINTS = st.lists(st.fixed_dictionaries({"x": NUMBERS, "y": NUMBERS, "timeOffset": st.integers(-800, 100) | ODD}), max_size=3)
REQUESTS = st.fixed_dictionaries(
    {
        "name": URLS,
        "timestamp": st.integers(START - 5_000, START + 90_000) | ODD,
        "duration": NUMBERS | ODD,
        "initiatorType": st.sampled_from(["fetch", "navigation", "img", ""]),
        "responseStatus": st.sampled_from([0, 200, 500]) | ODD,
    }
)
CONTENTS: st.SearchStrategy[Mapping[str, object]] = st.one_of(
    st.fixed_dictionaries(
        {"type": st.integers(-1, 11), "id": st.integers(-1, 3), "x": NUMBERS, "y": NUMBERS, "text": WORDS, "isChecked": st.booleans()}
    ),
    st.fixed_dictionaries({"positions": POINTS}),
    st.fixed_dictionaries({"href": URLS, "tag": st.just("$pageview"), "payload": st.fixed_dictionaries({"href": URLS})}),
    st.fixed_dictionaries({"plugin": st.just("rrweb/network@1"), "payload": st.fixed_dictionaries({"requests": st.lists(REQUESTS, max_size=2)})}),
    st.fixed_dictionaries(
        {
            "plugin": st.just("rrweb/console@1"),
            "payload": st.fixed_dictionaries({"level": st.sampled_from(["error", "log"]), "payload": st.tuples(WORDS, ODD).map(list)}),
        }
    ),
    st.fixed_dictionaries({}, optional=dict.fromkeys(("id", "x", "type", "text", "positions", "ranges", "href", "tag", "payload", "plugin"), ODD)),
)
LINES = st.tuples(st.integers(0, 90_000), st.sampled_from(SnapshotType), st.sampled_from(Change), CONTENTS, st.integers(0, 1))


def recording_of(told: list[tuple[int, SnapshotType, Change, Mapping[str, object], int]]) -> Recording:
    told = sorted(told, key=lambda one: one[0])
    snapshots = tuple(
        Snapshot(index=index, at=START + at, window=window, type=type_, change=change if type_ is SnapshotType.INCREMENTAL else None, size=50)
        for index, (at, type_, change, _, window) in enumerate(told)
    )
    unread = {snapshot.index for snapshot in snapshots if snapshot.type is SnapshotType.FULL or snapshot.change is Change.MUTATION}
    data = tuple(None if index in unread else told[index][3] for index in range(len(told)))
    return Recording(session_id="s", windows=("w1", "w2"), snapshots=snapshots, contents=Kept(data))


RECORDINGS = st.lists(LINES, max_size=30).map(recording_of)
NAMES = st.sampled_from(["$pageview", "$autocapture", "$exception", "$dead_click", "$rageclick", "$pageleave", "$web_vitals", "order placed", ""])
PROPERTIES = st.fixed_dictionaries(
    {},
    optional={
        "$current_url": URLS,
        "$event_type": st.sampled_from(["click", "change", "submit"]),
        "$exception_list": ODD,
        "$dead_click_event_timestamp": ODD,
        "navigation_type": ODD,
        "title": ODD,
        "plan": ODD,
        "app_version": ODD,
    },
)
EVENTS = st.builds(
    ProductEvent,
    id=st.integers(0, 10**9).map(str),
    name=NAMES,
    at=st.integers(START - 2_000, START + 95_000),
    window_id=st.sampled_from([None, "w1", "w3"]),
    elements_chain=WORDS,
    distinct_id=st.sampled_from(["", "u"]),
    properties=PROPERTIES,
)
LOGS = st.lists(EVENTS, max_size=20, unique_by=lambda event: event.id).map(lambda events: EventLog(events=tuple(events)))


def woven(recording: Recording | None, events: EventLog) -> Timeline:
    return weave(recording, events, ScreenTrack(), align(recording, events), session_id="s")


@settings(deadline=None, max_examples=80)
@given(RECORDINGS | st.none(), LOGS)
def test_entries_are_in_order_unique_and_their_proof_exists(recording: Recording | None, events: EventLog) -> None:
    timeline = woven(recording, events)

    assert all(before.at_ms <= after.at_ms for before, after in pairwise(timeline.entries))
    assert all(0 <= entry.at_ms <= entry.end_ms <= timeline.duration_ms for entry in timeline.entries)
    assert len({entry.id for entry in timeline.entries}) == len(timeline.entries)
    assert {index for entry in timeline.entries for index in entry.snapshots} <= set(range(len(recording.snapshots) if recording else 0))
    assert {event for entry in timeline.entries for event in entry.events} <= {event.id for event in events.events}
    assert all(0 <= entry.window < len(timeline.windows) for entry in timeline.entries)
    assert [entry for entry in timeline.entries if isinstance(entry.detail, Left) and entry.detail.last] == [timeline.entries[-1]]


@settings(deadline=None, max_examples=80)
@given(RECORDINGS | st.none(), LOGS, st.randoms(use_true_random=False))
def test_the_order_of_events_changes_nothing(recording: Recording | None, events: EventLog, chance: random.Random) -> None:
    shuffled = list(events.events)
    chance.shuffle(shuffled)

    assert woven(recording, EventLog(events=tuple(shuffled))) == woven(recording, events)


@settings(deadline=None, max_examples=50)
@given(RECORDINGS, LOGS)
def test_an_event_is_told_at_most_once(recording: Recording, events: EventLog) -> None:
    told = [event for entry in woven(recording, events).entries for event in entry.events if entry.kind != "page"]

    assert len(told) == len(set(told))


def test_a_better_known_element_keeps_the_id() -> None:
    """Ids come from what happened, not from what was found out about it later."""
    entry = {"type": 2, "id": 7, "x": 3, "y": 4}
    snapshot = Snapshot(index=0, at=START, window=0, type=SnapshotType.INCREMENTAL, change=Change.SCROLL, size=9)
    recording = Recording(session_id="s", windows=("w1",), snapshots=(snapshot,), contents=Kept(({**entry, "y": 90},)))

    one, other = woven(recording, EventLog()), woven(replace(recording, session_id="t"), EventLog())

    assert [entry.id for entry in one.entries] == [entry.id for entry in other.entries]


def test_nothing_at_all_is_a_session_that_ends() -> None:
    assert [entry.detail for entry in woven(None, EventLog()).entries] == [Left(last=True)]
