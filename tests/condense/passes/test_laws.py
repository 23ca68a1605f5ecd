"""What holds for every pass, whatever the timeline."""

from __future__ import annotations

from hypothesis import given, settings

from onlooker.condense.passes import PASSES, TIGHTER
from onlooker.domain.finding import Finding, Noise
from onlooker.domain.timeline import Timeline
from tests.condense.made import after, sessions, unfolded

Session = tuple[Timeline, list[Finding], list[Noise]]
EVERY = (*PASSES, *TIGHTER)


@settings(deadline=None)
@given(session=sessions())
def test_order_is_kept(session: Session) -> None:
    places = {entry.id: place for place, entry in enumerate(session[0].entries)}
    for one in EVERY:
        told = [places[line.entry.id] for line in after(one, *session).lines]
        assert told == sorted(told), one.__name__


@settings(deadline=None)
@given(session=sessions())
def test_a_second_time_changes_nothing(session: Session) -> None:
    for one in EVERY:
        once = after(one, *session)
        assert one(once) == once, one.__name__


@settings(deadline=None)
@given(session=sessions())
def test_every_entry_is_told_folded_or_dropped(session: Session) -> None:
    for one in EVERY:
        work = after(one, *session)
        assert len(work.lines) + sum(work.folded.values()) + sum(work.dropped.values()) == len(session[0].entries), one.__name__


@settings(deadline=None)
@given(session=sessions())
def test_what_a_finding_rests_on_is_told(session: Session) -> None:
    proof = unfolded(*session).evidence & {entry.id for entry in session[0].entries}
    for one in EVERY:
        assert proof <= {entry for line in after(one, *session).lines for entry in line.entries}, one.__name__
