"""Any recording and any events give a glimpse, and any glimpse can be chosen from."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.event import EventLog, ProductEvent
from onlooker.domain.selection import Selection, Strategy
from onlooker.domain.snapshot import Change, Recording, Snapshot, SnapshotData, SnapshotType
from onlooker.select import choose, glimpse_of

KEYS = re.findall(
    r"\S+",
    """
    href tag payload plugin requests level type id x y name url status responseStatus timestamp duration initiatorType method $current_url $pathname
    $event_type $el_text $exception_list $exception_message value mechanism $set $is_identified $user_id email app_version $raw_user_agent $browser
    $browser_type webdriver is_internal internal
    """,
)
TEXTS = st.sampled_from(
    [
        "",
        "$pageview",
        "rrweb/network@1",
        "rrweb/console@1",
        "https://[broken",
        "http://a/b?c#d",
        "fetch",
        "error",
        '"Uncaught Error: x',
        "\ud800",
        "click",
        "*" * 40,
    ]
) | st.text(max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5), max_leaves=12)
DATA = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8)
NAMES = st.sampled_from(["$pageview", "$autocapture", "$exception", "$rageclick", "$dead_click", "$identify", "order_placed", ""]) | st.text(
    max_size=8
)


class Held:
    def __init__(self, contents: Sequence[SnapshotData]) -> None:
        self.contents = contents

    def data(self, index: int) -> SnapshotData:
        return self.contents[index]

    def unreadable(self) -> int:
        return 0


@st.composite
def recordings(draw: st.DrawFn) -> Recording | None:
    times = sorted(draw(st.lists(st.integers(0, 10**6) | st.integers(0, 2**62), max_size=12)))
    snapshots, contents = [], []
    for index, at in enumerate(times):
        kind = draw(st.sampled_from(SnapshotType))
        change = draw(st.none() | st.sampled_from(Change)) if kind is SnapshotType.INCREMENTAL else None
        snapshots.append(
            Snapshot(index=index, at=at, window=draw(st.integers(0, 1)), type=kind, change=change, size=draw(st.sampled_from([5, 10**7])))
        )
        contents.append(draw(DATA))
    return Recording(session_id=draw(st.none() | st.just("s")), windows=("w0", "w1"), snapshots=snapshots, contents=Held(contents)) if times else None


@st.composite
def logs(draw: st.DrawFn) -> EventLog:
    times = sorted(draw(st.lists(st.integers(0, 10**6), max_size=10)))
    return EventLog(
        events=tuple(
            ProductEvent(
                id=str(number),
                name=draw(NAMES),
                at=at,
                distinct_id=draw(TEXTS),
                window_id=draw(st.none() | st.sampled_from(["w1", "w9"])),
                elements_chain=draw(TEXTS),
                properties=draw(DATA),
            )
            for number, at in enumerate(times)
        )
    )


@given(recordings(), logs(), st.integers(-(10**7), 10**7))
def test_any_session_can_be_looked_at_and_chosen(recording: Recording | None, log: EventLog, skew_ms: int) -> None:
    seen = glimpse_of(recording, log, place="p", origin="o", started_at=0, ended_at=10**6, skew_ms=skew_ms)
    assert seen.active_ms >= 0
    assert seen.friction.score >= 0
    assert all(len(text) <= 2_000 for text in (*seen.pages, *seen.said, *seen.known_as, *seen.events, seen.user_agent))
    for strategy in Strategy:
        wanted = Selection(
            users=("*",),
            pages=("/*", "b", "http://*"),
            internal_domains=("a.b",),
            focus="what of checkout and orders?",
            strategy=strategy,
            sample=None if strategy is Strategy.ALL else 1,
        )
        chosen = choose([seen], wanted)
        assert len(chosen.kept) + len(chosen.skipped) == 1
        json.dumps(wanted.plain())
