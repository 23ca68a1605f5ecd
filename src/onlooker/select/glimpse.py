"""A cheap look at one session: about as costly as indexing its recording, since no page is rebuilt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from onlooker.domain.event import EventLog
from onlooker.domain.selection import Glimpse
from onlooker.domain.snapshot import Recording
from onlooker.select.friction import friction
from onlooker.select.pages import addresses, pages
from onlooker.select.traces import Sent, Traces, traces
from onlooker.select.traits import traits
from onlooker.select.who import known_as, release, user, user_agent

IDLE_MS = 10_000
"""Longer without an act is idle, as in `merge.activity`."""
_PAGES = 500
_NAMES = 1_000
_TEXTS = 200


def glimpse_of(
    recording: Recording | None, events: EventLog, *, place: str, origin: str, started_at: int, ended_at: int, skew_ms: int = 0
) -> Glimpse:
    """`started_at`, `ended_at` and `skew_ms` as `merge.align` gives them, so that they are those of the report. Never raises."""
    left = traces(recording, events, skew_ms=skew_ms)
    shown = pages(left)
    felt = friction(left, shown)
    return Glimpse(
        place=place,
        origin=origin,
        session_id=(recording.session_id if recording is not None else None)
        or next((e.session_id for e in events.events if e.session_id), None)
        or place,
        started_at=started_at,
        duration_ms=ended_at - started_at,
        active_ms=_active_ms(left.acts),
        user=user(left.sent),
        known_as=known_as(left.sent),
        release=release(left.sent),
        user_agent=user_agent(left.sent),
        pages=addresses(left, shown, _PAGES),
        events=dict(Counter(sent.name[:200] for sent in left.sent).most_common(_NAMES)),
        said=_said(left.sent),
        snapshots=left.snapshots,
        presses=len(left.presses) or _clicks(left),
        friction=felt,
        traits=traits(left, shown, duration_ms=ended_at - started_at, troubled=bool(felt.terms)),
        unread=left.unread,
    )


def _active_ms(acts: Sequence[int]) -> int:
    return sum(two - one for one, two in pairwise(acts) if two - one <= IDLE_MS)


def _clicks(left: Traces) -> int:
    return sum(sent.name == "$autocapture" and sent.text("$event_type") in ("click", "touch") for sent in left.sent)


def _said(sent: Sequence[Sent]) -> tuple[str, ...]:
    """What stood on the things that were pressed, once each."""
    return tuple(dict.fromkeys(text for one in sent if one.name == "$autocapture" and (text := one.text("$el_text", 80).strip())))[:_TEXTS]
